"""Writes random scenarios of any size, for the sizes that ship no file.

The users are drawn from the ranges of the reference scenarios ``hetero``: a
local step takes 1.6–2.5 ms at 1.2–1.8 GHz, an edge step 1 ms at 10 GHz, ε is
0.8–1, C1 0.02–0.10, C2 0.01–0.08, S_0 a whole number from 5 to 25 and S_1 from
30 to 100. The budget is S_e = ⌊T·Σ d_n⌋, where d_n is the number of edge steps
that user n would take if they were free, and T the tightness.
"""

import argparse
import json

import numpy as np

import scenario


def hetero(users, seed, tightness):
    """The document of a scenario; the same arguments give the same document."""
    random = np.random.default_rng(seed)

    def uniform(low, high):
        return random.uniform(low, high, users).tolist()

    def whole(low, high):
        return random.integers(low, high, users, endpoint=True).astype(float).tolist()

    document = {
        "format": scenario.FORMAT,
        "name": f"peers-hetero-n{users}-t{round(100 * tightness)}-seed{seed}",
        "count": users,
        "weights": {"time": 1 / 3, "error": 1 / 3, "energy": 1 / 3000,
                    "cost": 0.5, "utility": 0.5},
        "edge": {"stepBudget": 0.0, "powerCoefficient": 1e-26},
        "users": {
            "localStepTime": uniform(0.0016, 0.0025), "edgeStepTime": 0.001,
            "localPowerCoefficient": 1e-26, "localFrequency": uniform(1.2e9, 1.8e9),
            "edgeFrequency": 1e10, "initialError": uniform(0.8, 1.0),
            "errorDecay": uniform(0.02, 0.10), "utilityRate": uniform(0.01, 0.08),
            "localStepLimit": whole(5, 25), "edgeStepLimit": whole(30, 100),
        },
    }
    document["edge"]["stepBudget"] = float(np.floor(tightness * free_demand(document)))
    return document


def free_demand(document):
    """Σ d_n, the edge steps that all users would take at no price."""
    return float(np.sum(scenario.problem(document).edge.best_steps()))


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, required=True, help="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tightness", type=float, default=0.3, help="T")
    parser.add_argument("--output", required=True, help="the file to write")
    arguments = parser.parse_args()
    document = hetero(arguments.users, arguments.seed, arguments.tightness)
    with open(arguments.output, "w", encoding="utf-8") as file:
        json.dump(document, file)


if __name__ == "__main__":
    main()

"""Checks every peer against the reference optima of the test suite.

Solves the small reference scenarios with every script and compares P1, whole
steps and the dual with ``optima.json`` and P2 with ``p2.json``. Ends with status 1
if an objective differs by more than its tolerance.
"""

import argparse
import json
import os
import sys
import tempfile

import runner

REFERENCE = os.path.join(runner.FOLDER, "..", "..", "Tests", "TestSupport", "Reference")
# The script, its options, the key of the known value and the relative tolerance.
P1_CHECKS = (
    ("scip_p1.py", ("--gap", "1e-6"), "objective", 2e-6),
    ("highs_integer.py", (), "integerObjective", 2e-9),
    ("cpsat_integer.py", (), "integerObjective", 2e-9),
    ("clarabel_relaxation.py", (), "rootBound", 1e-6),
    ("numba_bisection.py", (), "rootBound", 1e-9),
)
P2_CHECKS = (("ipopt_p2.py", (), 1e-9), ("numba_bisection.py", ("--p2",), 1e-9))


def verdict(result, known, tolerance):
    """The relative difference and whether it is within the tolerance."""
    if result["status"] != "optimal":
        return None, result["status"]
    allowed = tolerance + result["details"].get("scalingError", 0.0) / abs(known)
    difference = (result["objective"] - known) / abs(known)
    return difference, "agrees" if abs(difference) <= allowed else "DISAGREES"


def p1_rows(folder, arguments):
    """The checks of P1, its whole steps, its dual and of infeasibility."""
    with open(os.path.join(folder, "optima.json"), encoding="utf-8") as file:
        optima = json.load(file)
    for entry in optima:
        path = os.path.join(folder, entry["name"] + ".json")
        with open(path, encoding="utf-8") as file:
            users = json.load(file)["count"]
        if users > arguments.most_users:
            continue
        for script, options, key, tolerance in P1_CHECKS:
            if script == "scip_p1.py" and users > arguments.most_users_scip:
                continue
            infeasible = entry["status"] == "infeasible"
            if not infeasible and key not in entry:
                continue
            result = runner.run_peer(script, path, *options,
                                     time_limit=arguments.time_limit)
            if infeasible:
                word = "agrees" if result["status"] == "infeasible" else "DISAGREES"
                yield entry["name"], script, "infeasible", None, None, None, word
                continue
            difference, word = verdict(result, entry[key], tolerance)
            yield (entry["name"], script, key, result.get("objective"), entry[key],
                   difference, word)


def fill_rows(folder, arguments):
    """The steps of the offloaded set of Stepwell's plan by IPOPT."""
    with open(os.path.join(folder, "optima.json"), encoding="utf-8") as file:
        optima = [entry for entry in json.load(file) if entry["status"] == "optimal"]
    with tempfile.TemporaryDirectory() as temporary:
        plan = os.path.join(temporary, "plan.json")
        for entry in optima:
            path = os.path.join(folder, entry["name"] + ".json")
            runner.stepwell_plan(arguments.binary, path, path=plan)
            result = runner.run_peer("ipopt_waterfill.py", path, "--plan", plan)
            difference, word = verdict(result, entry["objective"], 1e-8)
            yield (entry["name"], "ipopt_waterfill.py", "objective",
                   result.get("objective"), entry["objective"], difference, word)


def p2_rows(folder):
    """The checks of P2."""
    with open(os.path.join(folder, "p2.json"), encoding="utf-8") as file:
        problems = json.load(file)["problems"]
    for entry in problems:
        path = os.path.join(folder, entry["scenario"] + ".json")
        expansion = ("--expansion-a", entry["expansion"]["a"],
                     "--step-fraction", entry["expansion"]["stepFraction"],
                     "--previous-a", entry["previousA"], "--tau", entry["tau"])
        for script, options, tolerance in P2_CHECKS:
            result = runner.run_peer(script, path, *options, *expansion)
            difference, word = verdict(result, entry["objective"], tolerance)
            yield (entry["scenario"], script, "P2", result.get("objective"),
                   entry["objective"], difference, word)


def main():
    """Checks everything and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reference", default=REFERENCE, help="the reference folder")
    parser.add_argument("--binary", help="the stepwell executable; without one the "
                        "steps of its plans are not checked")
    parser.add_argument("--most-users", type=int, default=100)
    parser.add_argument("--most-users-scip", type=int, default=40)
    parser.add_argument("--time-limit", type=float, default=60.0)
    arguments = parser.parse_args()

    def rows():
        yield from p1_rows(arguments.reference, arguments)
        if arguments.binary:
            yield from fill_rows(arguments.reference, arguments)
        yield from p2_rows(arguments.reference)

    words = []
    for name, script, key, found, known, difference, word in rows():
        words.append(word)
        numbers = [("{:>20.12f}" if isinstance(value, float) else "{:>20}").format(
            "-" if value is None else value) for value in (found, known)]
        gap = "-" if difference is None else f"{difference:.1e}"
        print(f"{name:<26}{script:<24}{key:<18}{numbers[0]}{numbers[1]}{gap:>10}  {word}",
              flush=True)
    agreeing = words.count("agrees")
    print(f"{agreeing} of {len(words)} agree")
    return 0 if agreeing == len(words) else 1


if __name__ == "__main__":
    sys.exit(main())

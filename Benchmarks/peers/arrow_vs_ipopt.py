"""Times Stepwell's arrow interior point against IPOPT on the same P2 in the same run.

    arrow_vs_ipopt.py STEPWELL [SCENARIO] [--users 100000] [--repetitions 3]

P2 is the paper's convex sub-problem (16) at a = ½, s = max(½, ½·min(S_0, S_1)), the
first one of ``stepwell crosscheck --penalty 0``; its time is that of the
interior-point method alone, as IPOPT's is that of its solve. The repetitions of the two alternate.
Ends with status 1 if the objectives differ, if the comparison with the
closed-form KKT solution fails, or if IPOPT is less than ``--ratio`` times slower.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile

import generate
import runner


def arrow(binary, path):
    """The first P2 of ``stepwell crosscheck --arrow --json``."""
    process = subprocess.run(
        [binary, "crosscheck", path, "--arrow", "--json", "--penalty", "0",
         "--iterations", "1"], capture_output=True, text=True, check=False)
    if process.returncode not in (0, 70):
        raise runner.StepwellError(process.stderr.strip())
    return json.loads(process.stdout)["comparisons"][0]


def measure(binary, path, repetitions, time_limit):
    """The comparisons and IPOPT's results, taken in turns."""
    ours, theirs = [], []
    for _ in range(repetitions):
        ours.append(arrow(binary, path))
        theirs.append(runner.run_peer("ipopt_p2.py", path, time_limit=time_limit))
    return ours, theirs


def report(ours, theirs):
    """The medians and what goes with them."""
    seconds = statistics.median(entry["interiorPointSeconds"] for entry in ours)
    peer = statistics.median(entry["seconds"] for entry in theirs)
    difference = abs(theirs[-1]["objective"] / ours[-1]["objective"] - 1)
    return {
        "users": ours[-1]["users"], "interiorPointSeconds": seconds,
        "interiorPointIterations": ours[-1]["interiorPointIterations"],
        "kktSeconds": statistics.median(entry["solverSeconds"] for entry in ours),
        "ipoptSeconds": peer, "ipoptIterations": theirs[-1]["details"]["iterations"],
        "ipoptVersion": theirs[-1]["version"], "ratio": peer / seconds,
        "objectiveDifference": difference,
        "agrees": all(entry["agrees"] for entry in ours) and difference <= 1e-9,
    }


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stepwell", help="the executable")
    parser.add_argument("scenario", nargs="?", help="generated if not given")
    parser.add_argument("--users", type=int, default=100_000)
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--time-limit", type=float, default=300.0)
    parser.add_argument("--ratio", type=float, default=10.0,
                        help="how many times slower IPOPT must be")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.scenario
        if path is None:
            path = os.path.join(folder, "scenario.json")
            with open(path, "w", encoding="utf-8") as file:
                json.dump(generate.hetero(arguments.users, 1, 0.3), file)
        ours, theirs = measure(
            arguments.stepwell, path, arguments.repetitions, arguments.time_limit)
    failed = [entry for entry in theirs if entry["status"] != "optimal"]
    if failed:
        sys.exit(f"IPOPT: {failed[0]['status']}, {failed[0].get('reason', '')}")
    result = report(ours, theirs)
    print(json.dumps(result, indent=2))
    sys.exit(0 if result["agrees"] and result["ratio"] >= arguments.ratio else 1)


if __name__ == "__main__":
    main()

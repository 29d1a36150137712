"""Times ``stepwell`` and integer solvers on the classes of hard knapsacks.

Prints one row for each scenario of ``stepwell generate --family``: the seconds of
Stepwell, of CP-SAT, HiGHS, SCIP and a plain dynamic program, and the fastest of the
three solvers over Stepwell. Ends with status 1 if any two disagree.
"""

import argparse
import json
import os
import sys
import tempfile
import time

import compare
import runner

FAMILIES = (
    "uncorrelated", "weakly-correlated", "strongly-correlated",
    "inverse-strongly-correlated", "almost-strongly-correlated", "subset-sum",
    "even-odd", "similar-weights", "spanner", "profit-ceiling", "circle")
SOLVERS = (
    compare.Peer("CP-SAT", compare.INTEGER, "cpsat_integer.py", (), 2e-9, 100_000),
    compare.Peer("HiGHS", compare.INTEGER, "highs_integer.py", (), 2e-9, 100_000),
    compare.Peer("SCIP", compare.INTEGER, "scip_knapsack.py", (), 2e-9, 100_000),
)
PLAIN = compare.Peer("plain DP", compare.INTEGER, "plain_dp.py", (), 2e-12, 100_000)


def seconds_text(result):
    """A peer's seconds, or why there are none."""
    if result["verdict"] == "agrees":
        return f"{result['seconds']:.3g}"
    return {"time limit": f"> {result['limit']:g}"}.get(result["verdict"], result["verdict"])


def solve(peer, scenario, family, reference, arguments):
    """A peer's result with its verdict."""
    options = peer.options
    if peer.name == "CP-SAT":
        # Whole profits stay as they are; those of the class circle are real.
        options = (*options, "--scale", "1e6" if family == "circle" else "1")
    result = runner.run_peer(peer.script, scenario, *options,
                             time_limit=arguments.time_limit, threads=arguments.threads)
    _, _, verdict = compare.judge(peer, result, reference)
    return result | {"verdict": verdict, "limit": arguments.time_limit}


def row(family, users, seed, folder, arguments):
    """One scenario solved by everybody."""
    scenario = os.path.join(folder, "knapsack.json")
    runner.stepwell_generate(
        arguments.binary, "--family", family, "--users", users, "--seed", seed,
        "--tightness", arguments.tightness, "--range", arguments.range, "--output", scenario)
    plan, seconds = runner.stepwell_median(
        arguments.binary, scenario, "--steps", "integer", "--threads", arguments.threads,
        "--time-limit", arguments.time_limit, repetitions=arguments.repetitions)
    reference = compare.Reference(plan["objective"], plan["lowerBound"], seconds,
                                  status=plan["status"])
    results = {peer.name: solve(peer, scenario, family, reference, arguments)
               for peer in (*SOLVERS, PLAIN)}
    times = [results[peer.name]["seconds"] for peer in SOLVERS
             if results[peer.name]["verdict"] == "agrees"]
    return {
        "family": family, "users": users, "seed": seed, "status": plan["status"],
        "seconds": seconds, "nodes": plan["statistics"].get("nodes"), "results": results,
        "best": min(times, default=None)}


COLUMNS = "{:<28} {:>5} {:>4}  {:>10} {:>9} {:>9} {:>9} {:>9}  {:>8}"


def line(row):
    """A row of the table."""
    own = f"{row['seconds']:.3g}" if row["status"] == "optimal" else row["status"]
    names = [peer.name for peer in (*SOLVERS, PLAIN)]
    # Nobody in time: the limit is the least that the ratio can be.
    limit = next(iter(row["results"].values()))["limit"]
    ratio = (row["best"] or limit) / row["seconds"]
    text = f"{ratio:.3g}" if row["best"] else f"> {ratio:.3g}"
    return COLUMNS.format(
        row["family"], row["users"], row["seed"], own,
        *(seconds_text(row["results"][name]) for name in names), text)


def wins(row):
    """True if Stepwell was faster than the fastest of the solvers."""
    return row["status"] == "optimal" and (row["best"] is None or row["seconds"] < row["best"])


def parse():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", help="the stepwell executable")
    parser.add_argument("--sizes", type=compare.sizes, default=compare.sizes("200,1000"),
                        help="numbers of users, as in 200,1000")
    parser.add_argument("--seeds", type=compare.sizes, default=[1], help="as in 1,2,3")
    parser.add_argument("--families", type=lambda text: text.split(","), default=FAMILIES)
    parser.add_argument("--tightness", type=float, default=0.5,
                        help="the capacity as a share of all weights")
    parser.add_argument("--range", type=int, default=1000,
                        help="the largest weight or profit drawn")
    parser.add_argument("--repetitions", type=int, default=3,
                        help="solves of Stepwell of which the median counts")
    parser.add_argument("--time-limit", type=float, default=5.0,
                        help="seconds for one solve of anybody")
    parser.add_argument("--budget", type=float, default=600.0,
                        help="seconds after which no scenario is started")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--json", metavar="FILE", help="write all results")
    return parser.parse_args()


def main():
    """Compares, prints and judges."""
    arguments = parse()
    arguments.binary = os.path.abspath(arguments.binary)
    before = compare.machine()
    print(COLUMNS.format("family", "users", "seed", "stepwell s",
                         *(f"{peer.name} s" for peer in (*SOLVERS, PLAIN)), "ratio"))
    rows, left_out = [], 0
    deadline = time.monotonic() + arguments.budget
    with tempfile.TemporaryDirectory() as folder:
        for users in sorted(arguments.sizes):
            for seed in arguments.seeds:
                for family in arguments.families:
                    if time.monotonic() > deadline:
                        left_out += 1
                        continue
                    rows.append(row(family, users, seed, folder, arguments))
                    print(line(rows[-1]), flush=True)
    if arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as file:
            json.dump({"machine": before, "rows": rows}, file, indent=2)
    won = sum(map(wins, rows))
    print(f"faster than the fastest of CP-SAT, HiGHS and SCIP on {won} of {len(rows)}"
          + (f"; {left_out} left out, the time budget is spent" if left_out else ""))
    wrong = [(entry["family"], entry["users"], name) for entry in rows
             for name, result in entry["results"].items() if result["verdict"] == "DISAGREES"]
    for family, users, name in wrong:
        print(f"{name} disagrees on {family} with {users} users")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

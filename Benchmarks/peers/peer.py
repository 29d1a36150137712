"""What all peers have in common: the command line, repetitions and the result.

A peer is a script with one function ``prepare(problem, arguments)`` that builds
the solver's model and returns a function without arguments that solves it and
returns an ``Outcome``. Building and solving are timed apart. Every script reads
the scenario that ``stepwell`` reads and can be run alone:

    python scip_p1.py SCENARIO --time-limit 60
"""

import argparse
import importlib
import json
import math
import statistics
import sys
import time
from dataclasses import asdict, dataclass, field

NOT_INSTALLED = "not installed"
OPTIMAL = "optimal"
INFEASIBLE = "infeasible"
TIME_LIMIT = "time limit"
FAILED = "failed"


@dataclass
class Outcome:
    """What a peer found.

    ``objective`` is recomputed from the peer's solution with this folder's own
    formulas where the peer returns a solution. ``seconds`` overrides the
    measured wall time where the solver reports its own.
    """

    status: str
    objective: float | None = None
    bound: float | None = None
    seconds: float | None = None
    details: dict = field(default_factory=dict)


def require(module):
    """Imports a peer's package, or ends with a result that says it is absent."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        print(json.dumps({"status": NOT_INSTALLED, "reason": str(error)}))
        sys.exit(0)


def main(description, prepare, version, add_arguments=None):
    """Runs a peer on a scenario and prints the result.

    The result holds the median of the seconds over the repetitions and the
    outcome of the last one. Times are of the solver alone: neither reading the
    file nor building the model counts. The latter is ``buildSeconds``, the longest
    of all repetitions because the first one alone compiles or loads libraries.
    """
    scenario = require("scenario")
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("scenario", help="a stepwell-scenario/1 file, or -")
    parser.add_argument("--repetitions", type=int, default=1)
    parser.add_argument("--time-limit", type=float, default=60.0,
                        help="seconds per repetition")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--solution", metavar="FILE",
                        help="write the solution's arrays to a JSON file")
    if add_arguments:
        add_arguments(parser)
    arguments = parser.parse_args()
    result = {"version": version, "count": None}
    try:
        problem = scenario.read(arguments.scenario)
        result["count"] = problem.count
        problem.require_feasible()
        result |= _repeat(prepare, problem, arguments)
    except scenario.Infeasible as error:
        result |= {"status": INFEASIBLE, "reason": str(error)}
    print(json.dumps(_without_nonfinite(result)))


def _repeat(prepare, problem, arguments):
    """Builds and solves as often as asked, at most for the time of two limits."""
    build, solve = [], []
    started = time.perf_counter()
    for _ in range(max(1, arguments.repetitions)):
        begin = time.perf_counter()
        run = prepare(problem, arguments)
        built = time.perf_counter()
        outcome = run()
        ended = time.perf_counter()
        build.append(built - begin)
        solve.append(ended - built if outcome.seconds is None else outcome.seconds)
        if time.perf_counter() - started > 2 * arguments.time_limit:
            break
    solution = outcome.details.pop("solution", None)
    if arguments.solution and solution:
        with open(arguments.solution, "w", encoding="utf-8") as file:
            json.dump({key: array.tolist() for key, array in solution.items()}, file)
    result = asdict(outcome)
    return result | {
        "seconds": statistics.median(solve), "allSeconds": solve,
        "buildSeconds": max(build)}


def _without_nonfinite(value):
    """Infinities and NaN as null, which JSON has no words for."""
    if isinstance(value, dict):
        return {key: _without_nonfinite(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_nonfinite(entry) for entry in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value

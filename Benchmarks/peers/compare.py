"""Times ``stepwell`` and every peer on the same files, and checks that they agree.

Prints one table: what was solved, by whom, the objective's relative difference to
Stepwell's and how much is allowed, the seconds of both and their ratio. Ends with
status 1 if any two disagree. A peer whose package is missing gets a row that says
so; that is no disagreement.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass

import runner

P1, DUAL, INTEGER, WATERFILL, P2 = "P1", "dual", "whole steps", "fill", "P2"
NOT_AVAILABLE = "not available"


@dataclass(frozen=True)
class Peer:
    """A script with its options, what it solves, and what is asked of it.

    ``tolerance`` is the relative difference of objectives that its own stopping
    rule allows; it is asked for N from ``least_users`` to ``most_users``.
    """

    name: str
    problem: str
    script: str
    options: tuple
    tolerance: float
    most_users: int
    least_users: int = 1


PEERS = (
    Peer("SCIP", P1, "scip_p1.py", ("--gap", "1e-6"), 2e-6, 100),
    Peer("HiGHS", INTEGER, "highs_integer.py", (), 2e-9, 1_000),
    Peer("CP-SAT", INTEGER, "cpsat_integer.py", (), 2e-9, 1_000),
    Peer("Clarabel", DUAL, "clarabel_relaxation.py", (), 1e-6, 10_000),
    Peer("numba", DUAL, "numba_bisection.py", (), 2e-9, 10_000_000),
    Peer("numba, threads", DUAL, "numba_bisection.py", ("--parallel",), 2e-9,
         10_000_000, least_users=1_000),
    Peer("IPOPT", WATERFILL, "ipopt_waterfill.py", (), 1e-8, 100_000),
    Peer("numba", P2, "numba_bisection.py", ("--p2",), 1e-9, 10_000_000),
    Peer("numba, threads", P2, "numba_bisection.py", ("--p2", "--parallel"), 1e-9,
         10_000_000, least_users=1_000),
    Peer("IPOPT", P2, "ipopt_p2.py", (), 1e-9, 100_000),
)


@dataclass
class Reference:
    """Stepwell's answer to one of the problems on one scenario."""

    objective: float | None
    bound: float | None
    seconds: float | None
    warm: float | None = None
    source: str = "stepwell"
    status: str | None = None


class Stepwell:
    """Stepwell's answers on one scenario, each computed when first asked for."""

    def __init__(self, binary, scenario, folder, repetitions, threads):
        self.binary = binary
        self.scenario = scenario
        self.plan_path = os.path.join(folder, "plan.json")
        self.repetitions = repetitions
        self.options = ("--threads", threads)
        self.answers = {}

    def answer(self, problem):
        """The reference of a problem.

        The dual's is the bound before branching, but its time is that of the whole
        proof: Stepwell does more there than the peers it is compared with. So it
        does for the steps of a fixed set.
        """
        if problem not in self.answers:
            self.answers[problem] = {
                P1: self._continuous, WATERFILL: self._continuous,
                INTEGER: self._integer, DUAL: self._dual, P2: self._p2,
            }[problem]()
        return self.answers[problem]

    def _solve(self, *options, repetitions=None, path=None):
        plan, seconds = runner.stepwell_median(
            self.binary, self.scenario, *self.options, *options,
            repetitions=repetitions or self.repetitions, path=path)
        return Reference(plan["objective"], plan["lowerBound"], seconds,
                         status=plan["status"])

    def _warm(self, *options):
        return runner.stepwell_warm_seconds(
            self.binary, self.scenario, *self.options, *options)

    def _continuous(self):
        answer = self._solve(path=self.plan_path)
        answer.warm = self._warm()
        self.answers[P1] = self.answers[WATERFILL] = answer
        return answer

    def _integer(self):
        answer = self._solve("--steps", "integer")
        answer.warm = self._warm("--steps", "integer")
        return answer

    def _dual(self):
        root = self._solve("--node-limit", 0, repetitions=1)
        return Reference(root.bound, None, self.answer(P1).seconds, status=root.status)

    def _p2(self):
        documents = [runner.stepwell_p2(self.binary, self.scenario)
                     for _ in range(self.repetitions)]
        if not all(documents):
            return Reference(None, None, None, source=NOT_AVAILABLE)
        seconds = [document.get("solveSeconds") for document in documents]
        return Reference(documents[-1].get("objective"), None,
                         None if None in seconds else statistics.median(seconds))


def judge(peer, result, reference):
    """The relative difference, what is allowed, and the verdict.

    A peer that stopped at its time limit proves nothing about its own objective,
    but its plan must not beat Stepwell's bound, nor its bound Stepwell's plan.
    Where one finds a scenario infeasible, the other must, too.
    """
    status, objective = result.get("status"), result.get("objective")
    if reference.status and "infeasible" in (status, reference.status):
        return None, None, "agrees" if status == reference.status else "DISAGREES"
    if status not in ("optimal", "time limit"):
        return None, None, status
    if reference.objective is None or objective is None:
        return None, None, status
    scale = max(abs(reference.objective), 1e-300)
    allowed = peer.tolerance
    allowed += (result.get("details") or {}).get("scalingError", 0.0) / scale
    difference = (objective - reference.objective) / scale
    bound = result.get("bound")
    crossed = (
        (reference.bound is not None and objective < reference.bound - allowed * scale)
        or (bound is not None and bound > reference.objective + allowed * scale))
    if crossed or (status == "optimal" and not abs(difference) <= allowed):
        return difference, allowed, "DISAGREES"
    return difference, allowed, "agrees" if status == "optimal" else status


def compare(peer, scenario, stepwell, arguments):
    """One row: a peer against Stepwell on one scenario."""
    reference = stepwell.answer(peer.problem)
    options = peer.options
    if peer.problem == WATERFILL:
        options = (*options, "--plan", stepwell.plan_path)
    result = runner.run_peer(
        peer.script, scenario, *options, repetitions=arguments.repetitions,
        time_limit=arguments.time_limit, threads=arguments.threads)
    if peer.problem == P2 and reference.objective is None:
        # Without Stepwell's P2 the peers are at least checked against each other.
        if result.get("status") == "optimal":
            reference.objective, reference.source = result["objective"], peer.name
    difference, allowed, verdict = judge(peer, result, reference)
    seconds = result.get("seconds")
    ratio = seconds / reference.seconds if seconds and reference.seconds else None
    warm_ratio = seconds / reference.warm if seconds and reference.warm else None
    return {
        "problem": peer.problem, "peer": peer.name, "users": result.get("count"),
        "version": result.get("version"), "status": result.get("status"),
        "reason": result.get("reason"), "objective": result.get("objective"),
        "bound": result.get("bound"), "reference": reference.objective,
        "referenceSource": reference.source, "difference": difference,
        "allowed": allowed, "buildSeconds": result.get("buildSeconds"),
        "seconds": seconds, "stepwellSeconds": reference.seconds, "ratio": ratio,
        "stepwellWarmSeconds": reference.warm, "warmRatio": warm_ratio,
        "verdict": verdict, "details": result.get("details"),
    }


def skipped(peer, users, reason):
    """The row of a comparison that was not made."""
    return {"problem": peer.problem, "peer": peer.name, "users": users,
            "verdict": f"skipped: {reason}"}


COLUMNS = (
    ("users", "users", "{:>9}"), ("problem", "problem", "{:<12}"),
    ("peer", "peer", "{:<15}"), ("objective", "objective", "{:>18.9f}"),
    ("difference", "difference", "{:>11.1e}"), ("allowed", "allowed", "{:>8.0e}"),
    ("buildSeconds", "build s", "{:>9.3g}"), ("seconds", "peer s", "{:>9.3g}"),
    ("stepwellSeconds", "stepwell s", "{:>13.3g}"), ("ratio", "ratio", "{:>9.4g}"),
    ("stepwellWarmSeconds", "warm s", "{:>9.3g}"), ("warmRatio", "warm ratio", "{:>10.4g}"),
    ("verdict", "verdict", "{}"),
)


def for_text(style):
    """A column's style without its number format."""
    return style.split(".")[0].rstrip("}") + "}"


def line(row):
    """A row of the table."""
    cells = []
    for key, _, style in COLUMNS:
        value = row.get(key)
        if value is None:
            absent = key == "stepwellSeconds" and "seconds" in row
            value = NOT_AVAILABLE if absent else "-"
            style = for_text(style)
        cells.append(style.format(value))
    return "  ".join(cells)


def heading():
    """The table's first line."""
    return "  ".join(
        for_text(style).format(title) for _, title, style in COLUMNS)


def scenarios(arguments, folder):
    """The files to solve: those given, or generated ones of the sizes asked for."""
    if arguments.scenarios:
        for path in arguments.scenarios:
            with open(path, encoding="utf-8") as file:
                yield json.load(file)["count"], path
        return
    for users in sorted(arguments.sizes):
        path = os.path.join(folder, f"hetero-n{users}.json")
        process = runner.run_script(
            "generate.py", "--users", users, "--seed", arguments.seed, "--output", path)
        if process.returncode != 0:
            raise SystemExit(f"generate.py failed: {process.stderr.strip()}")
        yield users, path
        os.remove(path)


def run(arguments, report):
    """All rows; smaller scenarios first, so that a short budget loses the large ones."""
    rows, slow = [], {}
    deadline = time.monotonic() + arguments.budget
    with tempfile.TemporaryDirectory() as folder:
        for users, scenario in scenarios(arguments, folder):
            stepwell = Stepwell(arguments.binary, scenario, folder,
                                arguments.repetitions, arguments.threads)
            for peer in PEERS:
                if arguments.peers and peer.script not in arguments.peers:
                    continue
                if not peer.least_users <= users <= peer.most_users:
                    continue
                if peer in slow and users > slow[peer]:
                    row = skipped(peer, users, f"already too slow for {slow[peer]} users")
                elif time.monotonic() > deadline:
                    row = skipped(peer, users, "the time budget is spent")
                else:
                    row = compare(peer, scenario, stepwell, arguments)
                    row["users"] = users
                    if row["status"] in ("time limit", "failed", "not installed"):
                        slow.setdefault(peer, users)
                rows.append(row)
                report(line(row))
    return rows


def machine():
    """What the times were measured on."""
    load = os.getloadavg() if hasattr(os, "getloadavg") else None
    return {"platform": platform.platform(), "python": platform.python_version(),
            "processors": os.cpu_count(), "loadAverage": load}


def sizes(text):
    """Numbers of users separated by commas."""
    return [int(entry) for entry in text.split(",")]


def parse(arguments=None):
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", help="the stepwell executable")
    parser.add_argument("scenarios", nargs="*",
                        help="scenario files; generated ones of --sizes if none")
    parser.add_argument("--sizes", type=sizes, default=sizes("5,12,30,100,1000,10000,100000"),
                        help="numbers of users, as in 5,30,1000")
    parser.add_argument("--seed", type=int, default=1, help="of the generated scenarios")
    parser.add_argument("--repetitions", type=int, default=5,
                        help="solves of which the median counts")
    parser.add_argument("--time-limit", type=float, default=30.0,
                        help="seconds for one solve of a peer")
    parser.add_argument("--budget", type=float, default=900.0,
                        help="seconds after which nothing more is started")
    parser.add_argument("--threads", type=int, default=2,
                        help="threads for Stepwell and for the peers that use them")
    parser.add_argument("--peers", type=lambda text: text.split(","),
                        help="only these scripts, as in scip_p1.py,ipopt_p2.py")
    parser.add_argument("--json", metavar="FILE", help="write all results; - prints them "
                        "to standard output and the table to standard error")
    return parser.parse_args(arguments)


def main():
    """Compares, prints and judges."""
    arguments = parse()
    arguments.binary = os.path.abspath(arguments.binary)
    output = sys.stderr if arguments.json == "-" else sys.stdout

    def report(text):
        print(text, file=output, flush=True)

    before = machine()
    report(heading())
    rows = run(arguments, report)
    document = {"machine": before, "repetitions": arguments.repetitions,
                "threads": arguments.threads, "rows": rows}
    if arguments.json == "-":
        print(json.dumps(document, indent=2))
    elif arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as file:
            json.dump(document, file, indent=2)
    wrong = [row for row in rows if row["verdict"] == "DISAGREES"]
    for row in rows:
        if row.get("reason"):
            report(f"{row['peer']}, {row['users']} users: {row['reason']}")
    checked = sum(row["verdict"] == "agrees" for row in rows)
    report(f"{checked} agree, {len(wrong)} disagree, {len(rows) - checked - len(wrong)} "
           "were not judged")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

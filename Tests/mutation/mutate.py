#!/usr/bin/env python3
"""Plants small faults in a copy of the sources, one at a time, and checks that the tests notice each.

    Tests/mutation/mutate.py                    every fault of mutants.py that is not yet known to be caught
    Tests/mutation/mutate.py --core             those of the core set, which has some of every kind and part
    Tests/mutation/mutate.py --only WaterFill   those whose file, filter or fault contains the text
    Tests/mutation/mutate.py --fresh            all of them, whatever earlier runs found

A fault is first shown to the tests that should catch it, built without the other test targets, then to the rest of their target, and
if those pass, to the complete suite in release. A fault that does not compile is caught by nobody. What was caught is remembered in
`.build-mutation/results.jsonl` for as long as the file and the fault stay the same, so that an interrupted run goes on
where it was; survivors are always tried again. Exit status: 0 if every fault was caught, 1 otherwise.
"""

import argparse
import contextlib
import hashlib
import json
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time

from mutants import MUTANTS

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
WORK = ROOT / ".build-mutation"
TREE = WORK / "tree"
RESULTS = WORK / "results.jsonl"
# A fault can make a loop endless. The slowest filter takes seconds, the suite some minutes; both get their time on a busy
# machine too, where a test that took too long would prove nothing.
FILTER_TIME_LIMIT = 300
SUITE_TIME_LIMIT = 1800
COMMAND_TESTS = "StepwellCommandTests"
COMMAND = "StepwellCommand"


class Trouble(Exception):
    """Something that keeps the run from being meaningful."""


def key(mutant):
    """Identifies a fault in its present surroundings, comments apart."""
    original = re.sub(r"^\s*//.*\n", "", (ROOT / mutant.file).read_text(), flags=re.MULTILINE)
    return hashlib.sha256("\0".join([mutant.file, original, mutant.old, mutant.new]).encode()).hexdigest()


def target(mutant):
    """The test target of the filter that is tried first."""
    return mutant.filter.split(".")[0]


def planted(mutant):
    """The text of the file with the fault in it."""
    text = (ROOT / mutant.file).read_text()
    occurrences = text.count(mutant.old)
    if occurrences != 1:
        raise Trouble(f"{mutant.file}: {mutant.old!r} occurs {occurrences} times, not once")
    if mutant.old == mutant.new:
        raise Trouble(f"{mutant.file}: {mutant.old!r} is replaced by itself")
    return text.replace(mutant.old, mutant.new)


def write_if_different(path, data):
    """Leaves the time of an unchanged file alone, so that the build stays incremental."""
    if path.is_symlink() or not path.exists() or path.read_bytes() != data:
        if path.is_symlink():
            path.unlink()
        path.write_bytes(data)


def copy_tree():
    """Brings the copy up to date with what git knows or would add."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True,
        check=True).stdout.splitlines()
    wanted = {name for name in listing if (ROOT / name).is_symlink() or (ROOT / name).is_file()}
    for name in sorted(wanted):
        source, copy = ROOT / name, TREE / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.is_symlink():
            if not (copy.is_symlink() and os.readlink(copy) == os.readlink(source)):
                copy.unlink(missing_ok=True)
                copy.symlink_to(os.readlink(source))
        else:
            write_if_different(copy, source.read_bytes())
            copy.chmod(source.stat().st_mode)
    for folder in ("Sources", "Tests", "CModules"):
        for path in sorted((TREE / folder).rglob("*")):
            if not path.is_dir() and str(path.relative_to(TREE)) not in wanted:
                path.unlink()


def environment(name):
    """Reduces the package to one test target and what it needs; all of them for None."""
    if name is None:
        return os.environ
    # The tests of the command run the product as well; the others need nothing else.
    needed = [name, COMMAND] if name == COMMAND_TESTS else [name]
    return os.environ | {"STEPWELL_TARGETS": ",".join(needed)}


def run(command, name, log, through, time_limit=None):
    """Runs a command of the copy on some tests; the exit status, None if it took too long, and its output."""
    with open(log, "w") as output:
        process = subprocess.Popen(
            [*through, *command], cwd=TREE, env=environment(name), stdout=output, stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL, start_new_session=True)
        try:
            status = process.wait(time_limit)
        except BaseException as reason:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if not isinstance(reason, subprocess.TimeoutExpired):
                raise
            status = None
    return status, pathlib.Path(log).read_text(errors="replace")


def build(name, through):
    """Builds the tests of one target, or all; true if everything compiled."""
    command = ["swift", "build", "-c", "release", "--build-tests"]
    status, output = run(command, name, WORK / "build.log", through)
    if status != 0 and "error:" not in output:
        raise Trouble(f"the build ended with {status} and no error of the compiler:\n{output[-2000:]}")
    return status == 0


def test(name, filters, through):
    """Runs the built tests of a target, or all; true if they pass, and the first failing one."""
    command = ["swift", "test", "-c", "release", "--skip-build"]
    for pattern in filters:
        command += ["--filter", pattern]
    time_limit = FILTER_TIME_LIMIT if any(filters) else SUITE_TIME_LIMIT
    status, output = run(command, name, WORK / "test.log", through, time_limit)
    if status is None:
        return False, "took too long"
    counts = [int(number) for number in re.findall(r"Test run with (\d+) tests?", output)]
    if status == 0 and not any(counts):
        raise Trouble(f"no test matches {filters}")
    failed = re.search(r"✘ Test (?!run)\"?(.*?)\"?(?:\(|\s(?:recorded|failed|with))", output)
    return status == 0, failed[1] if failed else "crashed" if status != 0 else ""


def earlier_results():
    found = {}
    if RESULTS.exists():
        for line in RESULTS.read_text().splitlines():
            with contextlib.suppress(json.JSONDecodeError):  # the last line of a run that was killed
                record = json.loads(line)
                found[record["key"]] = record
    return found


def table(mutants, results):
    width = max(len(mutant.file) for mutant in mutants)
    for number, mutant in enumerate(mutants, 1):
        record = results.get(key(mutant), {"outcome": "not tried", "seconds": 0, "by": ""})
        print(
            f"{number:3} {record['outcome']:14} {record['seconds']:6.0f} s  {mutant.file:{width}}  {mutant.why}"
            + (f"  [{record['by']}]" if record["by"] else ""))
    outcomes = [results.get(key(mutant), {}).get("outcome", "not tried") for mutant in mutants]
    print(", ".join(f"{outcomes.count(outcome)} {outcome}" for outcome in sorted(set(outcomes))))
    return all(outcome == "caught" for outcome in outcomes)


class Round:
    """One run over some faults."""

    def __init__(self, through):
        self.through = through
        self.results = earlier_results()
        self.present = None

    def plant(self, mutant):
        """Puts a fault in the place of the present one."""
        if self.present and (mutant is None or mutant.file != self.present.file):
            write_if_different(TREE / self.present.file, (ROOT / self.present.file).read_bytes())
        if mutant:
            write_if_different(TREE / mutant.file, planted(mutant).encode())
        self.present = mutant

    def record(self, mutant, outcome, seconds, by=""):
        record = {
            "key": key(mutant), "outcome": outcome, "seconds": round(seconds, 1), "by": by, "file": mutant.file,
            "why": mutant.why}
        self.results[record["key"]] = record
        with open(RESULTS, "a") as file:
            file.write(json.dumps(record) + "\n")
        print(f"{outcome:14} {seconds:6.0f} s  {mutant.file}: {mutant.why}" + (f"  [{by}]" if by else ""), flush=True)

    def attempt(self, mutant, tests, filters, final):
        """Plants a fault, builds, tests; true if the verdict is known."""
        start = time.monotonic()
        self.plant(mutant)
        if not build(tests, self.through):
            shutil.copy(WORK / "build.log", WORK / "does-not-compile.log")
            self.record(mutant, "does not compile", time.monotonic() - start)
            return True
        passes, by = test(tests, filters, self.through)
        if passes and not final:
            # What is built holds the other tests of the target, too, and they take seconds.
            passes, by = test(tests, [f"{tests}\\."], self.through)
        seconds = time.monotonic() - start
        if not passes:
            self.record(mutant, "caught", seconds, by)
        elif final:
            self.record(mutant, "SURVIVED", seconds)
        else:
            print(f"{'passed first':14} {seconds:6.0f} s  {mutant.file}: {mutant.why}", flush=True)
        return not passes or final

    def check_without_faults(self, tests, filters):
        """What is not planted must not fail."""
        self.plant(None)
        if not build(tests, self.through):
            raise Trouble(f"the sources do not compile; see {WORK / 'build.log'}")
        for pattern in filters:
            passes, by = test(tests, [pattern], self.through)
            if not passes:
                raise Trouble(f"{pattern} fails without any fault: {by}; see {WORK / 'test.log'}")

    def run(self, mutants, whole_suite):
        remaining = []
        # Faults of one file next to each other, so that restoring one and planting the next is one build.
        for name in dict.fromkeys(target(mutant) for mutant in mutants):
            group = [mutant for mutant in mutants if target(mutant) == name]
            self.check_without_faults(name, sorted({mutant.filter for mutant in group}))
            for mutant in sorted(group, key=lambda mutant: mutant.file):
                if not self.attempt(mutant, name, [mutant.filter], final=False):
                    remaining.append(mutant)
        if remaining and whole_suite:
            self.check_without_faults(None, [""])
            for mutant in remaining:
                self.attempt(mutant, None, [], final=True)
        self.plant(None)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="faults whose file, filter or text contains this")
    parser.add_argument("--core", action="store_true", help="only the faults of the core set")
    parser.add_argument("--fresh", action="store_true", help="forget what earlier runs found")
    parser.add_argument("--list", action="store_true", help="show the faults and what is known, and try nothing")
    parser.add_argument("--first-only", action="store_true", help="leave out the complete suite")
    parser.add_argument("--through", default="nice -n 10", help="what builds and tests are run through")
    options = parser.parse_args()
    # A run in the background is ended by either signal, which must also end what it runs.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(1))
    WORK.mkdir(exist_ok=True)
    if options.fresh:
        RESULTS.unlink(missing_ok=True)
    mutants = [
        mutant for mutant in MUTANTS
        if any(options.only in text for text in (mutant.file, mutant.filter, mutant.old, mutant.why))
        and (mutant.core or not options.core)]
    try:
        for mutant in mutants:
            planted(mutant)
        if not options.list:
            copy_tree()
            round_ = Round(shlex.split(options.through))
            round_.run(
                [mutant for mutant in mutants if round_.results.get(key(mutant), {}).get("outcome") != "caught"],
                not options.first_only)
        return 0 if table(mutants, earlier_results()) else 1
    except Trouble as trouble:
        print(f"mutation: {trouble}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())

"""Runs the peers and ``stepwell`` as processes of their own.

Separate processes keep apart libraries that bring their own copies of the same
code, and one peer's crash or missing package from the others. This file needs
nothing but the standard library.
"""

import json
import os
import statistics
import subprocess
import sys
import time

FOLDER = os.path.dirname(os.path.abspath(__file__))


class StepwellError(RuntimeError):
    """``stepwell`` failed or returned something unexpected."""


def run_script(script, *arguments, timeout=None):
    """Runs a script of this folder; returns the finished process."""
    return subprocess.run(
        [sys.executable, os.path.join(FOLDER, script), *map(str, arguments)],
        capture_output=True, text=True, timeout=timeout, check=False)


def run_peer(script, scenario, *options, repetitions=1, time_limit=60.0, threads=2):
    """A peer's result as a dictionary; ``status`` says what went wrong."""
    try:
        process = run_script(
            script, scenario, "--repetitions", repetitions, "--time-limit", time_limit,
            "--threads", threads, *options, timeout=4 * time_limit + 60)
    except subprocess.TimeoutExpired:
        return {"status": "time limit"}
    lines = process.stdout.strip().splitlines()
    try:
        # Some solvers print a banner that cannot be turned off.
        return json.loads(lines[-1])
    except (IndexError, json.JSONDecodeError):
        reason = process.stderr.strip().splitlines()[-1:] or [f"exit {process.returncode}"]
        return {"status": "failed", "reason": reason[0]}


def stepwell_generate(binary, *options):
    """Writes a scenario of ``stepwell generate``."""
    process = subprocess.run([binary, "generate", *map(str, options)],
                             capture_output=True, text=True, check=False)
    if process.returncode != 0:
        raise StepwellError(f"stepwell generate ended with {process.returncode}: "
                            f"{process.stderr.strip()}")


def stepwell_plan(binary, scenario, *options, path=None):
    """The plan of one ``stepwell solve`` with the wall time of the process.

    Exit status 2, a plan with its bound at a limit, is a result like 0 and 3.
    """
    begin = time.perf_counter()
    process = subprocess.run(
        [binary, "solve", scenario, "--output", path or "-", "--quiet",
         *map(str, options)],
        capture_output=True, text=True, check=False)
    wall = time.perf_counter() - begin
    if process.returncode not in (0, 2, 3):
        raise StepwellError(f"stepwell solve {scenario} ended with "
                            f"{process.returncode}: {process.stderr.strip()}")
    if path:
        with open(path, encoding="utf-8") as file:
            plan = json.load(file)
    else:
        plan = json.loads(process.stdout)
    return plan | {"processSeconds": wall}


def plan_seconds(plan):
    """The solve's seconds: all phases, without reading and writing files."""
    return sum(plan["statistics"]["seconds"].values())


def stepwell_median(binary, scenario, *options, repetitions=1, path=None):
    """The last of several plans, and the median of their seconds.

    Every repetition is a new process, so Stepwell never has warm caches.
    """
    plans = [stepwell_plan(binary, scenario, *options, path=path)
             for _ in range(max(1, repetitions))]
    return plans[-1], statistics.median(map(plan_seconds, plans))


def stepwell_profile(binary, scenario, *options):
    """The JSON of ``stepwell profile``, or None without one."""
    try:
        process = subprocess.run(
            [binary, "profile", scenario, "--json", *map(str, options)],
            capture_output=True, text=True, check=False)
        document = json.loads(process.stdout)
    except (OSError, json.JSONDecodeError):
        return None
    # 3 is the exit status of an infeasible scenario, whose verdict is timed as well.
    usable = process.returncode in (0, 3) and isinstance(document, dict)
    return document if usable else None


def stepwell_p2(binary, scenario):
    """The profile of Stepwell's own solution of P2, or None if not available."""
    return stepwell_profile(binary, scenario, "--method", "kkt")


def stepwell_p2_seconds(binary, scenario):
    """The seconds of Stepwell's own solution of P2, or None if not available."""
    document = stepwell_p2(binary, scenario)
    return document.get("solveSeconds") if document else None


def stepwell_warm_seconds(binary, scenario, *options, repetitions=100):
    """The fastest of many solves in one process, from memory, or None."""
    document = stepwell_profile(
        binary, scenario, "--repetitions", repetitions, *options)
    return document.get("solveSeconds") if document else None

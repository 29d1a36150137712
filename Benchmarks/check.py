#!/usr/bin/env python3
"""Runs the benchmark suites and compares their ratios with those stored in Baselines.

Every benchmark reports its time in streaming passes, see Benchmarks/Solvers/Yardstick.swift,
and of every benchmark the tenth percentile over its runs counts: what else a machine does
only ever adds. A baseline is one file per instruction set, Baselines/SET.json, with the
ratio that was measured and the largest that passes. A benchmark above its limit is run
again, twice at most, and is slower only if it is so every time.

Exit status 0 if every benchmark is within its limit, 1 if one is slower or missing, 66 if
there is no baseline for the instruction set.
"""

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile

FOLDER = os.path.dirname(os.path.abspath(__file__))
METRIC = "thousandths_of_a_streaming_pass"
PERCENTILE = 10
REPEATS = 2
SETS = ("baseline", "avx2", "avx512")


def measure(pattern):
    """The ratios of the benchmarks that a pattern matches, in streaming passes, by name."""
    ratios = {}
    with tempfile.TemporaryDirectory() as output:
        command = ["swift", "package", "--disable-sandbox", "benchmark", "run", "--no-progress",
                   "--format", "histogramPercentiles", "--path", output]
        if pattern:
            command += ["--filter", pattern]
        process = subprocess.run(command, cwd=FOLDER, stdout=subprocess.PIPE, text=True, check=False)
        for name in os.listdir(output):
            match = re.fullmatch(rf".*?\.Solvers\.(.*)\.{METRIC}\.histogram\.percentiles\.tsv", name)
            if match:
                with open(os.path.join(output, name), encoding="utf-8") as file:
                    heading, *lines = file.read().splitlines()
                if "(" in heading:
                    sys.exit(f"{name}: the ratios are scaled: {heading}")
                rows = dict(line.split("\t") for line in lines)
                ratios[match[1]] = int(rows[str(PERCENTILE)]) / 1000
        if process.returncode != 0 or not ratios:
            sys.exit(f"the benchmarks did not run:\n{process.stdout[-4000:]}")
    return ratios


def exactly(names):
    """A pattern that matches these names and no others."""
    return "^(" + "|".join(map(re.escape, names)) + ")$"


def processor():
    """The processor's name."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            return next(line.split(":")[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def significant(value):
    """Three significant digits, which is more than a timing is worth."""
    return float(f"{value:.3g}")


def update(path, pattern, slack):
    """Stores the median of three measurements, and a limit some percent above it."""
    runs = [measure(pattern) for _ in range(3)]
    stored = {}
    if pattern and os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            stored = json.load(file)["benchmarks"]
    for name in runs[0]:
        ratio = sorted(run[name] for run in runs)[1]
        stored[name] = {"ratio": significant(ratio), "limit": significant(ratio * (1 + slack / 100))}
    document = {"processor": processor(), "processors": os.cpu_count(), "unit": "streaming passes",
                "benchmarks": dict(sorted(stored.items()))}
    text = json.dumps(document, indent=2, ensure_ascii=False)
    # One benchmark a line.
    text = re.sub(r"\{\s+(\"ratio\": [^,]+),\s+(\"limit\": [^\s]+)\s+\}", r"{ \1, \2 }", text)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text + "\n")
    print(f"{path}: {len(stored)} benchmarks")


def check(path, pattern):
    """Prints every benchmark beside its baseline; True if none is slower or missing."""
    with open(path, encoding="utf-8") as file:
        stored = json.load(file)["benchmarks"]
    expected = {name: entry for name, entry in stored.items() if re.fullmatch(pattern or ".*", name)}
    ratios = measure(pattern)
    for _ in range(REPEATS):
        slower = [name for name in expected if ratios.get(name, 0) > expected[name]["limit"]]
        if not slower:
            break
        for name, ratio in measure(exactly(slower)).items():
            ratios[name] = min(ratios[name], ratio)
    failures = 0
    print(f"{'benchmark':<40} {'baseline':>9} {'limit':>9} {'now':>9}  verdict")
    for name in sorted(expected | ratios):
        entry, ratio = expected.get(name), ratios.get(name)
        if entry is None:
            verdict = "new: store it with `make bench-baseline`"
        elif ratio is None:
            verdict = "MISSING"
        elif ratio > entry["limit"]:
            verdict = "SLOWER"
        else:
            verdict = "faster" if ratio * entry["limit"] < entry["ratio"]**2 else "as before"
        failures += verdict in ("MISSING", "SLOWER") or entry is None
        cells = [f"{value:>9.3g}" if value is not None else f"{'-':>9}"
                 for value in (entry and entry["ratio"], entry and entry["limit"], ratio)]
        print(f"{name:<40} {' '.join(cells)}  {verdict}")
    print(f"{len(ratios)} benchmarks in streaming passes against {os.path.relpath(path)}, {failures} failed")
    return failures == 0


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--set", required=True, choices=SETS, help="the instruction set of the kernels that run")
    parser.add_argument("--filter", help="only benchmarks that this regular expression matches")
    parser.add_argument("--update", action="store_true", help="store what is measured instead of checking it")
    parser.add_argument("--slack", type=float, default=40,
                        help="percent by which a stored limit exceeds what was measured")
    arguments = parser.parse_args()
    path = os.path.join(FOLDER, "Baselines", f"{arguments.set}.json")
    if arguments.update:
        update(path, arguments.filter, arguments.slack)
    elif not os.path.exists(path):
        print(f"there is no {path}: store one with `make bench-baseline`", file=sys.stderr)
        sys.exit(66)
    elif not check(path, arguments.filter):
        sys.exit(1)


if __name__ == "__main__":
    main()

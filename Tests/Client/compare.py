#!/usr/bin/env python3
"""Compares what a program printed with what is expected, line by line: `compare.py EXPECTED FOUND`.

In what is expected <number> stands for any finite number and <word> for any word.
"""

import itertools
import pathlib
import re
import sys

PATTERNS = {"<number>": r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?", "<word>": r"\w+"}


def matches(expected, found):
    """True if a line is one that is expected."""
    parts = re.split("(<number>|<word>)", expected)
    return re.fullmatch("".join(PATTERNS.get(part, re.escape(part)) for part in parts), found) is not None


def main():
    expected, found = (pathlib.Path(path).read_text(encoding="utf-8").splitlines() for path in sys.argv[1:3])
    failed = False
    for number, (want, have) in enumerate(itertools.zip_longest(expected, found), 1):
        if want is None or have is None or not matches(want, have):
            failed = True
            print(f"line {number}: expected {want!r}, found {have!r}", file=sys.stderr)
    if failed:
        sys.exit("client: the programs print something else")
    print(f"client: {len(expected)} lines as expected")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Writes every fenced block of Swift in the documents into the folder .documented, one function for each.

A block may rely on values that the text before it has made. A comment right before the block names them, which readers
do not see:

    <!-- given: problem: OffloadProblem, result: CertifiedResult -->

Errors of the compiler point to the lines of the documents.
"""

import pathlib
import re
import shutil
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TARGET = pathlib.Path(__file__).resolve().parent / ".documented"
GIVEN = re.compile(r"<!-- given: (.*) -->")


def documents():
    """Every document of the package, in a fixed order."""
    found = list(ROOT.glob("*.md")) + list((ROOT / "Documentation").rglob("*.md")) + list((ROOT / "Examples").rglob("*.md"))
    for catalog in (ROOT / "Sources").rglob("*.docc"):
        found += [path for path in catalog.rglob("*") if path.suffix in (".md", ".tutorial")]
    return sorted(found)


def blocks(path):
    """The blocks of a document: the number of the first line, what is given, and the lines."""
    given, lines, start, indent = "", None, 0, ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if lines is None:
            if match := GIVEN.search(line):
                given = match.group(1)
            elif line.strip() == "```swift":
                lines, start, indent = [], number + 1, line[: len(line) - len(line.lstrip())]
            elif line.strip():
                given = ""
        elif line.strip() == "```":
            yield start, given, lines
            given, lines = "", None
        else:
            lines.append(line.removeprefix(indent))
    if lines is not None:
        sys.exit(f"{path}: the block of line {start} has no end")


def main():
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    count = 0
    for path in documents():
        for start, given, lines in blocks(path):
            count += 1
            imports = {line for line in lines if re.match(r"import \w+$", line)} | {"import Reporting", "import Stepwell"}
            # An import must stand outside of the function; its line stays, so that the others keep their numbers.
            body = ["" if line in imports else line for line in lines]
            name = f"block{count}"
            text = [*sorted(imports), "", f"func {name}({given}) async throws {{"]
            text += [f'#sourceLocation(file: "{path.relative_to(ROOT)}", line: {start})', *body, "#sourceLocation()", "}", ""]
            (TARGET / f"{name}.swift").write_text("\n".join(text), encoding="utf-8")
    if count == 0:
        sys.exit("extract-code: no document has a block of Swift")
    print(f"extract-code: {count} blocks")


if __name__ == "__main__":
    main()

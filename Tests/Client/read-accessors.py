#!/usr/bin/env python3
"""Writes code that reads every public computed optional of the library in loops, into the folder .documented.

Swift 6.3.1 ends with a failed assertion where it inlines some of these properties into another package (see CertifiedResult):
the ones that look into a stored optional or enum. Compiling this in release shows whether one of them has come back.
"""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TARGET = pathlib.Path(__file__).resolve().parent / ".documented/Accessors.swift"
TYPE = re.compile(r"^(?:public (?:final )?(?:struct|enum|class)|extension) (\w+)")
PROPERTY = re.compile(r"^    (?:@inline\(never\) )?public var (\w+): ([\w.\[\]]+)\? \{(?! get)")
LITERALS = {"Double": "0", "Int": "0", "Bool": "false", "String": '""'}


def properties():
    """Type, name and value of each public computed optional, as far as its type stands at the top of its file."""
    for path in sorted((ROOT / "Sources").rglob("*.swift")):
        owner = None
        for line in path.read_text(encoding="utf-8").splitlines():
            if found := TYPE.match(line):
                owner = found.group(1)
            elif owner and (found := PROPERTY.match(line)):
                yield owner, found.group(1), found.group(2)


def main():
    text = ["import Reporting", "import Stepwell"]
    count = 0
    for owner, name, value in properties():
        count += 1
        read = f"x.{name} ?? {LITERALS[value]}" if value in LITERALS else f"x.{name} == nil"
        text.append(f"""
public func read{count}(_ all: [{owner}]) {{
    for rule in StepRule.allCases {{
        for x in all {{ print(rule, {read}) }}
    }}
}}

public func make{count}(_ make: (StepRule) throws -> {owner}) throws {{
    for rule in StepRule.allCases {{
        let x = try make(rule)
        print({read}, {read})
    }}
}}""")
    TARGET.write_text("\n".join(text) + "\n", encoding="utf-8")
    print(f"read-accessors: {count} properties")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Checks that imports point up the table of modules in CONTRIBUTING.md, and that Package.swift says the same.

A module may import only modules of rows with a smaller layer number: modules of one layer know nothing of each other,
which is what keeps the two solvers, the interior-point method and the verifier independent. Every import must be a
declared dependency, every declared dependency must be imported, and every module must have a row.
"""

import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# What the sources may import from the system. Foundation is not among them: it costs milliseconds of start-up time.
SYSTEM_MODULES = {"Darwin", "Dispatch", "Glibc", "Synchronization"}
# Modules that may import more, with the reason.
SYSTEM_EXCEPTIONS = {
    # Programs that are run are named by its file paths.
    "Plotting": {"System", "SystemPackage"},
}
# What tests may import beside.
TEST_MODULES = SYSTEM_MODULES | {"Foundation", "FoundationXML", "Testing"}

SWIFT_IMPORT = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+"
    r"(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)", re.MULTILINE)
C_INCLUDE = re.compile(r'^\s*#\s*include\s+"(?:\.\./)+(\w+)/', re.MULTILINE)


def layers():
    """Layer number by module, from the rows `| 3 | `Name`, `Other` | … |`; a name that ends in … is a prefix."""
    found = {}
    for line in (ROOT / "CONTRIBUTING.md").read_text().splitlines():
        row = re.match(r"\|\s*(\d+)\s*\|([^|]*)\|", line)
        if row:
            for name in re.findall(r"`([^`]+)`", row[2]):
                found[name] = int(row[1])
    return found


def layer(module, table):
    """The layer of a module, or None if no row names it; the longest prefix counts."""
    if module in table:
        return table[module]
    prefixes = [name[:-1] for name in table if name.endswith("…") and module.startswith(name[:-1])]
    return table[max(prefixes, key=len) + "…"] if prefixes else None


def package_targets():
    """The targets of Package.swift: name, kind, folder, modules and outside products they depend on."""
    description = json.loads(subprocess.run(
        ["swift", "package", "--ignore-lock", "dump-package"], cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    targets = {}
    for target in description["targets"]:
        modules, products = set(), set()
        for dependency in target["dependencies"]:
            kind, value = next(iter(dependency.items()))
            (products if kind == "product" else modules).add(value[0])
        default = "Tests" if target["type"] == "test" else "Sources"
        folder = ROOT / (target.get("path") or f"{default}/{target['name']}")
        targets[target["name"]] = (target["type"], folder, modules, products)
    return targets


def imports(folder):
    """Modules that the files of a target name, with the first file that does; a catalogue of documentation is not built."""
    found = {}
    for file in sorted(folder.rglob("*")):
        if any(part.endswith(".docc") for part in file.relative_to(folder).parts):
            continue
        pattern = {".swift": SWIFT_IMPORT, ".c": C_INCLUDE, ".h": C_INCLUDE}.get(file.suffix)
        if pattern:
            for name in pattern.findall(file.read_text()):
                found.setdefault(name, file.relative_to(ROOT))
    return found


def faults():
    table, targets = layers(), package_targets()
    inside_tests = {
        name for name, (kind, folder, _, _) in targets.items() if kind == "test" or ROOT / "Tests" in folder.parents}
    for name in table:
        matches = [target for target in targets if target == name or name.endswith("…") and target.startswith(name[:-1])]
        if not matches:
            yield f"CONTRIBUTING.md: the table names {name}, which Package.swift does not have"
    for name, (kind, folder, modules, products) in targets.items():
        own, named = layer(name, table), imports(folder)
        if name not in inside_tests:
            if own is None:
                yield f"CONTRIBUTING.md: no row of the table names {name}"
                continue
            for other in sorted(modules | (named.keys() & targets.keys())):
                above = layer(other, table)
                if above is not None and above >= own:
                    place = named.get(other, "Package.swift")
                    yield f"{place}: {name} (layer {own}) imports {other} (layer {above}); imports point up the table"
                elif other in inside_tests:
                    yield f"{named.get(other, 'Package.swift')}: {name} imports {other}, which is for tests"
        allowed = TEST_MODULES if name in inside_tests else SYSTEM_MODULES | SYSTEM_EXCEPTIONS.get(name, set())
        for other in sorted(named.keys() - modules - products - allowed - {name}):
            yield f"{named[other]}: {name} imports {other}, which Package.swift does not list among its dependencies"
        for other in sorted((modules | products) - named.keys()):
            # The command under test is run as a process, never imported.
            if not (name in inside_tests and targets.get(other, ("",))[0] == "executable"):
                yield f"Package.swift: {name} depends on {other} and never imports it"
    folders = {folder for _, folder, _, _ in targets.values()}
    for folder in sorted([*(ROOT / "Sources").iterdir(), *(ROOT / "CModules").iterdir()]):
        if folder.is_dir() and folder not in folders:
            yield f"{folder.relative_to(ROOT)}: a folder that no target of Package.swift builds"


if __name__ == "__main__":
    found = list(faults())
    for fault in found:
        print(f"imports: {fault}", file=sys.stderr)
    if not found:
        print("imports: every import points up the table of modules")
    sys.exit(1 if found else 0)

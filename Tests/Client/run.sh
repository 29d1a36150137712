#!/usr/bin/env bash
# Builds a package that depends on this one, in release, and compares what its programs print with expected.txt.
set -euo pipefail
cd "$(dirname "$0")"
examples=$(cd ../../Examples && pwd)

./extract-code.py
./read-accessors.py
../brief.sh swift build -c release
build=$(swift build -c release --show-bin-path)
found=$(mktemp)
trap 'rm -f "$found"' EXIT
"$build/Client" "$examples" > "$found"
{
    echo "# four lines"
    # Seven digits: the last ones depend on the processor, and so does the gap.
    "$build/FourLines" "$examples/example.json" | awk '{ printf "%.7g %s\n", $1, ($2 <= 1e-9 ? "small" : $2) }'
} >> "$found"
diff expected.txt "$found" || { echo "client: the programs print something else" >&2; exit 1; }
echo "client: $(wc -l < expected.txt) lines as expected"

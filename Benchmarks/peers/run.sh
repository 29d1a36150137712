#!/bin/sh
# Installs the pinned peers into .venv if they are not there yet, and runs compare.py, or knapsacks.py.
#
#     Benchmarks/peers/run.sh [options of compare.py]
#     Benchmarks/peers/run.sh knapsacks [options of knapsacks.py]
#
# STEPWELL is the executable (default: the release build), PYTHON the interpreter
# that makes the environment (default: python3).
set -eu

folder=$(cd "$(dirname "$0")" && pwd)
stepwell=${STEPWELL:-$folder/../../.build/release/stepwell}
environment=$folder/.venv

if [ ! -x "$stepwell" ]; then
    echo "there is no $stepwell: run 'swift build -c release --product stepwell' first" >&2
    exit 66
fi
if [ ! -x "$environment/bin/python" ]; then
    "${PYTHON:-python3}" -m venv "$environment"
fi
if ! cmp -s "$folder/requirements.txt" "$environment/installed.txt"; then
    "$environment/bin/python" -m pip install --quiet --disable-pip-version-check \
        -r "$folder/requirements.txt"
    cp "$folder/requirements.txt" "$environment/installed.txt"
fi
script=compare.py
if [ "${1:-}" = knapsacks ]; then
    script=knapsacks.py
    shift
fi
exec "$environment/bin/python" "$folder/$script" "$stepwell" "$@"

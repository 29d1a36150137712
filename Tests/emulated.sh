#!/usr/bin/env bash
# Runs tests of kernels and solver on emulated processors: one without AVX, one with AVX2 and no AVX-512. A kernel of
# the wrong instruction set would end the process with an illegal instruction.
set -euo pipefail
cd "$(dirname "$0")/.."
[ "$(uname -m)" = x86_64 ] || { echo "emulated: nothing to do on $(uname -m)"; exit 0; }

tests=.build/release/stepwellPackageTests.xctest
for processor in Nehalem Haswell; do
    expected=$([ $processor = Nehalem ] && echo baseline || echo avx2)
    kernels=$(qemu-x86_64 -cpu $processor .build/release/stepwell info 2> /dev/null | awk '$1 == "kernels" { print $2 }')
    [ "$kernels" = "$expected" ] || { echo "emulated: $processor chose $kernels, not $expected" >&2; exit 1; }
    qemu-x86_64 -cpu $processor "$tests" --testing-library swift-testing --no-parallel \
        --filter 'SameBitsTests|ReferenceTests|exponentialIsRightAtTheEdges|ReferenceP2Tests' 2>&1 \
        | grep -E 'Test run with|✘' | sed "s/^/emulated $processor ($expected): /"
done

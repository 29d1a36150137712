#!/usr/bin/env bash
# The kernels are compiled once per instruction set. A function that is not inlined and has the same name in two of
# them would be one weak symbol: the linker keeps either, so code for AVX-512 could run where there is none, or slow
# code everywhere. This audit reads the object files: no foreign weak symbol, no call inside the kernels, and the
# vector instructions that each set is there for.
set -euo pipefail
cd "$(dirname "$0")/.."
[ "$(uname -m)" = x86_64 ] || { echo "audit: nothing to do on $(uname -m)"; exit 0; }

build=.build/release
failed=0
complain() { echo "audit: $*" >&2; failed=1; }

for set in Baseline AVX2 AVX512; do
    objects=("$build/VectorKernels$set.build/"*.o)
    [ -e "${objects[0]}" ] || { echo "audit: no object files for $set; build in release first" >&2; exit 1; }
    # Functions (W) and objects (V, u); the compiler's mark of the metadata's version is the same in every object.
    weak=$(nm "${objects[@]}" | awk '$2 ~ /^[WVu]$/ && $3 != "__swift_reflection_version" { print $3 }' \
        | grep -v "VectorKernels$set" || true)
    [ -z "$weak" ] || complain "$set shares weak symbols: $weak"
    # Copies of a part of a vector, for the last users of a column, go through the C library.
    calls=$(objdump -dr "${objects[@]}" | grep 'R_X86_64_PLT32' | grep -cvE 'PLT32[[:space:]]+mem(cpy|set)-' || true)
    [ "$calls" = 0 ] || complain "$set makes $calls calls inside its kernels"
done

count() { objdump -d --no-show-raw-insn "$build/VectorKernels$1.build/"*.o | grep -cE "$2" || true; }
[ "$(count Baseline '%[yz]mm')" = 0 ] || complain "the baseline uses registers of AVX"
[ "$(count AVX2 '%zmm')" = 0 ] || complain "AVX2 uses registers of AVX-512"
[ "$(count AVX2 'vfmadd.*%ymm')" -gt 100 ] || complain "AVX2 has no fused multiply-add on vectors"
[ "$(count AVX512 'vfmadd.*%zmm')" -gt 100 ] || complain "AVX-512 has no fused multiply-add on vectors"

[ "$failed" = 0 ] && echo "audit: kernels are separate and vectorised"
exit "$failed"

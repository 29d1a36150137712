#!/usr/bin/env bash
# The kernels' portable source must compile for arm64 as well, with NEON's fused multiply-add on vectors. The toolchain
# for x86-64 has no full standard library for that processor, but the one for embedded systems, which is all that the
# kernels need.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for module in CVectorMemory CVectorLanes; do
    mkdir "$work/$module"
    printf 'module %s { header "%s" export * }\n' "$module" "$PWD/CModules/$module/include/$module.h" \
        > "$work/$module/module.modulemap"
done
# What the headers take from the C library.
printf '#include <stddef.h>\nvoid *memcpy(void *, const void *, size_t);\nvoid *memset(void *, int, size_t);\n' \
    > "$work/string.h"

compile() {
    swiftc -O -wmo -parse-as-library -enable-experimental-feature Embedded -target aarch64-none-none-elf \
        -I "$work" -I "$work/CVectorMemory" -I "$work/CVectorLanes" \
        -Xcc -ffreestanding -Xcc -fno-math-errno -Xcc "-I$work" -module-name "$@"
}
compile VectorKernelsABI -emit-module -emit-module-path "$work/VectorKernelsABI.swiftmodule" \
    Sources/VectorKernelsABI/*.swift
compile VectorKernelsBaseline -S -o "$work/kernels.s" Sources/VectorKernelsBaseline/*.swift

fused=$(grep -cE '^\s+fmla\s+v[0-9]+\.2d' "$work/kernels.s" || true)
calls=$(grep -E '^\s+bl\s+(exp|log|fma)$' "$work/kernels.s" || true)
[ "$fused" -gt 1000 ] || { echo "neon: only $fused fused multiply-adds on vectors" >&2; exit 1; }
[ -z "$calls" ] || { echo "neon: the kernels call the C library: $calls" >&2; exit 1; }
echo "neon: the kernels compile for arm64 with $fused fused multiply-adds on vectors"

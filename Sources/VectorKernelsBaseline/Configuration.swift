// The portable instruction set: SSE2 on x86-64, NEON on arm64.

/// Eight users side by side.
typealias Lanes = SIMD8<Double>

/// a·b + c. Without a fused instruction the product is rounded first; a fused one would be a library call per lane.
@inline(__always)
func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes {
    #if arch(arm64)
        c.addingProduct(a, b)
    #else
        a * b + c
    #endif
}

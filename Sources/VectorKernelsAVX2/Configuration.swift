// x86-64-v3: AVX2 and fused multiply-add, two registers of four users.

/// Eight users side by side.
typealias Lanes = SIMD8<Double>

/// a·b + c, rounded once.
@inline(__always)
func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { c.addingProduct(a, b) }

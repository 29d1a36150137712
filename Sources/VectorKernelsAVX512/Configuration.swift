// x86-64-v4: AVX-512 and fused multiply-add, one register of eight users.

/// Eight users side by side.
typealias Lanes = SIMD8<Double>

/// a·b + c, rounded once.
@inline(__always)
func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { c.addingProduct(a, b) }

/// log(x): −∞ at 0, NaN below, +∞ at +∞, subnormal arguments right; worst error about 1 ulp.
///
/// x = 2^k·m with m in [√½, √2), f = m − 1, z = (f/(2 + f))², and log(1 + f) = f − (f²/2 − w·(f²/2 + R)) where
/// w = f/(2 + f) and R = z·P(z) with P of degree 6, fitted by the Remez exchange to 2.5e-18.
@inline(always)
func logarithm(_ x: Lanes) -> Lanes {
    let subnormal = x .< all(0x1p-1022)
    let scaled = x.replacing(with: x * all(0x1p54), where: subnormal)
    // Subtracting the bits of √½ puts the exponent of m's range, k + 1024, into the high bits.
    let exponent =
        (scaled.bits &+ Words(repeating: 0x4000_0000_0000_0000 - 0x3fe6_a09e_667f_3bcd))
        &>> Words(repeating: 52)
    let power = (exponent &- Words(repeating: 1024)) &<< Words(repeating: 52)
    let m = Lanes(bitPattern: scaled.bits &- power)
    // A whole number below 2⁵¹ becomes a Double by adding it to the bits of 1.5·2⁵².
    let unshifted =
        Lanes(bitPattern: exponent &+ Words(repeating: 0x4338_0000_0000_0000)) - all(0x1.8p52 + 1024)
    let k = unshifted.replacing(with: unshifted - all(54), where: subnormal)

    let f = m - all(1)
    let w = f / (all(2) + f)
    let z = w * w
    let z2 = z * z
    let p01 = multiplyAdd(z, all(0x1.999999997f8a7p-2), all(0x1.5555555555593p-1))
    let p23 = multiplyAdd(z, all(0x1.c71c51c6711efp-3), all(0x1.249249423e4fap-2))
    let p45 = multiplyAdd(z, all(0x1.39a02efda0faap-3), all(0x1.74664d759f371p-3))
    let p46 = multiplyAdd(z2, all(0x1.2f15bac287d73p-3), p45)
    let p = multiplyAdd(z2, multiplyAdd(z2, p46, p23), p01)
    let halfSquare = all(0.5) * f * f
    let correction = multiplyAdd(k, all(0x1.a39ef35793c76p-33), w * multiplyAdd(z, p, halfSquare))
    let result = multiplyAdd(k, all(0x1.62e42feep-1), f - (halfSquare - correction))

    let infinity = all(.infinity)
    return
        result
        .replacing(with: infinity, where: x .== infinity)
        .replacing(with: all(0) - infinity, where: x .== all(0))
        .replacing(with: all(.nan), where: x .< all(0))
        .replacing(with: x, where: x .!= x)
}

/// exp(x), for every x: 0 below −745.2, subnormal results rounded once, +∞ above 709.8, NaN for NaN.
///
/// Cody–Waite reduction x = k·ln 2 + r with |r| ≤ ½·ln 2, then 1 + r + r²·Q(r) with Q of degree 9, fitted by the
/// Remez exchange to a relative error of 3.6e-18; the rest of the error, at most 1.2 ulp, is rounding. The power
/// of two is applied in two factors, the first exact, so that a subnormal result is rounded only once.
@inline(always)
func exponential(_ x: Lanes) -> Lanes {
    let bounded = smaller(larger(x, all(-760)), all(720))
    // Adding 1.5·2⁵² leaves the nearest whole number in the low bits.
    let shift = all(0x1.8p52)
    let shifted = multiplyAdd(bounded, all(0x1.71547652b82fep0), shift)
    let k = shifted - shift
    // The first part of ln 2 has 33 bits, so k·high is exact with or without a fused instruction.
    let high = multiplyAdd(k, all(-0x1.62e42feep-1), bounded)
    let r = multiplyAdd(k, all(-0x1.a39ef35793c76p-33), high)

    let r2 = r * r
    let q01 = multiplyAdd(r, all(0x1.55555555554f9p-3), all(0x1.000000000000ap-1))
    let q23 = multiplyAdd(r, all(0x1.1111111127d10p-7), all(0x1.555555555083fp-5))
    let q45 = multiplyAdd(r, all(0x1.a01a012a0e7e8p-13), all(0x1.6c16c18438a89p-10))
    let q67 = multiplyAdd(r, all(0x1.71df25b516d4cp-19), all(0x1.a01999e274b14p-16))
    let q89 = multiplyAdd(r, all(0x1.ad7f3b22740dcp-26), all(0x1.28ad9b7868661p-22))
    let r4 = r2 * r2
    let q03 = multiplyAdd(r2, q23, q01)
    let q47 = multiplyAdd(r2, q67, q45)
    let q = multiplyAdd(r4, multiplyAdd(r4, q89, q47), q03)
    let mantissa = all(1) + multiplyAdd(r2, q, r)

    // k = k1 + k2 with k1 = ⌊k/2⌋; both powers are normal numbers for every k that can occur. The arithmetic is
    // on k + 2048 > 0, since only logical shifts are the same on all instruction sets.
    let whole = shifted.bits &- Words(repeating: 0x4338_0000_0000_0000 - 2048)
    let half = whole &>> Words(repeating: 1)
    let first = (half &- Words(repeating: 1)) &<< Words(repeating: 52)
    let second = (whole &- half &- Words(repeating: 1)) &<< Words(repeating: 52)
    return mantissa * Lanes(bitPattern: first) * Lanes(bitPattern: second)
}

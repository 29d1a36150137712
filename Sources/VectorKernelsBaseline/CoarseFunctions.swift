// Elementary functions to seven digits, for iterations whose last step is exact. Polynomials fitted by the Remez
// exchange; a third of the cost of the full ones.

/// exp(x) for x ≤ 0 to a relative error of 8e-8; exp(−700) below −700.
@inline(always)
func coarseExponential(_ x: Lanes) -> Lanes {
    let bounded = larger(x, all(-700))
    let shifted = multiplyAdd(bounded, all(0x1.71547652b82fep0), all(0x1.8p52))
    let r = multiplyAdd(shifted - all(0x1.8p52), all(-0x1.62e42fefa39efp-1), bounded)
    let r2 = r * r
    let low = multiplyAdd(r, all(0x1.fffff5aa38f9ep-1), all(0x1.00000133c0cb1p+0))
    let middle = multiplyAdd(r, all(0x1.555a181ed6137p-3), all(0x1.fffd1a5954130p-2))
    let high = multiplyAdd(r, all(0x1.0fe5c5d3629c8p-7), all(0x1.575eed44515f4p-5))
    let mantissa = multiplyAdd(r2, multiplyAdd(r2, high, middle), low)
    return Lanes(bitPattern: mantissa.bits &+ (shifted.bits &<< Words(repeating: 52)))
}

/// log(x) for normal x > 0 to an absolute error of 3e-7; about −709 at zero, which is low enough to act as −∞.
@inline(always)
func coarseLogarithm(_ x: Lanes) -> Lanes {
    let exponent =
        (x.bits &+ Words(repeating: 0x4000_0000_0000_0000 - 0x3fe6_a09e_667f_3bcd)) &>> Words(repeating: 52)
    let power = (exponent &- Words(repeating: 1024)) &<< Words(repeating: 52)
    let f = Lanes(bitPattern: x.bits &- power) - all(1)
    let k = Lanes(bitPattern: exponent &+ Words(repeating: 0x4338_0000_0000_0000)) - all(0x1.8p52 + 1024)
    let f2 = f * f
    let p01 = multiplyAdd(f, all(-0x1.000293602249fp-1), all(0x1.0000367caf617p+0))
    let p23 = multiplyAdd(f, all(-0x1.fd91e2c40f1a6p-3), all(0x1.550699267f531p-2))
    let p45 = multiplyAdd(f, all(-0x1.831cbfb178d08p-3), all(0x1.a5fbd6de8c848p-3))
    let p46 = multiplyAdd(f2, all(0x1.e473e3da04874p-4), p45)
    let p = multiplyAdd(f2, multiplyAdd(f2, p46, p23), p01)
    return multiplyAdd(k, all(0x1.62e42fefa39efp-1), f * p)
}

/// log(1 + x) for 0 ≤ x ≤ 1 to an absolute error of 3e-7.
@inline(always)
func coarseLogarithmOfSum(_ x: Lanes) -> Lanes {
    let x2 = x * x
    let p01 = multiplyAdd(x, all(-0x1.ff75878e3d622p-2), all(0x1.fffd8715f101fp-1))
    let p23 = multiplyAdd(x, all(-0x1.cea391683e01cp-3), all(0x1.501eb6caeafd9p-2))
    let p45 = multiplyAdd(x, all(-0x1.c3bfb63d547dep-5), all(0x1.13d02e32590e3p-3))
    let p46 = multiplyAdd(x2, all(0x1.60bb23a6dcdf9p-7), p45)
    return x * multiplyAdd(x2, multiplyAdd(x2, p46, p23), p01)
}

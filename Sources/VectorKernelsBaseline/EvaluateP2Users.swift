import VectorKernelsABI

/// Φ, Φ′, ψ and ψ′ of every user at given steps, decisions and δ, for inspection.
///
///     Φ(s) = 2R̃_0R̃_0′u + 2R̃_1R̃_1′v + 2δsz,   ψ(a) = d·Φ(S_0 + a·d) + a·den − num
///
/// - Parameters:
///   - columns: the users.
///   - scalars: τ, δ, and whether the sites share decay rates.
///   - steps: where Φ is evaluated.
///   - decisions: where ψ is evaluated.
///   - values: receives four columns of `count` entries after one another: Φ, Φ′, ψ, ψ′.
///   - count: the number of users.
@inline(never)
func evaluateP2(
    _ columns: P2Pointers, _ scalars: P2Scalars, steps: UnsafePointer<Double>, decisions: UnsafePointer<Double>,
    values: UnsafeMutablePointer<Double>, count: Int
) {
    if scalars.sharesRates {
        evaluate(columns, scalars, sharesRates: true, steps: steps, decisions: decisions, values: values, count: count)
    } else {
        evaluate(columns, scalars, sharesRates: false, steps: steps, decisions: decisions, values: values, count: count)
    }
}

@inline(always)
private func evaluate(
    _ columns: P2Pointers, _ scalars: P2Scalars, sharesRates: Bool, steps: UnsafePointer<Double>,
    decisions: UnsafePointer<Double>, values: UnsafeMutablePointer<Double>, count: Int
) {
    var index = 0
    while index < count {
        let rest = count &- index
        let user = P2Lanes(columns, scalars, index, rest: rest)
        let a = load(decisions, index, rest: rest)
        let free = P2Point(user, sharesRates: sharesRates, at: load(steps, index, rest: rest))
        let capped = P2Point(user, sharesRates: sharesRates, at: user.cap(at: a))
        let two = all(2)
        store(two * free.slope, values, index, rest: rest)
        store(two * free.rise, values + count, index, rest: rest)
        store(
            multiplyAdd(two * user.capRise, capped.slope, multiplyAdd(a, user.denominator, all(0) - user.numerator)),
            values + 2 &* count, index, rest: rest)
        store(
            multiplyAdd(two * user.capRise * user.capRise, capped.rise, user.denominator),
            values + 3 &* count, index, rest: rest)
        index &+= Lanes.scalarCount
    }
}

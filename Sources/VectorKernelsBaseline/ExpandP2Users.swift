import VectorKernelsABI

/// The auxiliary variables of Algorithm 1 at a point: u = (1−a)/(2R̃_0(s)), v = a/(2R̃_1(s)), z = a/(2s).
///
/// They are put in the range that P2 takes: beyond 2⁻³³² a number is zero, beyond 2³³² it is 2³³² (an AM–GM surrogate
/// is an upper bound for any u, v, z), and s = 0 with a > 0 gives z = +∞.
///
/// - Parameters:
///   - local: R̃_0.
///   - edge: R̃_1.
///   - decisions: a.
///   - steps: s.
///   - margin: a is first moved into [margin, 1 − margin], but not where it is pinned.
///   - u: receives u, where an entry of zero on entry is a pin and stays.
///   - v: receives v, likewise.
///   - z: receives z.
///   - count: the number of users.
@inline(never)
func expandP2(
    _ local: CurvePointers, _ edge: CurvePointers, decisions: UnsafePointer<Double>, steps: UnsafePointer<Double>,
    margin: Double, u: UnsafeMutablePointer<Double>, v: UnsafeMutablePointer<Double>,
    z: UnsafeMutablePointer<Double>, count: Int
) {
    var index = 0
    while index < count {
        let rest = count &- index
        let localCurve = CurveLanes(local, index, rest: rest)
        let edgeCurve = CurveLanes(edge, index, rest: rest)
        let zero = all(0)
        let one = all(1)
        let s = load(steps, index, rest: rest)
        let given = load(decisions, index, rest: rest)
        let offloads = load(u, index, rest: rest) .== zero
        let stays = load(v, index, rest: rest) .== zero
        let a = smaller(larger(given, all(margin)), all(1 - margin))
            .replacing(with: one, where: offloads)
            .replacing(with: zero, where: stays)
        let localTerms = CurveTerms(localCurve, at: s)
        let edgeTerms = CurveTerms(edgeCurve, at: s)
        let localCost =
            localCurve.constant + (multiplyAdd(localCurve.stepCost, s, localTerms.error) + localTerms.utility)
        let edgeCost =
            edgeCurve.constant + (multiplyAdd(edgeCurve.stepCost, s, edgeTerms.error) + edgeTerms.utility)
        let half = all(0.5)
        store(usable(half * (one - a) / larger(all(0x1p-300), localCost)), u, index, rest: rest)
        let vNow = usable(half * a / larger(all(0x1p-300), edgeCost))
        store(vNow, v, index, rest: rest)
        let zNow = usable(half * a / s)
            .replacing(with: all(.infinity), where: s .<= zero)
            .replacing(with: zero, where: vNow .== zero)
        store(zNow, z, index, rest: rest)
        index &+= Lanes.scalarCount
    }
}

/// A number ≥ 0 in the range whose products of three neither overflow nor underflow.
@inline(always)
private func usable(_ x: Lanes) -> Lanes {
    smaller(x, all(0x1p332)).replacing(with: all(0), where: x .< all(0x1p-332))
}

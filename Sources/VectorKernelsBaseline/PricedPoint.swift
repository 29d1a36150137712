/// R(s) + λ·s at one point, its slope and curvature, and bounds on their rounding, for neighbouring users.
///
/// From one point a bound on the whole function follows, by convexity in two ways. With g the computed slope and e
/// a bound on its error, every s′ within the limits obeys
///
///     R(s′) + λs′ ≥ value − max((g + e)⁺·(s − L), (e − g)⁺·(S − s))
///
/// which is exact where a limit binds. Near the minimum the curvature helps: it falls to the right no faster than
/// exp(−m·(s′ − s)) with m = max(p, q), so with u = |g| + e and x = m·u/k ≤ 1/16 it is at least κ = k·(1 − 3x) as far
/// as matters, and the function is not lower than value − ½·u²/κ; nor, where the limit that it falls towards is a
/// distance d < u/k away, than value − (u·d − ½·κ·d²). Both are exact to third order.
struct PricedPoint {
    let steps: Lanes
    /// R(s) + λ·s less a bound on its rounding error.
    let provenValue: Lanes
    /// R(s) + λ·s as computed.
    let value: Lanes
    /// g.
    let slope: Lanes
    /// k = R″(s).
    let curvature: Lanes
    /// −R‴(s) ≥ 0.
    let bend: Lanes
    /// e.
    private let slopeRounding: Lanes
    private let fastestRate: Lanes

    @inline(always)
    init(_ curve: CurveLanes, rise: Lanes, at steps: Lanes) {
        let p = curve.errorDecay
        let q = curve.utilityRate
        let terms = CurveTerms(curve, at: steps)
        let linear = rise * steps
        let errorSlope = p * terms.error
        let utilitySlope = q * terms.utility
        let errorCurvature = p * errorSlope
        let utilityCurvature = q * utilitySlope
        // The exponential of a rounded product x carries an error of x·2⁻⁵³ beside its own ulp or two.
        let errorRounding = all(8) + terms.exponents.error
        let utilityRounding = all(8) + terms.exponents.utility
        let unit = all(0x1p-50)
        // What underflow can take: at most 2⁻¹⁰⁷⁴ from an exponential, which B ≤ 10³⁰ and p ≤ 10¹⁵ magnify.
        let tiny = all(0x1p-900)
        let size = multiplyAdd(
            errorRounding, terms.error,
            multiplyAdd(utilityRounding, terms.utility, magnitude(curve.constant) + linear))
        let slopeSize = multiplyAdd(
            errorRounding, errorSlope, multiplyAdd(utilityRounding, utilitySlope, rise))
        self.steps = steps
        value = curve.constant + (linear + terms.error + terms.utility)
        provenValue = value - multiplyAdd(unit, size, tiny)
        slope = rise - errorSlope - utilitySlope
        curvature = errorCurvature + utilityCurvature
        bend = multiplyAdd(p, errorCurvature, q * utilityCurvature)
        slopeRounding = multiplyAdd(unit, slopeSize, tiny)
        fastestRate = larger(p, q)
    }

    /// How much lower the function can be to the left.
    @inline(always)
    func leftLoss(downTo fewest: Lanes) -> Lanes {
        larger(all(0), slope + slopeRounding) * larger(all(0), steps - fewest)
    }

    /// How much lower the function can be to the right.
    @inline(always)
    func rightLoss(upTo most: Lanes) -> Lanes {
        larger(all(0), slopeRounding - slope) * larger(all(0), most - steps)
    }

    /// How much lower the function can be within the limits.
    @inline(always)
    func loss(fewest: Lanes, most: Lanes, inverseCurvature: Lanes) -> Lanes {
        let size = magnitude(slope) + slopeRounding
        let distance = size * inverseCurvature
        let growth = fastestRate * distance
        let half = all(0.5) * size * distance * multiplyAdd(all(4), growth, all(1 + 0x1p-40))
        // Where rounding hides the sign of the slope, the room on either side is taken to be unlimited.
        let room = all(.infinity)
            .replacing(with: steps - fewest, where: slope .> slopeRounding)
            .replacing(with: most - steps, where: slope .< all(0) - slopeRounding)
        let partial = size * room - all(0.5 - 0x1p-40) * curvature * (all(1) - all(3) * growth) * room * room
        let near = half.replacing(with: partial, where: room .< distance)
        let far = larger(leftLoss(downTo: fewest), rightLoss(upTo: most))
        return far.replacing(with: smaller(far, near), where: growth .<= all(0x1p-4))
    }

    /// How far the root is, in units of the fastest decay.
    @inline(always)
    func remoteness(inverseCurvature: Lanes) -> Lanes { fastestRate * magnitude(slope) * inverseCurvature }
}

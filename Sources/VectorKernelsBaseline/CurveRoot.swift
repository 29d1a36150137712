// The root of p·B·exp(−p·s) + q·D·exp(−q·s) = A + λ, eight or sixteen users at a time.
//
// Both ways below work on F(s) = log(left) − log(right), which is convex, decreasing and nearly linear in s. With x
// the smaller exponential over the larger one and a, b their rates, F′ = −(a + b·x)/(1 + x) and
// F″ = (a − b)²·x/(1 + x)², so Halley's step s + F/|F′| / (1 − F·F″/(2·F′²)) costs no more than Newton's.

/// Where the search for a root begins: the logarithms that it needs, and the later of the points where one exponential
/// alone reaches the right-hand side, which lies at most log 2 from the root in F. To seven digits.
struct RootStart {
    /// log(p·B / (A + λ)).
    let errorLog: Lanes
    /// log(q·D / (A + λ)).
    let utilityLog: Lanes
    let steps: Lanes

    @inline(always)
    init(_ curve: CurveLanes, rise: Lanes, fewest: Lanes, most: Lanes) {
        let p = curve.errorDecay
        let q = curve.utilityRate
        let riseLog = coarseLogarithm(rise)
        errorLog = coarseLogarithm(p * curve.errorWeight) - riseLog
        utilityLog = coarseLogarithm(q * curve.utilityWeight) - riseLog
        steps = smaller(larger(larger(fewest, errorLog / p), utilityLog / q), most)
    }
}

/// One of Halley's steps towards the root to seven digits, clamped to the limits.
@inline(always)
func coarseStep(
    from steps: Lanes, errorLog: Lanes, utilityLog: Lanes, p: Lanes, q: Lanes, fewest: Lanes, most: Lanes
) -> Lanes {
    let error = errorLog - p * steps
    let utility = utilityLog - q * steps
    let errorLeads = error .>= utility
    let lead = utility.replacing(with: error, where: errorLeads)
    let share = coarseExponential(error.replacing(with: utility, where: errorLeads) - lead)
    let excess = lead + coarseLogarithmOfSum(share)
    let fall = multiplyAdd(share, p.replacing(with: q, where: errorLeads), q.replacing(with: p, where: errorLeads))
    let fall2 = fall * fall
    let half = all(0.5)
    let bend = larger(half * fall2, fall2 - half * excess * ((p - q) * (p - q) * share))
    let next = steps + excess * (all(1) + share) * fall / bend
    return smaller(larger(fewest, next), most)
}

/// One of Halley's steps on the slope R′(s) + λ from the minimiser at another price, clamped to the limits.
///
/// The error is cubic: from a price one part in a hundred away the root is met to six digits.
@inline(always)
func nearbyStep(_ curve: CurveLanes, rise: Lanes, from steps: Lanes, fewest: Lanes, most: Lanes) -> Lanes {
    let p = curve.errorDecay
    let q = curve.utilityRate
    let errorSlope = p * curve.errorWeight * coarseExponential(all(0) - p * steps)
    let utilitySlope = q * curve.utilityWeight * coarseExponential(all(0) - q * steps)
    let errorCurvature = p * errorSlope
    let utilityCurvature = q * utilitySlope
    let inverseCurvature = all(1) / (errorCurvature + utilityCurvature)
    let newton = (rise - errorSlope - utilitySlope) * inverseCurvature
    let bend = multiplyAdd(p, errorCurvature, q * utilityCurvature) * inverseCurvature
    let next = steps - newton * (all(1) - all(0.5) * newton * bend)
    return smaller(larger(fewest, next), most)
}

/// The root itself to rounding, from the same start, with as many steps as it takes, in the lanes that `active` names;
/// `steps` elsewhere. A lane that has converged is frozen, so that its bits do not depend on its neighbours.
@inline(always)
func exactRoot(
    _ curve: CurveLanes, rise: Lanes, fewest: Lanes, most: Lanes, steps: Lanes, where unconverged: Flags
) -> Lanes {
    let p = curve.errorDecay
    let q = curve.utilityRate
    let riseLog = logarithm(rise)
    let errorLog = logarithm(p * curve.errorWeight) - riseLog
    let utilityLog = logarithm(q * curve.utilityWeight) - riseLog
    let start = smaller(larger(larger(fewest, errorLog / p), utilityLog / q), most)
    var steps = steps.replacing(with: start, where: unconverged)
    var active = unconverged
    var rounds = 0
    while any(active), rounds < 60 {
        let error = errorLog - p * steps
        let utility = utilityLog - q * steps
        let errorLeads = error .>= utility
        let lead = utility.replacing(with: error, where: errorLeads)
        let leadRate = q.replacing(with: p, where: errorLeads)
        let trailRate = p.replacing(with: q, where: errorLeads)
        let share = exponential(error.replacing(with: utility, where: errorLeads) - lead)
        let total = all(1) + share
        let excess = lead + logarithm(total)
        // Newton's step is F/|F′|; Halley's divides it by 1 − F·F″/(2·F′²), here kept between one half and two.
        let fall = multiplyAdd(share, trailRate, leadRate)
        let spread = (leadRate - trailRate) * (leadRate - trailRate) * share
        let bend = all(1) - larger(all(-1), all(0.5) * excess * spread / (fall * fall))
        let newton = excess * total / fall
        let next = smaller(larger(start, steps + newton / larger(all(0.5), bend)), most)
        // From the left Newton's step never passes the root of a convex function, so a limit that it reaches binds.
        let capped = (excess .> all(0)) .& (steps + newton .>= most)
        let stuck = (next .== start) .& (excess .< all(0)) .| (newton .!= newton)
        // Cubic convergence: from an excess of 2⁻¹⁸ the next point is exact to rounding.
        let converged = (magnitude(excess) .< all(0x1p-18)) .| capped .| stuck
        steps.replace(with: next.replacing(with: most, where: capped), where: active .& (newton .== newton))
        active = active .& .!converged
        rounds &+= 1
    }
    return steps
}

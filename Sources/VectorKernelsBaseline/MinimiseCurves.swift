import VectorKernelsABI

// min over L ≤ s ≤ S of R(s) + λ·s, eight users at a time, with a proven bound on the minimum.

/// Minimises R(s) + λ·s over real s within the limits, for every user.
///
/// The minimiser is the root of p·B·exp(−p·s) + q·D·exp(−q·s) = A + λ, clamped. With no decaying term the fewest
/// steps are chosen; with A + λ = 0 the most.
@inline(never)
public func minimiseCurves(_ curves: CurvePointers, price: Double, into minima: MinimumPointers, count: Int) {
    var index = 0
    while index < count {
        let rest = count &- index
        let answer = minimise(
            CurveLanes(curves, index, rest: rest), price: price,
            fewest: load(curves.fewestSteps, index, rest: rest), most: load(curves.mostSteps, index, rest: rest))
        store(answer.steps, minima.steps, index, rest: rest)
        store(answer.cost, minima.costs, index, rest: rest)
        store(answer.sensitivity, minima.sensitivities, index, rest: rest)
        index &+= Lanes.scalarCount
    }
}

/// Minimises R(s) + λ·s over whole s within the limits ⌈L⌉ … ⌊S⌋, for every user.
///
/// By convexity the best whole number is one of the two around the real minimiser. Sensitivities are zero.
@inline(never)
public func minimiseCurvesOverIntegers(
    _ curves: CurvePointers, price: Double, into minima: MinimumPointers, count: Int
) {
    var index = 0
    while index < count {
        let rest = count &- index
        let answer = minimiseOverIntegers(
            CurveLanes(curves, index, rest: rest), price: price,
            fewest: ceiling(load(curves.fewestSteps, index, rest: rest)),
            most: floor(load(curves.mostSteps, index, rest: rest)))
        store(answer.steps, minima.steps, index, rest: rest)
        store(answer.cost, minima.costs, index, rest: rest)
        store(all(0), minima.sensitivities, index, rest: rest)
        index &+= Lanes.scalarCount
    }
}

@inline(always)
private func minimise(
    _ curve: CurveLanes, price: Double, fewest: Lanes, most: Lanes
) -> (steps: Lanes, cost: Lanes, sensitivity: Lanes) {
    let rise = curve.stepCost + all(price)
    let steps = root(curve, rise: rise, fewest: fewest, most: most)
    let point = PricedPoint(curve, rise: rise, at: steps)
    let loss = larger(point.leftLoss(downTo: fewest), point.rightLoss(upTo: most))
    let curvature =
        curve.errorDecay * curve.errorDecay * point.terms.error
        + curve.utilityRate * curve.utilityRate * point.terms.utility
    let inside = (steps .> fewest) .& (steps .< most)
    return (
        steps,
        (point.value - point.rounding - loss).replacing(with: all(.infinity), where: fewest .> most),
        all(0).replacing(with: all(-1) / curvature, where: inside .& (curvature .> all(0)))
    )
}

@inline(always)
private func minimiseOverIntegers(
    _ curve: CurveLanes, price: Double, fewest: Lanes, most: Lanes
) -> (steps: Lanes, cost: Lanes) {
    let rise = curve.stepCost + all(price)
    let below = floor(root(curve, rise: rise, fewest: fewest, most: most))
    let above = smaller(below + all(1), most)
    let left = PricedPoint(curve, rise: rise, at: below)
    let right = PricedPoint(curve, rise: rise, at: above)
    let leftBound = left.value - left.rounding - left.leftLoss(downTo: fewest)
    let rightBound = right.value - right.rounding - right.rightLoss(upTo: most)
    return (
        below.replacing(with: above, where: right.value .< left.value),
        smaller(leftBound, rightBound).replacing(with: all(.infinity), where: fewest .> most)
    )
}

/// The root of p·B·exp(−p·s) + q·D·exp(−q·s) = A + λ = `rise`, clamped to the limits.
///
/// Halley's method on F(s) = log(left) − log(right), which is convex, decreasing and nearly linear. Each term alone
/// reaches the right-hand side at or before the root, so the later of these two points, which is the answer where
/// one term vanishes, lies at most log 2 away in F. With x the smaller term over the larger one and a, b their
/// rates, F′ = −(a + b·x)/(1 + x) and F″ = (a − b)²·x/(1 + x)². Steps that are not numbers are not taken. A lane
/// that has converged is frozen, so that its bits do not depend on its neighbours.
@inline(always)
private func root(_ curve: CurveLanes, rise: Lanes, fewest: Lanes, most: Lanes) -> Lanes {
    let p = curve.errorDecay
    let q = curve.utilityRate
    let riseLog = logarithm(rise)
    let errorLog = logarithm(p * curve.errorWeight) - riseLog
    let utilityLog = logarithm(q * curve.utilityWeight) - riseLog
    let start = larger(larger(fewest, errorLog / p), utilityLog / q)
    var steps = start
    var active = start .< most
    var rounds = 0
    while any(active), rounds < 60 {
        let error = errorLog - p * steps
        let utility = utilityLog - q * steps
        let errorLeads = error .>= utility
        let lead = utility.replacing(with: error, where: errorLeads)
        let trail = error.replacing(with: utility, where: errorLeads)
        let leadRate = q.replacing(with: p, where: errorLeads)
        let trailRate = p.replacing(with: q, where: errorLeads)
        let share = exponential(trail - lead)
        let total = all(1) + share
        let excess = lead + logarithm(total)
        // Newton's step is F/|F′|; Halley's divides it by 1 − F·F″/(2·F′²), here kept above one half.
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
    return smaller(steps, most)
}

/// R(s) + λ·s with bounds on the rounding of value and slope, for eight users.
///
/// By convexity every s′ obeys R(s′) + λs′ ≥ value − rounding − max(leftLoss, rightLoss), whatever s is.
private struct PricedPoint {
    let terms: CurveTerms
    let value: Lanes
    /// A bound on the error of `value`.
    let rounding: Lanes
    private let steps: Lanes
    private let rise: Lanes
    private let slope: Lanes
    /// A bound on the error of `slope`.
    private let slopeRounding: Lanes
    /// The part of the value that depends on s, ≥ 0.
    private let variable: Lanes

    @inline(always)
    init(_ curve: CurveLanes, rise: Lanes, at steps: Lanes) {
        let terms = CurveTerms(curve, at: steps)
        let linear = rise * steps
        let variable = linear + terms.error + terms.utility
        let errorSlope = curve.errorDecay * terms.error
        let utilitySlope = curve.utilityRate * terms.utility
        // The exponential of a rounded product x carries an error of x·2⁻⁵³ beside its own ulp or two.
        let errorWeight = all(8) + terms.exponents.error
        let utilityWeight = all(8) + terms.exponents.utility
        let unit = all(0x1p-50)
        let tiny = all(0x1p-1018)
        let size = multiplyAdd(
            errorWeight, terms.error, multiplyAdd(utilityWeight, terms.utility, magnitude(curve.constant) + linear))
        let slopeSize = multiplyAdd(errorWeight, errorSlope, multiplyAdd(utilityWeight, utilitySlope, rise))
        self.terms = terms
        self.steps = steps
        self.rise = rise
        self.variable = variable
        value = curve.constant + variable
        rounding = multiplyAdd(unit, size, tiny)
        slope = rise - errorSlope - utilitySlope
        slopeRounding = multiplyAdd(unit, slopeSize, tiny)
    }

    /// How much lower the function can be to the left.
    @inline(always)
    func leftLoss(downTo fewest: Lanes) -> Lanes {
        larger(all(0), slope + slopeRounding) * larger(all(0), steps - fewest)
    }

    /// How much lower the function can be to the right. Beyond `farthest` the linear part alone costs more.
    @inline(always)
    func rightLoss(upTo most: Lanes) -> Lanes {
        let farthest = variable / rise * all(1 + 0x1p-46)
        return larger(all(0), slopeRounding - slope) * larger(all(0), smaller(most, farthest) - steps)
    }
}

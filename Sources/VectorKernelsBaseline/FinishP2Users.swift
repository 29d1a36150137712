import VectorKernelsABI

/// Settles P2's users at the final multiplier δ and writes decisions, steps and all multipliers.
///
/// Every residual of (18)–(20) is computed at the point that is written, from values evaluated there, and divided by
/// the sum of the magnitudes of its terms. A pin's own multiplier is not reported: (18a) is skipped for pinned
/// decisions, (18b) for frozen steps, and β, γ or ζ, η are zero there.
///
/// - Parameters:
///   - columns: the users.
///   - scalars: τ, δ, the tolerance, and whether the sites share decay rates.
///   - solution: receives the answers; its steps are the starting guess.
///   - count: the number of users.
@inline(never)
func finishP2(
    _ columns: P2Pointers, _ scalars: P2Scalars, into solution: P2SolutionPointers, count: Int
) -> P2Findings {
    if scalars.sharesRates {
        finish(columns, scalars, sharesRates: true, into: solution, count: count)
    } else {
        finish(columns, scalars, sharesRates: false, into: solution, count: count)
    }
}

@inline(always)
private func finish(
    _ columns: P2Pointers, _ scalars: P2Scalars, sharesRates: Bool, into solution: P2SolutionPointers, count: Int
) -> P2Findings {
    var demand = P2DemandTotals()
    var totals = P2FindingTotals()
    var index = 0
    while index < count {
        let rest = count &- index
        let user = P2Lanes(columns, scalars, index, rest: rest)
        let answer = settle(
            user, sharesRates: sharesRates, start: load(solution.steps, index, rest: rest),
            tolerance: scalars.tolerance)
        let point = P2Point(user, sharesRates: sharesRates, at: answer.steps)
        let multipliers = P2Multipliers(user, answer, slope: all(2) * point.slope)
        store(answer.steps, solution.steps, index, rest: rest)
        store(answer.decisions, solution.decisions, index, rest: rest)
        store(multipliers.zero, solution.zeroMultipliers, index, rest: rest)
        store(multipliers.one, solution.oneMultipliers, index, rest: rest)
        store(multipliers.cap, solution.capMultipliers, index, rest: rest)
        store(multipliers.floor, solution.floorMultipliers, index, rest: rest)
        demand.add(user, answer, rest: rest)
        totals.addValues(user, answer, point, rest: rest)
        totals.addResiduals(user, answer, point, multipliers)
        index &+= Lanes.scalarCount
    }
    var findings = totals.findings
    findings.budget = demand.sums
    // The point that is written is one more.
    findings.budget.evaluations += Double(count)
    return findings
}

/// β, γ, ζ and η of neighbouring users.
private struct P2Multipliers {
    let zero: Lanes
    let one: Lanes
    let cap: Lanes
    let floor: Lanes
    /// D(a, ζ, δ) of (18a) at the answer.
    let decisionSlope: Lanes

    /// - Parameter slope: Φ(s).
    @inline(always)
    init(_ user: P2Lanes, _ answer: P2Settled, slope: Lanes) {
        let nothing = all(0)
        let a = answer.decisions
        let capHeight = user.cap(at: a)
        let onFloor = answer.steps .<= user.fewest
        let onCap = answer.capped .| (answer.steps .>= capHeight)
        let balance = multiplyAdd(a, user.denominator, nothing - user.numerator)
        // Where the cap meets the floor at an inner a, only (18a) fixes ζ; at an end of a's range ζ must be as large at least.
        let corner = (a .== user.floorDecision) .& .!user.pinned
        let downhill = larger(nothing, nothing - slope)
        var cap = downhill.replacing(with: nothing, where: .!onCap .| user.frozen)
        if any(corner) {
            let drift = larger(nothing, balance / user.capRise)
            let inner = corner .& (a .> nothing) .& (a .< all(1))
            cap = larger(cap, drift.replacing(with: nothing, where: .!corner)).replacing(with: drift, where: inner)
        }
        let floor =
            nothing
            .replacing(with: larger(nothing, slope + cap), where: onFloor .& .!user.frozen)
        let drift = cap * user.capRise
        // (22): β = max(D(0), 0), γ = −min(D(1), 0), each where its bound is met: limits may leave a less than 0 … 1.
        let atZero = nothing - (user.numerator + drift)
        let atOne = user.denominator + atZero
        zero = larger(nothing, atZero).replacing(with: nothing, where: user.pinned .| (a .> nothing))
        one = larger(nothing, nothing - atOne).replacing(with: nothing, where: user.pinned .| (a .< all(1)))
        self.cap = cap
        self.floor = floor
        decisionSlope = balance - drift
    }
}

/// The running sums and maxima of everything that ``P2Findings`` holds beside the budget row.
private struct P2FindingTotals {
    private var surrogate = SIMD8<Double>(repeating: 0)
    private var penalty = SIMD8<Double>(repeating: 0)
    private var cost = SIMD8<Double>(repeating: 0)
    private var indecision = SIMD8<Double>(repeating: 0)
    private var distance = all(0)
    private var decisionStationarity = all(0)
    private var stepStationarity = all(0)
    private var decisionComplementarity = all(0)
    private var stepComplementarity = all(0)
    private var primal = all(0)
    private var dual = all(0)

    @inline(always)
    init() {}

    @inline(always)
    mutating func addValues(_ user: P2Lanes, _ answer: P2Settled, _ point: P2Point, rest: Int) {
        let a = answer.decisions
        let stay = all(1) - a
        let localTerm = multiplyAdd(
            user.u * point.local.value, point.local.value, all(0.5) * stay * stay * user.localHalf)
        let edgeTerm = multiplyAdd(
            user.v * point.edge.value, point.edge.value, all(0.5) * a * a * user.edgeHalf)
        accumulate(present(localTerm + edgeTerm, rest: rest), in: &surrogate)
        accumulate(present(user.direction * a, rest: rest), in: &penalty)
        accumulate(
            present(multiplyAdd(stay, point.local.value, a * point.edge.value), rest: rest), in: &cost)
        accumulate(present(a * stay, rest: rest), in: &indecision)
        distance = worst(distance, smaller(a, stay))
    }

    @inline(always)
    mutating func addResiduals(
        _ user: P2Lanes, _ answer: P2Settled, _ point: P2Point, _ multipliers: P2Multipliers
    ) {
        let nothing = all(0)
        let a = answer.decisions
        let s = answer.steps
        // Keeps a scale of zero from dividing.
        let least = all(0x1p-1000)
        let drift = multipliers.cap * user.capRise
        let decisionSize =
            multiplyAdd(a, user.denominator, user.localHalf + magnitude(user.pull) + magnitude(drift)) + least
        let decisionScale = all(1) / decisionSize
        let decisionError = magnitude(multipliers.decisionSlope - multipliers.zero + multipliers.one) * decisionScale
        decisionStationarity = worst(
            decisionStationarity, decisionError.replacing(with: nothing, where: user.pinned))

        let localSize = user.u * magnitude(point.local.value) * (user.local.stepCost + point.local.fall)
        let edgeSize = user.v * magnitude(point.edge.value) * (user.edge.stepCost + point.edge.fall)
        let stepScale =
            all(1)
            / (all(2) * (localSize + edgeSize + user.stepPrice * s) + multipliers.cap + multipliers.floor + least)
        let stepError =
            magnitude(all(2) * point.slope + multipliers.cap - multipliers.floor) * stepScale
        stepStationarity = worst(stepStationarity, stepError.replacing(with: nothing, where: user.frozen))

        decisionComplementarity = worst(
            decisionComplementarity,
            larger(multipliers.zero * a, multipliers.one * (all(1) - a)) * decisionScale)
        let cap = user.cap(at: a)
        let stepSize = all(1) / (all(1) + magnitude(cap))
        stepComplementarity = worst(
            stepComplementarity,
            larger(multipliers.cap * magnitude(cap - s), multipliers.floor * (s - user.fewest))
                * (stepScale * stepSize))
        let outside = larger(nothing - a, a - all(1))
        let over = larger(s - cap, user.fewest - s) * stepSize
        primal = worst(primal, worst(outside, over))
        let negative = smaller(
            smaller(multipliers.zero, multipliers.one) * decisionScale,
            smaller(multipliers.cap, multipliers.floor) * stepScale)
        dual = worst(dual, nothing - negative)
    }

    @inline(always)
    var findings: P2Findings {
        var findings = P2Findings()
        findings.surrogate = sumOfLanes(surrogate)
        findings.penalty = sumOfLanes(penalty)
        findings.cost = sumOfLanes(cost)
        findings.indecision = sumOfLanes(indecision)
        findings.distanceFromBinary = largest(distance)
        findings.decisionStationarity = largest(decisionStationarity)
        findings.stepStationarity = largest(stepStationarity)
        findings.decisionComplementarity = largest(decisionComplementarity)
        findings.stepComplementarity = largest(stepComplementarity)
        findings.primalInfeasibility = largest(primal)
        findings.dualInfeasibility = largest(dual)
        return findings
    }
}

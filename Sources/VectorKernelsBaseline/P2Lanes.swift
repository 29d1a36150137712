import VectorKernelsABI

/// The columns of neighbouring users of P2 (16) in registers, prepared for one multiplier δ.
///
/// A pinned decision is a range of one point: a = 0 where v or z is zero, a = 1 where u is zero. The reciprocal that
/// would be infinite is zero instead, as its term of the objective is then constant. Where z is infinite the steps
/// are frozen at L = 0, and the user takes nothing from the budget.
struct P2Lanes {
    let local: CurveLanes
    let edge: CurveLanes
    let u: Lanes
    let v: Lanes
    /// z, and zero where the steps are frozen.
    let z: Lanes
    /// 1/(2u), 1/(2v) and 1/(2z).
    let localHalf: Lanes
    let edgeHalf: Lanes
    let budgetHalf: Lanes
    /// τ(2a^(i) − 1).
    let pull: Lanes
    /// 2a^(i) − 1.
    let direction: Lanes
    let fewest: Lanes
    private let localCap: Lanes
    private let edgeCap: Lanes
    /// d = S_1 − S_0.
    let capRise: Lanes
    /// The least and the greatest a for which L ≤ S_0 + a·d.
    let leastDecision: Lanes
    let mostDecision: Lanes
    /// The a at which the cap falls to L, −1 where no a in 0 … 1 does that.
    let floorDecision: Lanes
    let frozen: Flags
    let pinned: Flags
    /// No a satisfies L ≤ S_0 + a·d.
    let stranded: Flags
    /// δz.
    let stepPrice: Lanes
    /// den = 1/(2u) + 1/(2v) + δ/(2z) and its reciprocal, num = 1/(2u) + τ(2a^(i) − 1).
    let denominator: Lanes
    let reciprocal: Lanes
    let numerator: Lanes
    /// The a of case 1, num/den clamped, and the cap that it leaves.
    let freeDecision: Lanes
    let freeCap: Lanes

    @inline(always)
    init(_ columns: P2Pointers, _ scalars: P2Scalars, _ index: Int, rest: Int) {
        local = CurveLanes(columns.local, index, rest: rest)
        edge = CurveLanes(columns.edge, index, rest: rest)
        let u = load(columns.u, index, rest: rest)
        let v = load(columns.v, index, rest: rest)
        let given = load(columns.z, index, rest: rest)
        let direction = all(2) * load(columns.previous, index, rest: rest) - all(1)
        let pull = all(scalars.penalty) * direction
        let fewest = load(columns.local.fewestSteps, index, rest: rest)
        let localCap = load(columns.local.mostSteps, index, rest: rest)
        let edgeCap = load(columns.edge.mostSteps, index, rest: rest)
        let zero = all(0)
        let one = all(1)

        let frozen = given .== all(.infinity)
        let z = given.replacing(with: zero, where: frozen)
        let offloads = u .== zero
        let stays = (v .== zero) .| (z .== zero) .& .!frozen
        // One division serves the three reciprocals.
        let uFactor = u.replacing(with: one, where: offloads)
        let vFactor = v.replacing(with: one, where: v .== zero)
        let zFactor = z.replacing(with: one, where: z .== zero)
        let uv = uFactor * vFactor
        let share = all(0.5) / (uv * zFactor)
        let localHalf = (vFactor * zFactor * share).replacing(with: zero, where: offloads)
        let edgeHalf = (uFactor * zFactor * share).replacing(with: zero, where: v .== zero)
        let budgetHalf = (uv * share).replacing(with: zero, where: z .== zero)

        let capRise = edgeCap - localCap
        var least = zero.replacing(with: one, where: offloads)
        var most = one.replacing(with: zero, where: stays)
        var stranded = most .< least
        let short = fewest .> smaller(localCap, edgeCap)
        var floorDecision = all(-1)
        if any(short) {
            let threshold = (fewest - localCap) / capRise
            let above = short .& (capRise .> zero)
            let below = short .& (capRise .< zero)
            least.replace(with: larger(least, threshold), where: above)
            most.replace(with: smaller(most, threshold), where: below)
            stranded = stranded .| (short .& ((most .< least) .| (capRise .== zero)))
            most.replace(with: least, where: stranded)
            floorDecision.replace(with: threshold, where: above .| below)
        }

        let denominator = multiplyAdd(all(scalars.multiplier), budgetHalf, localHalf + edgeHalf)
        let reciprocal = one / denominator
        let numerator = localHalf + pull
        let freeDecision = smaller(larger(numerator * reciprocal, least), most)

        self.u = u
        self.v = v
        self.z = z
        self.localHalf = localHalf
        self.edgeHalf = edgeHalf
        self.budgetHalf = budgetHalf
        self.direction = direction
        self.pull = pull
        self.fewest = fewest
        self.localCap = localCap
        self.edgeCap = edgeCap
        self.capRise = capRise
        leastDecision = least
        mostDecision = most
        self.floorDecision = floorDecision
        self.frozen = frozen
        pinned = offloads .| stays
        self.stranded = stranded
        stepPrice = all(scalars.multiplier) * z
        self.denominator = denominator
        self.reciprocal = reciprocal
        self.numerator = numerator
        self.freeDecision = freeDecision
        freeCap = larger(fewest, multiplyAdd(freeDecision, edgeCap, (one - freeDecision) * localCap))
            .replacing(with: fewest, where: freeDecision .== floorDecision)
    }

    /// S_0 + a·d, exactly S_0 and S_1 at the ends and exactly L where it falls to L, never below.
    @inline(always)
    func cap(at decision: Lanes) -> Lanes {
        larger(fewest, multiplyAdd(decision, edgeCap, (all(1) - decision) * localCap))
            .replacing(with: fewest, where: decision .== floorDecision)
    }
}

/// R̃ and its first three derivatives at given steps.
struct CurveJet {
    let value: Lanes
    let first: Lanes
    let second: Lanes
    /// −R̃‴ ≥ 0.
    let minusThird: Lanes
    /// p·B·exp(−p·s) + q·D·exp(−q·s), what is taken from A in the first derivative.
    let fall: Lanes

    @inline(always)
    init(_ curve: CurveLanes, rates: CurveLanes, error: Lanes, utility: Lanes, at steps: Lanes) {
        let errorTerm = curve.errorWeight * error
        let utilityTerm = curve.utilityWeight * utility
        let errorFall = rates.errorDecay * errorTerm
        let utilityFall = rates.utilityRate * utilityTerm
        let errorBend = rates.errorDecay * errorFall
        let utilityBend = rates.utilityRate * utilityFall
        value = curve.constant + (multiplyAdd(curve.stepCost, steps, errorTerm) + utilityTerm)
        fall = errorFall + utilityFall
        first = curve.stepCost - fall
        second = errorBend + utilityBend
        minusThird = multiplyAdd(rates.errorDecay, errorBend, rates.utilityRate * utilityBend)
    }
}

/// Φ/2 = u·R̃_0·R̃_0′ + v·R̃_1·R̃_1′ + δ·z·s and its first two derivatives at given steps.
struct P2Point {
    let local: CurveJet
    let edge: CurveJet
    let slope: Lanes
    let rise: Lanes
    let bend: Lanes

    @inline(always)
    init(_ user: P2Lanes, sharesRates: Bool, at steps: Lanes) {
        let error = exponential(all(0) - user.local.errorDecay * steps)
        let utility = exponential(all(0) - user.local.utilityRate * steps)
        local = CurveJet(user.local, rates: user.local, error: error, utility: utility, at: steps)
        if sharesRates {
            edge = CurveJet(user.edge, rates: user.local, error: error, utility: utility, at: steps)
        } else {
            edge = CurveJet(
                user.edge, rates: user.edge,
                error: exponential(all(0) - user.edge.errorDecay * steps),
                utility: exponential(all(0) - user.edge.utilityRate * steps), at: steps)
        }
        let localWeight = user.u * local.value
        let edgeWeight = user.v * edge.value
        slope = multiplyAdd(
            localWeight, local.first, multiplyAdd(edgeWeight, edge.first, user.stepPrice * steps))
        rise = multiplyAdd(
            user.u, local.first * local.first,
            multiplyAdd(
                localWeight, local.second,
                multiplyAdd(
                    user.v, edge.first * edge.first, multiplyAdd(edgeWeight, edge.second, user.stepPrice))))
        let localBend = all(3) * local.first * local.second - local.value * local.minusThird
        let edgeBend = all(3) * edge.first * edge.second - edge.value * edge.minusThird
        bend = multiplyAdd(user.u, localBend, user.v * edgeBend)
    }
}

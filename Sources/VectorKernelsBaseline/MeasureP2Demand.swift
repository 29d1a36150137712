import VectorKernelsABI

/// What P2's users take from the budget (16b) at one multiplier δ, and how that changes with δ.
///
/// - Parameters:
///   - columns: the users.
///   - scalars: τ, δ, the tolerance, and whether the sites share decay rates.
///   - steps: the guess of s on entry, negative for none; s to the tolerance's accuracy on return.
///   - count: the number of users.
/// - Returns: The sums over the block, in the order of the eight running sums.
@inline(never)
func measureP2Demand(
    _ columns: P2Pointers, _ scalars: P2Scalars, steps: UnsafeMutablePointer<Double>, count: Int
) -> P2Demand {
    if scalars.sharesRates {
        measure(columns, scalars, sharesRates: true, steps: steps, count: count)
    } else {
        measure(columns, scalars, sharesRates: false, steps: steps, count: count)
    }
}

@inline(always)
private func measure(
    _ columns: P2Pointers, _ scalars: P2Scalars, sharesRates: Bool, steps: UnsafeMutablePointer<Double>, count: Int
) -> P2Demand {
    var totals = P2DemandTotals()
    var index = 0
    while index < count {
        let rest = count &- index
        let user = P2Lanes(columns, scalars, index, rest: rest)
        let answer = settle(
            user, sharesRates: sharesRates, start: load(steps, index, rest: rest), tolerance: scalars.tolerance)
        store(answer.steps, steps, index, rest: rest)
        totals.add(user, answer, rest: rest)
        index &+= Lanes.scalarCount
    }
    return totals.sums
}

/// The running sums of everything that ``P2Demand`` holds.
struct P2DemandTotals {
    private var demand = SIMD8<Double>(repeating: 0)
    private var sensitivity = SIMD8<Double>(repeating: 0)
    private var least = SIMD8<Double>(repeating: 0)
    private var stranded = SIMD8<Double>(repeating: 0)
    private var unsettled = SIMD8<Double>(repeating: 0)
    private var rounds = 0

    @inline(always)
    init() {}

    /// Adds neighbouring users.
    ///
    /// In case 1, ds/dδ = −2sz/Φ′ and da/dδ = −a/(2z·den); in case 2, da/dδ = −(2dsz + a/(2z))/ψ′ and
    /// ds/dδ = d·da/dδ; where a limit binds the derivative is zero.
    @inline(always)
    mutating func add(_ user: P2Lanes, _ answer: P2Settled, rest: Int) {
        let zero = all(0)
        let stepRate = all(2) * answer.steps * user.z
        let decisionRate = answer.decisions * user.budgetHalf
        let moves =
            (answer.decisions .> user.leastDecision) .& (answer.decisions .< user.mostDecision)
        // Case 2 has one derivative of the two rates together, case 1 has one of each.
        let joint = stepRate.replacing(
            with: multiplyAdd(user.capRise, stepRate, decisionRate), where: answer.capped)
        let jointMoves = (answer.capped .& moves) .| (.!answer.capped .& (answer.steps .> user.fewest))
        let main = (joint * joint / (all(2) * answer.rise))
            .replacing(with: zero, where: .!(jointMoves .& (answer.rise .> zero)))
        let side = (decisionRate * decisionRate * user.reciprocal)
            .replacing(with: zero, where: answer.capped .| .!moves)
        let least = multiplyAdd(
            user.fewest * user.fewest, user.z,
            all(0.5) * user.leastDecision * user.leastDecision * user.budgetHalf)
        let taken = multiplyAdd(
            answer.steps * answer.steps, user.z, all(0.5) * answer.decisions * decisionRate)
        accumulate(present(taken, rest: rest), in: &demand)
        accumulate(present(zero - (main + side), rest: rest), in: &sensitivity)
        accumulate(present(least, rest: rest), in: &self.least)
        accumulate(present(ones(user.stranded), rest: rest), in: &stranded)
        accumulate(present(ones(answer.unsettled), rest: rest), in: &unsettled)
        rounds &+= answer.rounds
    }

    @inline(always)
    var sums: P2Demand {
        var sums = P2Demand()
        sums.demand = sumOfLanes(demand)
        sums.sensitivity = sumOfLanes(sensitivity)
        sums.leastDemand = sumOfLanes(least)
        sums.stranded = sumOfLanes(stranded)
        sums.unsettled = sumOfLanes(unsettled)
        sums.evaluations = Double(rounds &* Lanes.scalarCount)
        return sums
    }
}

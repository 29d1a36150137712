import OffloadModel
import VectorKernels

/// Plans that are tried where the root leaves a gap, so that a search that is stopped returns none that simple methods beat.
extension BranchAndBound {
    /// After so many splits the plans of a node's ends are filled up: often enough for good plans, and no work beside the nodes.
    static let splitsBetweenEnds = 64

    /// Tries the plan of the greedy baseline, what the ends of the bracket leave of the budget filled up, and exchanges of near ties.
    ///
    /// With few users that is done whatever the time. Trees of a few nodes do without, as these plans cost as much as a node.
    mutating func tryBaselines(_ problem: OffloadProblem, localSteps: [Double]) {
        guard !coreWork.hasTriedBaselines else { return }
        coreWork.hasTriedBaselines = true
        let deadline = evaluator.deadline
        if problem.count < CertifiedRun.smallest { evaluator.deadline = nil }
        defer { evaluator.deadline = deadline }
        if coreWork.columns.isEmpty { coreWork.columns.append(MinimumColumns(count: 0)) }
        do throws(TimeIsUp) {
            try tryGreedy(problem, localSteps: localSteps)
            try fillUpEnds()
            // A search that goes on finds such plans in its core.
            if interruption != nil { try exchangeNearTies() }
        } catch {
            // There is no time for them.
        }
    }

    /// Fills up the ends of the present node's bracket, where there is time.
    mutating func tryEnds() { do throws(TimeIsUp) { try fillUpEnds() } catch {} }

    /// Users offload in the order of what they gain per step at price zero, while the budget lasts.
    private mutating func tryGreedy(_ problem: OffloadProblem, localSteps: [Double]) throws(TimeIsUp) {
        let core = evaluator.core
        // What a user would take if the budget were no limit.
        evaluator.exchangeLimits()
        let outcome = Result { () throws(TimeIsUp) in try evaluator.minimise(at: 0, into: &coreWork.columns[0]) }
        evaluator.exchangeLimits()
        try outcome.get()
        let steps = coreWork.columns[0].steps
        var set = [Bool](repeating: false, count: core.count)
        var offers = GreedyOffers(stepBudget: problem.stepBudget)
        for (member, user) in core.users.enumerated() {
            let fewest = core.fewestSteps(member)
            guard core.localCosts[member] < .infinity else {
                set[member] = true
                offers.require(fewest)
                continue
            }
            // Whom the reductions have offloaded takes no steps, and none from others.
            set[member] = core.sides[member] == .edge && fewest <= 0
            let gain = problem.local[user].value(at: localSteps[user]) - problem.edge[user].value(at: steps[member])
            offers.add(member, gain: gain, steps: steps[member])
        }
        for member in offers.choose().accepted { set[member] = true }
        try tryPlan(set)
    }

    private mutating func fillUpEnds() throws(TimeIsUp) {
        guard evaluator.price.isFinite, evaluator.minima.costs.count >= evaluator.core.count else { return }
        if high.isKnown { try tryFilledUp(high.set) }
        if low.isKnown, low.set != high.set { try tryFilledUp(low.set) }
    }

    /// Decisions without those users who lose the least per step, until the others fit the budget with their fewest steps, and
    /// then with whoever still fits, in the order of their reduced costs.
    private mutating func tryFilledUp(_ decisions: [Bool]) throws(TimeIsUp) {
        let core = evaluator.core
        var set = decisions
        let costs = evaluator.minima.costs
        var required = PreciseSum()
        for member in set.indices where set[member] { required.add(core.fewestSteps(member)) }
        var changed = required.value > core.stepBudget
        if changed {
            let optional = set.indices.filter { core.sides[$0] == .open && set[$0] && core.fewestSteps($0) > 0 }
            let losses = optional.map { (core.localCosts[$0] - costs[$0]) / core.fewestSteps($0) }
            for place in optional.indices.sorted(by: { (losses[$0], $0) < (losses[$1], $1) })
            where required.value > core.stepBudget {
                set[optional[place]] = false
                required.add(-core.fewestSteps(optional[place]))
            }
        }
        let waiting = set.indices.filter { core.sides[$0] == .open && !set[$0] && core.fewestSteps($0) > 0 }
            .sorted { (costs[$0] - core.localCosts[$0], $0) < (costs[$1] - core.localCosts[$1], $1) }
        for member in waiting {
            var sum = required
            sum.add(core.fewestSteps(member))
            guard sum.value <= core.stepBudget else { continue }
            (set[member], required, changed) = (true, sum, true)
        }
        if changed { try tryPlan(set) }
    }

    /// The best of all choices of the users nearest to a tie, where steps are whole numbers.
    private mutating func exchangeNearTies() throws(TimeIsUp) {
        let core = evaluator.core
        let price = evaluator.price
        guard core.hasWholeSteps, core.stepBudget < 0x1p53, price >= 0, price.isFinite,
            evaluator.minima.steps.count >= core.count, upperBound.isFinite
        else { return }
        let deadline = evaluator.deadline
        let set = try coreWork.search.exchange(
            core, price: price, near: evaluator.minima.steps, upperBound: upperBound, tolerance: 0x1p-46 * magnitude
        ) { () throws(TimeIsUp) in try deadline?.check() }
        if let set { try tryPlan(set) }
    }

    private mutating func tryPlan(_ set: [Bool]) throws(TimeIsUp) {
        adopt(try filling.fill(set, startingFrom: rootPrice, on: scale, cutoff: upperBound, using: &evaluator))
    }
}

import OffloadModel
import VectorKernels

/// Plans that are tried where the root leaves a gap, so that a search that is stopped returns none that simple methods beat.
extension BranchAndBound {
    /// Tries the plan of the greedy baseline, and what the upper end of the root's bracket leaves of the budget filled up.
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
            if high.isKnown, evaluator.price.isFinite { try tryFilledUp() }
        } catch {
            // There is no time for them.
        }
    }

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
        var left = problem.stepBudget
        var offers: [(rate: Double, user: Int, member: Int)] = []
        for (member, user) in core.users.enumerated() {
            let fewest = core.fewestSteps(member)
            guard core.localCosts[member] < .infinity else {
                set[member] = true
                left -= fewest
                continue
            }
            // Whom the reductions have offloaded takes no steps, and none from others.
            set[member] = core.sides[member] == .edge && fewest <= 0
            let gain = problem.local[user].value(at: localSteps[user]) - problem.edge[user].value(at: steps[member])
            if gain > 0 { offers.append((gain / max(steps[member], .leastNormalMagnitude), user, member)) }
        }
        offers.sort { ($0.rate, $1.user) > ($1.rate, $0.user) }
        for offer in offers where steps[offer.member] <= left {
            set[offer.member] = true
            left -= steps[offer.member]
        }
        try tryPlan(set)
    }

    /// The decisions of the upper end, and in the order of their reduced costs whoever still fits with its fewest steps.
    private mutating func tryFilledUp() throws(TimeIsUp) {
        let core = evaluator.core
        var set = high.set
        var required = PreciseSum()
        for member in set.indices where set[member] { required.add(core.fewestSteps(member)) }
        let costs = evaluator.minima.costs
        let waiting = set.indices.filter { core.sides[$0] == .open && !set[$0] && core.fewestSteps($0) > 0 }
            .sorted { (costs[$0] - core.localCosts[$0], $0) < (costs[$1] - core.localCosts[$1], $1) }
        var changed = false
        for member in waiting {
            var sum = required
            sum.add(core.fewestSteps(member))
            guard sum.value <= core.stepBudget else { continue }
            (set[member], required, changed) = (true, sum, true)
        }
        if changed { try tryPlan(set) }
    }

    private mutating func tryPlan(_ set: [Bool]) throws(TimeIsUp) {
        adopt(try filling.fill(set, startingFrom: rootPrice, on: scale, cutoff: upperBound, using: &evaluator))
    }
}

import OffloadModel
import VectorKernels

/// The plans that are tried on the way: each spends the budget on some decisions, and the best is kept.
extension BranchAndBound {
    /// The plan in which only those offload who must.
    mutating func tryMandatory(startingFrom price: Double) throws(TimeIsUp) {
        high.set.removeAll(keepingCapacity: true)
        for side in evaluator.core.sides { high.set.append(side == .edge) }
        adopt(
            try filling.fill(
                high.set, startingFrom: price, on: scale, cutoff: .infinity, using: &evaluator))
    }

    /// The plan in which those offload whose known side is the edge, of a search that goes no further.
    mutating func spendOnKnownSides(startingFrom price: Double) throws(TimeIsUp) {
        let share = magnitude / max(evaluator.core.stepBudget, 1)
        scale.price = max(min(price, 1e3 * share), 1e-3 * share, 1e-300)
        try tryMandatory(startingFrom: price)
    }

    /// Tries the plan with the decisions of the upper end of the bracket; false if that was done before.
    mutating func tryHigh() throws(TimeIsUp) -> Bool {
        guard !high.isTried else { return false }
        high.isTried = true
        adopt(
            try filling.fill(
                high.set, startingFrom: high.price, on: scale, cutoff: upperBound, using: &evaluator))
        high.price = filling.dualPrice
        return true
    }

    /// Tries the plan with the decisions of the lower end of the bracket; false if that was done before.
    mutating func tryLow() throws(TimeIsUp) -> Bool {
        guard !low.isTried else { return false }
        low.isTried = true
        adopt(
            try filling.fill(
                low.set, startingFrom: low.price, on: scale, cutoff: upperBound, using: &evaluator))
        low.price = filling.dualPrice
        return true
    }

    /// Spends the budget anew on the decisions of a plan that was handed in, for the price that goes with them.
    ///
    /// - Returns: The prices; nil if the plan has users offload who are not of the core.
    /// - Throws: ``TimeIsUp`` if the deadline passes first.
    mutating func price(of plan: Plan) throws(TimeIsUp) -> PlanPrice? {
        let users = evaluator.core.users
        high.set.removeAll(keepingCapacity: true)
        for user in users { high.set.append(plan.offloaded[user]) }
        guard high.set.count(where: { $0 }) == plan.offloadedCount else { return nil }
        let succeeded = try filling.fill(
            high.set, startingFrom: rootPrice, on: scale, cutoff: .infinity, using: &evaluator)
        guard succeeded else { return nil }
        let price = try price(of: filling.plan, users: plan.count)
        adopt(true)
        return price
    }

    /// What the budget is worth to a plan of the core.
    ///
    /// - Parameter users: N of the whole problem.
    /// - Throws: ``TimeIsUp`` if the deadline passes first.
    mutating func price(of plan: CorePlan, users: Int) throws(TimeIsUp) -> PlanPrice {
        // As in the water-filling, the users' own limits count.
        evaluator.exchangeLimits()
        defer { evaluator.exchangeLimits() }
        let core = evaluator.core
        // A few users take no time.
        let deadline = core.count < CertifiedRun.smallest ? nil : evaluator.deadline
        return try PlanPrice(
            offloaded: plan.offloaded, steps: plan.steps, curves: core.curves, stepBudget: core.stepBudget,
            users: users, rule: core.rule, multiplier: plan.price,
            loop: BlockLoop(blockSize: UserPasses.blockSize, threads: 1, until: deadline))
    }

    mutating func adopt(_ succeeded: Bool) {
        guard succeeded, filling.plan.objective < upperBound else { return }
        upperBound = filling.plan.objective
        filling.exchangePlan(with: &incumbent)
        hasIncumbent = true
    }
}

import OffloadModel
import VectorKernels

extension CertifiedRun {
    /// Makes a feasible plan of what the users would do at the last price.
    ///
    /// - Throws: ``TimeIsUp`` if that takes too long.
    mutating func certificate(of draft: Draft) throws(TimeIsUp) -> PlanCertificate {
        let proof = BoundProof(price: draft.demand.price)
        if settings.stepRule == .continuous, let objective = try stretch(draft.demand) {
            let plan = Plan(sites: passes.offloaded(edgeSteps), steps: steps, stepRule: settings.stepRule)
            return PlanCertificate(plan: plan, objective: objective, lowerBound: draft.bound, proof: proof)
        }
        if settings.stepRule == .integer, let objective = try mix(draft) {
            let plan = Plan(sites: passes.offloaded(edgeSteps), steps: steps, stepRule: settings.stepRule)
            return PlanCertificate(plan: plan, objective: objective, lowerBound: draft.bound, proof: proof)
        }
        var plan = Plan(sites: passes.offloaded(edgeSteps), steps: steps, stepRule: settings.stepRule)
        for user in 0..<problem.count where plan.offloaded[user] { plan.steps[user] = edgeSteps[user] }
        let limit = deadline.hasLimit ? finish : nil
        let repair = PlanRepair(problem: problem, localSteps: steps, localCosts: localCosts, deadline: limit)
        try repair.fit(&plan, atZeroPrice: draft.demand.price == 0)
        return PlanCertificate(
            plan: plan, objective: try plan.objective(in: problem, until: limit), lowerBound: draft.bound, proof: proof)
    }

    /// Meets the budget with whole steps: some users do what suits them at the last price, the others what suits them
    /// at one on the other side of the budget. Either is nearly the best response to both.
    ///
    /// - Returns: The objective, or nil if no such price was found nearby.
    mutating func mix(_ draft: Draft) throws(TimeIsUp) -> Double? {
        let excess = draft.demand.steps - budget
        let exact = excess == 0 || (draft.demand.price == 0 && excess < 0)
        if !exact {
            guard draft.slope < 0 else { return nil }
            var other: [Double] = []
            var price = draft.demand.price
            var shift = -1.5 * excess / draft.slope
            var otherExcess = excess
            for _ in 0..<4 where (otherExcess > 0) == (excess > 0) {
                price = max(draft.demand.price + shift, 0)
                otherExcess = try respond(at: price, into: &other) - budget
                shift *= 4
            }
            guard (otherExcess > 0) != (excess > 0) else { return nil }
            // From the response that fits, users move to the other one while the budget lasts.
            if excess > 0 {
                swap(&edgeSteps, &other)
                price = draft.demand.price
            }
            var left = -min(excess, otherExcess)
            spend(&left, towards: other)
            // What is left is less than any of the others asks for. Farther away are more who ask for a step or two.
            shift = abs(shift)
            for _ in 0..<4 where left > 0 && price > 0 {
                price = max(price - shift, 0)
                _ = try respond(at: price, into: &other)
                spend(&left, towards: other)
                shift *= 4
            }
        }
        work = work + passes.settlingWork(users: problem.count)
        let settled = try passes.settle(
            problem.edge, edgeSteps: edgeSteps, stretch: 0, localCosts: localCosts, steps: &steps)
        return settled.edgeSteps <= budget ? settled.objective : nil
    }

    /// What the users would do at another price; returns their demand.
    private mutating func respond(at price: Double, into other: inout [Double]) throws(TimeIsUp) -> Double {
        let demand = try passes.demand(problem.edge, localCosts: localCosts, price: price, edgeSteps: &other)
        statistics.passes += 1
        work = work + passes.demandWork(users: problem.count)
        return demand.steps
    }

    /// Moves users to another response, in their order, each that what is left of the budget suffices for. Who is at the edge
    /// already can go part of the way.
    private mutating func spend(_ left: inout Double, towards other: [Double]) {
        for user in 0..<problem.count where left > 0 && other[user] != edgeSteps[user] {
            let needed = max(other[user], 0) - max(edgeSteps[user], 0)
            if needed <= left {
                edgeSteps[user] = other[user]
                left -= needed
            } else if edgeSteps[user] >= 0 {
                edgeSteps[user] += left
                left = 0
            }
        }
    }

    /// Stretches or shrinks the elastic steps in proportion until they meet the budget.
    ///
    /// - Returns: The objective, or nil if the elastic steps are too few for that.
    mutating func stretch(_ demand: Demand) throws(TimeIsUp) -> Double? {
        var target = BudgetFilling(budget: budget).target(users: demand.offloadedCount)
        for _ in 0..<3 {
            let residue = target - demand.steps
            let wanted = demand.price == 0 && residue >= 0 ? 0 : residue
            guard abs(wanted) <= 0.5 * demand.elastic || wanted > 0 else { return nil }
            let stretch = demand.elastic > 0 ? min(wanted / demand.elastic, 1) : 0
            work = work + passes.settlingWork(users: problem.count)
            let settled = try passes.settle(
                problem.edge, edgeSteps: edgeSteps, stretch: stretch, localCosts: localCosts, steps: &steps)
            if settled.edgeSteps <= budget { return settled.objective }
            target -= 2 * (settled.edgeSteps - target)
        }
        return nil
    }
}

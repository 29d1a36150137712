import OffloadModel
import VectorKernels

extension CertifiedRun {
    /// A price near which the steps of a plan are the best for its assignment.
    struct Multiplier {
        var value: Double
        /// True if the steps were moved so far that it may not be the price of any of them.
        var isRough = false
    }

    /// Makes a feasible plan of what the users would do at the last price.
    ///
    /// - Throws: ``TimeIsUp`` if that takes too long.
    mutating func certificate(
        of draft: Draft
    ) throws(TimeIsUp) -> (certificate: PlanCertificate, multiplier: Multiplier) {
        let proof = BoundProof(price: draft.demand.price)
        var multiplier = Multiplier(value: draft.demand.price)
        if settings.stepRule == .continuous {
            multiplier.isRough = try fillFew(draft.demand)
            if let stretched = try stretch(draft.demand, isFilled: multiplier.isRough) {
                multiplier.value = stretched.price
                let plan = Plan(sites: passes.offloaded(edgeSteps), steps: steps, stepRule: settings.stepRule)
                let certificate = PlanCertificate(
                    plan: plan, objective: stretched.objective, lowerBound: draft.bound, proof: proof)
                return (certificate, multiplier)
            }
        }
        multiplier.isRough = true
        if settings.stepRule == .integer {
            do throws(TimeIsUp) {
                if let objective = try mix(draft) {
                    let plan = Plan(sites: passes.offloaded(edgeSteps), steps: steps, stepRule: settings.stepRule)
                    let certificate = PlanCertificate(
                        plan: plan, objective: objective, lowerBound: draft.bound, proof: proof)
                    return (certificate, multiplier)
                }
            } catch {
                // A stop leaves no time for the passes that this takes.
                guard error.isStop else { throw error }
            }
        }
        var plan = Plan(sites: passes.offloaded(edgeSteps), steps: steps, stepRule: settings.stepRule)
        for user in 0..<problem.count where plan.offloaded[user] { plan.steps[user] = edgeSteps[user] }
        let limit = deadline.hasLimit ? finish : nil
        let repair = PlanRepair(problem: problem, localSteps: steps, localCosts: localCosts, deadline: limit)
        try repair.fit(&plan, atZeroPrice: draft.demand.price == 0)
        // The kernels add the costs up in a fraction of the time that it takes user by user.
        for user in 0..<problem.count { edgeSteps[user] = plan.offloaded[user] ? plan.steps[user] : -1 }
        let settled = try planPasses.settle(
            problem.edge, edgeSteps: edgeSteps, stretch: 0, localCosts: localCosts, steps: &steps)
        let certificate = PlanCertificate(
            plan: plan, objective: settled.objective, lowerBound: draft.bound, proof: proof)
        return (certificate, multiplier)
    }

    /// What the budget is worth to a plan; the multiplier alone where the solve was ended early, or there is no time
    /// for more.
    func price(of plan: Plan, _ multiplier: Multiplier, isEarly: Bool = false) -> PlanPrice {
        guard !isEarly else { return PlanPrice(smooth: multiplier.value) }
        let loop = BlockLoop(
            blockSize: UserPasses.blockSize, threads: settings.threads, until: deadline.hasLimit ? finish : nil)
        do throws(TimeIsUp) {
            return try PlanPrice(
                offloaded: plan.offloaded, steps: plan.steps, curves: problem.edge, stepBudget: budget,
                users: plan.count, rule: plan.stepRule, multiplier: multiplier.value, isRough: multiplier.isRough,
                loop: loop)
        } catch {
            return PlanPrice(smooth: multiplier.value)
        }
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
        let settled = try planPasses.settle(
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

    /// The most users between their limits whose steps are filled one by one.
    private static let fewUsers = 4096

    /// Where few users are strictly between their limits, gives them exactly what the others leave.
    ///
    /// A stretch would leave the margin for the rounding of everybody's sum to these few: users who belong at a limit
    /// would be off it, and whole numbers would be missed. Nothing is changed where that is no cure.
    ///
    /// - Returns: True if the steps at the edge fit the budget now, as they are.
    private mutating func fillFew(_ demand: Demand) throws(TimeIsUp) -> Bool {
        // Sums over all users take a part of a pass; many between their limits can stand the margin.
        let fits = demand.steps <= BudgetFilling(budget: budget).target(users: demand.offloadedCount)
        guard demand.elastic <= 0x1p-6 * demand.steps, !fits || (demand.elastic > 0 && demand.price > 0),
            let grid = BudgetGrid(budget: budget)
        else { return false }
        var members: [Int] = []
        var others = OtherSteps()
        var required = PreciseSum()
        let (fewest, most) = (problem.edge.fewestSteps, problem.edge.mostSteps)
        for part in SolveDeadline.parts(of: problem.count) {
            if deadline.hasLimit { try finish.check() }
            for user in part where edgeSteps[user] >= 0 {
                let count = edgeSteps[user]
                if count > fewest[user], count < most[user] {
                    members.append(user)
                    required.add(fewest[user])
                } else {
                    others.sum.add(count)
                    others.areOnGrid = others.areOnGrid && grid.contains(count)
                    others.count += 1
                }
            }
            guard members.count <= Self.fewUsers else { return false }
        }
        required.add(others.sum)
        guard others.areOnGrid, required.value <= budget else { return false }
        try BudgetFilling(budget: budget).fill(
            &edgeSteps, of: members, beside: others, curves: problem.edge, until: deadline.hasLimit ? finish : nil)
        return true
    }

    /// Stretches or shrinks the elastic steps in proportion until they meet the budget.
    ///
    /// - Parameter isFilled: true if they do already.
    /// - Returns: The objective and the price of the stretched steps, to first order; nil if the elastic steps are too
    ///   few for that.
    mutating func stretch(
        _ demand: Demand, isFilled: Bool
    ) throws(TimeIsUp) -> (objective: Double, price: Double)? {
        var target = BudgetFilling(budget: budget).target(users: demand.offloadedCount)
        for _ in 0..<3 {
            let residue = target - demand.steps
            let wanted = isFilled || (demand.price == 0 && residue >= 0) ? 0 : residue
            guard abs(wanted) <= 0.5 * demand.elastic || wanted > 0 else { return nil }
            let stretch = demand.elastic > 0 ? min(wanted / demand.elastic, 1) : 0
            work = work + passes.settlingWork(users: problem.count)
            let settled = try planPasses.settle(
                problem.edge, edgeSteps: edgeSteps, stretch: stretch, localCosts: localCosts, steps: &steps)
            if settled.edgeSteps <= budget {
                let change = (settled.edgeSteps - demand.steps) / demand.sensitivity
                let isSmall = demand.sensitivity < 0 && abs(change) <= 0x1p-6 * demand.price
                return (settled.objective, isSmall ? demand.price + change : demand.price)
            }
            target -= 2 * (settled.edgeSteps - target)
        }
        return nil
    }
}

import OffloadModel
import VectorKernels

/// The plan of the greedy baseline for many users, so that a solve that ends early returns none that a simple method beats.
extension CertifiedRun {
    /// With more users than this the plan would take much longer than a stop may.
    static let mostForGreedy = 1 << 18

    /// A result that ended early, with the greedy plan where that is better and there is time to make it.
    mutating func withGreedyPlan(_ result: CertifiedResult) -> CertifiedResult {
        guard Self.smallest...Self.mostForGreedy ~= problem.count, let certificate = result.certificate else {
            return result
        }
        let interruption: BranchAndBound.Interruption
        switch result.status {
        case .timeLimit: interruption = .timeLimit
        case .stopped: interruption = .stopped
        default: return result
        }
        let start = deadline.elapsed
        do throws(TimeIsUp) {
            let (plan, price) = try greedyPlan(startingFrom: result.dualPrice)
            let objective = try plan.roundedObjective(in: problem, until: deadline.hasLimit ? finish : nil)
            statistics.times.add(deadline.elapsed - start, to: "greedy", work: .none)
            guard objective.value < certificate.objective else { return result }
            var better = certificate
            better.plan = plan
            better.objective = objective.value
            better.lowerBound = min(certificate.lowerBound, objective.value)
            return self.result(
                Claim(better, rounding: objective.rounding), price: PlanPrice(smooth: price),
                dualPrice: result.dualPrice ?? price, interruption: interruption)
        } catch {
            return result
        }
    }

    /// Users offload in the order of what they gain per step at price zero, while the budget lasts; the best steps for these.
    private mutating func greedyPlan(startingFrom price: Double?) throws(TimeIsUp) -> (plan: Plan, price: Double) {
        let limit = deadline.hasLimit ? finish : nil
        // A plan's steps may have taken the place of the device's.
        (localCosts, steps) = try planPasses.minimiseLocally(problem.local)
        var free: [Double] = []
        _ = try planPasses.demand(problem.edge, localCosts: localCosts, price: 0, edgeSteps: &free)
        statistics.passes += 1
        var sides = [Side](repeating: .local, count: problem.count)
        var offers = GreedyOffers(stepBudget: problem.stepBudget)
        for part in SolveDeadline.parts(of: problem.count) {
            try limit?.check()
            for user in part {
                guard localCosts[user] < .infinity else {
                    let fewest = problem.edge.fewestSteps[user]
                    offers.require(settings.stepRule == .integer ? fewest.rounded(.up) : fewest)
                    sides[user] = .edge
                    continue
                }
                guard free[user] >= 0 else { continue }
                let gain = problem.local[user].value(at: steps[user]) - problem.edge[user].value(at: free[user])
                offers.add(user, gain: gain, steps: free[user])
            }
        }
        let (accepted, refused) = offers.choose()
        try limit?.check()
        for user in accepted { sides[user] = .edge }
        var left = offers.left
        // Those who found too little left may still gain by fewer steps than they would like.
        for user in refused where left > 0 {
            let most = settings.stepRule == .integer ? left.rounded(.down) : left
            guard most >= problem.edge.fewestSteps[user],
                problem.edge[user].value(at: most) < problem.local[user].value(at: steps[user])
            else { continue }
            sides[user] = .edge
            left -= most
        }
        try workspace.search.begin(
            problem, rule: settings.stepRule, localCosts: localCosts, known: sides, kernels: kernels, until: limit)
        try workspace.search.spendOnKnownSides(startingFrom: price ?? 0)
        guard workspace.search.hasIncumbent else { throw .timeLimit }
        var plan = Plan(
            sites: Array(repeating: false, count: problem.count), steps: steps, stepRule: settings.stepRule)
        let planPrice = workspace.search.write(to: &plan, of: problem)
        return (plan, planPrice.price)
    }
}

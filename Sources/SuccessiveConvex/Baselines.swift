import OffloadModel
import VectorKernels

/// The simple methods that the paper's is compared with. Each returns an exactly feasible plan.
public enum Baseline: Sendable, Equatable {
    /// The paper's baseline. Every user with a choice offloads with probability ½; where the fewest steps of those at the edge do
    /// not fit the budget, users with a choice are taken back until they do, the smallest draw first. Then every user's
    /// steps are drawn uniformly from its limits [L, S], or with whole steps from the whole numbers in them. Where those at the
    /// edge do not fit the budget, all of them are moved towards L by one common share of what they are above L; whole
    /// steps are rounded down.
    case random(seed: UInt64)
    /// Every user that can stays on its device; the best steps for that set.
    case allLocal
    /// In the order of their indices all users offload whose fewest steps still fit the budget, beside those of the users who
    /// must offload; the best steps for that set.
    case allEdge
    /// In the order of what they gain per edge step at price 0, the largest first, those users offload whose best steps at
    /// price 0 still fit the budget, beside the fewest steps of the users who must offload; the best steps for that set. Who gains
    /// nothing stays on its device.
    case greedy

    /// The plan of the baseline.
    ///
    /// - Parameters:
    ///   - problem: P1.
    ///   - stepRule: whether steps are whole.
    ///   - kernels: the vector kernels to use.
    ///   - deadline: when to give up; the result then has the status `.timeLimit` and no plan. In a task that is cancelled
    ///     it is `.stopped`.
    public func solve(
        _ problem: OffloadProblem, stepRule: StepRule = .continuous, kernels: Kernels = Kernels(),
        until deadline: SolveDeadline? = nil
    ) -> BaselineResult {
        StopRequest.watching { stop in
            let end = stop.map { (deadline ?? SolveDeadline(limit: nil)).ending(when: $0) } ?? deadline
            return solve(problem, stepRule: stepRule, kernels: kernels, end: end)
        }
    }

    private func solve(
        _ problem: OffloadProblem, stepRule: StepRule, kernels: Kernels, end deadline: SolveDeadline?
    ) -> BaselineResult {
        let builder = PlanBuilder(problem: problem, rule: stepRule, kernels: kernels, deadline: deadline)
        do throws(TimeIsUp) {
            if let reason = try problem.infeasibility(under: stepRule, until: deadline) {
                return BaselineResult(status: .infeasible(reason))
            }
            let plan = try plan(builder)
            return BaselineResult(
                status: .feasible(relativeGap: .infinity), plan: plan,
                objective: try plan.objective(in: problem, until: deadline))
        } catch {
            return BaselineResult(status: error.status)
        }
    }

    private func plan(_ builder: PlanBuilder) throws(TimeIsUp) -> Plan {
        let count = builder.problem.count
        switch self {
        case .random(let seed): return try randomPlan(builder, seed: seed)
        case .allLocal: return try builder.polished(builder.decide(wishes: Array(repeating: 0, count: count)).offloaded)
        case .allEdge: return try builder.polished(offloadingAllThatFit(builder))
        case .greedy: return try greedyPlan(builder)
        }
    }

    /// Everybody who must be at the edge, and then everybody in turn whose fewest steps fit into what is left.
    private func offloadingAllThatFit(_ builder: PlanBuilder) throws(TimeIsUp) -> [Bool] {
        let problem = builder.problem
        var offloaded = [Bool](repeating: false, count: problem.count)
        var required = PreciseSum()
        for turn in [PlanBuilder.Choice.edge, .free] {
            for user in 0..<problem.count {
                if user % SolveDeadline.partSize == 0 { try builder.deadline?.check() }
                guard builder.choice(of: user) == turn else { continue }
                var sum = required
                sum.add(problem.stepLimits(of: user, at: .edge, under: builder.rule)?.lowerBound ?? 0)
                guard turn == .edge || sum.value <= problem.stepBudget else { continue }
                offloaded[user] = true
                required = sum
            }
        }
        return offloaded
    }

    private func randomPlan(_ builder: PlanBuilder, seed: UInt64) throws(TimeIsUp) -> Plan {
        let problem = builder.problem
        var generator = SplitMix64(seed: seed)
        let wishes = (0..<problem.count).map { _ in generator.unit() }
        let offloaded = try builder.decide(wishes: wishes).offloaded
        let steps = (0..<problem.count).map { user in
            let site: Site = offloaded[user] ? .edge : .local
            let limits = problem.stepLimits(of: user, at: site, under: builder.rule) ?? 0...0
            let width = limits.upperBound - limits.lowerBound
            guard builder.rule == .integer else { return limits.lowerBound + generator.unit() * width }
            return min(limits.lowerBound + (generator.unit() * (width + 1)).rounded(.down), limits.upperBound)
        }
        try builder.deadline?.check()
        return try builder.fitted(offloaded, steps: steps)
    }

    private func greedyPlan(_ builder: PlanBuilder) throws(TimeIsUp) -> Plan {
        let problem = builder.problem
        let rule = builder.rule
        // The best of each side without a budget, then the gain of the change per edge step.
        let everyone = [Bool](repeating: true, count: problem.count)
        let unlimited = try? problem.withStepBudget(.greatestFiniteMagnitude)
        let free = PlanBuilder(
            problem: unlimited ?? problem, rule: rule, kernels: builder.kernels, deadline: builder.deadline)
        let atEdge = try free.polished(everyone).steps
        let atHome = try free.polished(everyone.map { _ in false }).steps
        var offers = GreedyOffers(stepBudget: problem.stepBudget)
        var wishes = [Double](repeating: 0, count: problem.count)
        for user in 0..<problem.count {
            if user % SolveDeadline.partSize == 0 { try builder.deadline?.check() }
            switch builder.choice(of: user) {
            case .edge: offers.require(problem.stepLimits(of: user, at: .edge, under: rule)?.lowerBound ?? 0)
            case .local: break
            case .free:
                let gain = problem.local[user].value(at: atHome[user]) - problem.edge[user].value(at: atEdge[user])
                offers.add(user, gain: gain, steps: atEdge[user])
            }
        }
        for user in offers.choose().accepted { wishes[user] = 1 }
        try builder.deadline?.check()
        return try builder.polished(builder.decide(wishes: wishes).offloaded)
    }
}

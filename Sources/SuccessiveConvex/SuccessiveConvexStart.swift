import OffloadModel

/// The point (a, s) at which Algorithm 3 begins, feasible for the relaxed problem.
struct SuccessiveConvexStart {
    /// a; exactly 0 or 1 for users without a choice.
    private(set) var decisions: [Double]
    /// s.
    private(set) var steps: [Double]

    /// Makes the start point of a feasible problem.
    ///
    /// - Throws: ``P2Error`` if a given point has the wrong length or numbers that are no decisions or steps;
    ///   ``TimeIsUp`` if the builder's deadline passes first.
    init(_ start: StartPoint, builder: PlanBuilder) throws {
        let deadline = builder.deadline
        let problem = builder.problem
        let count = problem.count
        decisions = Array(repeating: 0.5, count: count)
        steps = Array(repeating: .nan, count: count)
        var fractions = [Double](repeating: 0.5, count: count)
        switch start {
        case .middle: break
        case .random(let seed):
            var generator = SplitMix64(seed: seed)
            for user in 0..<count {
                if user % SolveDeadline.partSize == 0 { try deadline?.check() }
                decisions[user] = generator.unit()
                fractions[user] = generator.unit()
            }
        case .given(let decisions, let steps):
            try Self.check(decisions: decisions, steps: steps, count: count)
            self.decisions = decisions
            self.steps = steps
        case .plan(let plan):
            decisions = plan.offloaded.map { $0 ? 0.99 : 0.01 }
            steps = plan.steps
            try Self.check(decisions: decisions, steps: steps, count: count)
        }
        for user in 0..<count {
            if user % SolveDeadline.partSize == 0 { try deadline?.check() }
            switch builder.choice(of: user) {
            case .local: decisions[user] = 0
            case .edge: decisions[user] = 1
            case .free: if !(problem.stepBudget > 0) { decisions[user] = 0 }
            }
        }
        try fit(problem, fractions: fractions, until: deadline)
    }

    private static func check(decisions: [Double], steps: [Double], count: Int) throws(P2Error) {
        try P2Problem.check(decisions, "start a", count: count, allowed: "a number from 0 to 1") { $0 >= 0 && $0 <= 1 }
        try P2Problem.check(steps, "start s", count: count, allowed: "a finite number ≥ 0") { $0 >= 0 && $0.isFinite }
    }

    /// Puts s between L and the cap, then lowers s, and a if that is not enough, until Σ a·s is within the budget.
    private mutating func fit(
        _ problem: OffloadProblem, fractions: [Double], until deadline: SolveDeadline?
    ) throws(TimeIsUp) {
        let fewest = (0..<problem.count).map { min(problem.local.fewestSteps[$0], problem.edge.fewestSteps[$0]) }
        func cap(_ user: Int) -> Double {
            let a = decisions[user]
            return max((1 - a) * problem.local.mostSteps[user] + a * problem.edge.mostSteps[user], fewest[user])
        }
        var forced = PreciseSum()
        var optional = PreciseSum()
        for user in 0..<problem.count {
            if user % SolveDeadline.partSize == 0 { try deadline?.check() }
            (decisions[user] == 1 ? { forced.add($0) } : { optional.add($0) })(decisions[user] * fewest[user])
        }
        let room = problem.stepBudget - forced.value
        if optional.value > 0.9 * room {
            let share = max(0.9 * room / optional.value, 0)
            for user in 0..<problem.count where decisions[user] < 1 { decisions[user] *= share }
        }
        var used = PreciseSum()
        var least = PreciseSum()
        for user in 0..<problem.count {
            if user % SolveDeadline.partSize == 0 { try deadline?.check() }
            let top = cap(user)
            let wish = steps[user].isNaN ? fewest[user] + fractions[user] * (top - fewest[user]) : steps[user]
            steps[user] = min(max(wish, fewest[user]), top)
            used.add(decisions[user] * steps[user])
            least.add(decisions[user] * fewest[user])
        }
        guard used.value > problem.stepBudget else { return }
        let share = max((problem.stepBudget - least.value) / (used.value - least.value), 0) * (1 - 0x1p-40)
        if share > 0, share < Self.leastShare {
            for user in 0..<problem.count {
                if decisions[user] < 1 { decisions[user] = 0 }
                steps[user] = decisions[user] == 1 ? fewest[user] : min(steps[user], cap(user))
            }
            return
        }
        for user in 0..<problem.count where decisions[user] > 0 {
            steps[user] = fewest[user] + share * (steps[user] - fewest[user])
        }
    }

    /// The least part of the wanted steps worth having. Below it z = a/(2s), and δ with it, leave the numbers whose products
    /// P2 can form: whoever has a choice then stays on the device, and all others take their fewest steps.
    private static let leastShare = 0x1p-200
}

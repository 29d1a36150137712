/// What Stepwell decides: for every user, where it runs and for how many steps.
///
/// A plan has one decision and one number of steps for each user, whatever is done to it. Whether these are allowed is for
/// ``violation(in:)`` to say.
public struct Plan: Sendable, Equatable {
    /// a_n: true if the user runs on the edge server.
    public package(set) var offloaded: [Bool]
    /// s_n: the number of steps, at whichever site the user runs.
    public package(set) var steps: [Double]
    /// Whether the steps are whole numbers.
    public var stepRule: StepRule

    /// A plan for as many users as there are entries.
    ///
    /// - Throws: ``PlanError`` if the arrays have different lengths.
    public init(offloaded: [Bool], steps: [Double], stepRule: StepRule = .continuous) throws(PlanError) {
        guard offloaded.count == steps.count else {
            throw .unequalLengths(offloaded: offloaded.count, steps: steps.count)
        }
        self.init(sites: offloaded, steps: steps, stepRule: stepRule)
    }

    /// A plan from arrays that are known to have the same length.
    package init(sites offloaded: [Bool], steps: [Double], stepRule: StepRule = .continuous) {
        precondition(offloaded.count == steps.count, "a plan has one decision and one step count per user")
        self.offloaded = offloaded
        self.steps = steps
        self.stepRule = stepRule
    }

    /// Moves a user to a site and gives it a number of steps.
    ///
    /// - Throws: ``PlanError`` if there is no such user.
    public mutating func move(user: Int, to site: Site, steps: Double) throws(PlanError) {
        guard self.steps.indices.contains(user) else { throw .noSuchUser(user, count: count) }
        offloaded[user] = site == .edge
        self.steps[user] = steps
    }

    /// N, the number of users.
    public var count: Int { offloaded.count }

    /// How many users run on the edge server.
    public var offloadedCount: Int { offloaded.reduce(into: 0) { $0 += $1 ? 1 : 0 } }

    /// Σ a_n·s_n, the edge steps used, correctly rounded.
    public var edgeStepsUsed: Double {
        var sum = PreciseSum()
        for user in 0..<count where offloaded[user] { sum.add(steps[user]) }
        return sum.value
    }

    /// The objective of P1 (8) at this plan, evaluated with the C library and summed in twice the precision. Where large
    /// costs cancel, each is added in twice the precision as well.
    ///
    /// Steps outside their limits count as they are, as long as there is a finite cost.
    ///
    /// - Throws: ``PlanViolation`` if the plan has another number of users than the problem, or steps without a finite cost.
    public func objective(in problem: OffloadProblem) throws(PlanViolation) -> Double {
        guard count == problem.count else { throw .wrongCount(found: count, expected: problem.count) }
        let objective = cost(in: problem)
        // Steps within their limits have a finite cost.
        if !objective.isFinite, let violation = violation(in: problem) { throw violation }
        return objective
    }

    /// ``objective(in:)`` of a plan that is known to have the users of the problem.
    package func cost(in problem: OffloadProblem) -> Double {
        // Without a deadline nothing is thrown.
        (try? objective(in: problem, until: nil)) ?? .nan
    }

    /// ``cost(in:)``, given up at a deadline.
    ///
    /// - Parameter users: how many of the first users to add up, nil for all.
    package func objective(
        in problem: OffloadProblem, ofFirst users: Int? = nil, until deadline: SolveDeadline?
    ) throws(TimeIsUp) -> Double {
        try roundedObjective(in: problem, ofFirst: users, until: deadline).value
    }

    /// The objective with a bound on its rounding: the exact one differs from `value` by at most `rounding`.
    ///
    /// - Parameter users: how many of the first users to add up, nil for all.
    package func roundedObjective(
        in problem: OffloadProblem, ofFirst users: Int? = nil, until deadline: SolveDeadline?
    ) throws(TimeIsUp) -> (value: Double, rounding: Double) {
        var sum = PreciseSum()
        var rounding = 0.0
        for part in SolveDeadline.parts(of: users ?? count) {
            try deadline?.check()
            for user in part {
                let curve = offloaded[user] ? problem.edge[user] : problem.local[user]
                rounding += curve.add(to: &sum, at: steps[user])
            }
        }
        return (sum.value, rounding + 0x1p-52 * abs(sum.value))
    }

    /// The first rule of P1 that the plan breaks, or nil if it is exactly feasible.
    public func violation(in problem: OffloadProblem) -> PlanViolation? {
        guard count == problem.count else { return .wrongCount(found: count, expected: problem.count) }
        for user in 0..<count {
            let site: Site = offloaded[user] ? .edge : .local
            guard let limits = problem.stepLimits(of: user, at: site, under: stepRule) else {
                return .siteNotAvailable(user: user, site: site)
            }
            guard limits.contains(steps[user]) else {
                return .stepsOutOfLimits(user: user, steps: steps[user], limits: limits)
            }
            if stepRule == .integer, steps[user].rounded() != steps[user] {
                return .stepsNotWhole(user: user, steps: steps[user])
            }
        }
        let used = edgeStepsUsed
        return used <= problem.stepBudget ? nil : .budgetExceeded(used: used, budget: problem.stepBudget)
    }
}

/// Arrays or a user that do not make a plan.
public enum PlanError: Error, Sendable, Equatable, CustomStringConvertible {
    /// There is not one number of steps for each decision.
    case unequalLengths(offloaded: Int, steps: Int)
    /// The plan has no user of this number.
    case noSuchUser(Int, count: Int)

    /// The error in one sentence.
    public var description: String {
        switch self {
        case .unequalLengths(let offloaded, let steps):
            "steps has \(steps) entries, allowed is one for each of the \(offloaded) entries of offloaded"
        case .noSuchUser(let user, let count):
            "user is \(user), allowed is "
                + (count > 0 ? "a whole number from 0 to \(count - 1)" : "none: the plan is empty")
        }
    }
}

/// A rule of P1 that a plan breaks.
public enum PlanViolation: Error, Sendable, Equatable, CustomStringConvertible {
    /// The plan has another number of users than the problem.
    case wrongCount(found: Int, expected: Int)
    /// The user was sent to a site where its minimum of steps exceeds its limit.
    case siteNotAvailable(user: Int, site: Site)
    /// Constraint (2), or the minimum of steps, is broken.
    case stepsOutOfLimits(user: Int, steps: Double, limits: ClosedRange<Double>)
    /// Whole steps were promised.
    case stepsNotWhole(user: Int, steps: Double)
    /// Constraint (1) is broken.
    case budgetExceeded(used: Double, budget: Double)

    /// The broken rule in one sentence.
    public var description: String {
        switch self {
        case .wrongCount(let found, let expected): "the plan has \(found) users, the problem \(expected)"
        case .siteNotAvailable(let user, let site): "user \(user) cannot run at the \(site) site"
        case .stepsOutOfLimits(let user, let steps, let limits):
            "user \(user) has \(exact: steps) steps, allowed are "
                + "\(exact: limits.lowerBound) to \(exact: limits.upperBound)"
        case .stepsNotWhole(let user, let steps): "user \(user) has \(exact: steps) steps, which is not a whole number"
        case .budgetExceeded(let used, let budget):
            "the plan uses \(exact: used) edge steps, the budget is \(exact: budget)"
        }
    }
}

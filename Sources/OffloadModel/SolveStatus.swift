/// The verdict of a solve.
public enum SolveStatus: Sendable, Equatable {
    /// The plan is proven to be within the asked gap of the global optimum, the rounding of its objective included.
    case optimal
    /// The plan is feasible and its relative gap to the proven bound is the one given; the method claims no more.
    case feasible(relativeGap: Double)
    /// The search is over, and rounding alone keeps the gap above the asked one: objective and bound are sums of numbers so
    /// large that a smaller difference of the two cannot be shown.
    case roundingLimit
    /// No plan exists.
    case infeasible(Infeasibility)
    /// The time limit came first; the result holds the best plan and bound so far.
    case timeLimit
    /// The limit on branch-and-bound nodes came first; the result holds the best plan and bound so far.
    case nodeLimit
    /// The caller or the iteration handler asked to stop, or the task was cancelled; the result holds the best plan and bound
    /// so far, as far as there are any.
    case stopped
    /// Numbers beyond every `Double` left nothing proven, and there is neither plan nor bound. It takes a solve that is ended
    /// at a price to start from whose product with the budget overflows; left alone it goes on to other prices.
    case numericalFailure

    /// The word used in plan files.
    public var name: String {
        switch self {
        case .optimal: "optimal"
        case .feasible: "feasible"
        case .roundingLimit: "roundingLimit"
        case .infeasible: "infeasible"
        case .timeLimit: "timeLimit"
        case .nodeLimit: "nodeLimit"
        case .stopped: "stopped"
        case .numericalFailure: "numericalFailure"
        }
    }
}

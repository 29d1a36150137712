/// The verdict of a solve.
public enum SolveStatus: Sendable, Equatable {
    /// The plan is proven to be within the asked gap of the global optimum.
    case optimal
    /// The plan is feasible and its relative gap to the proven bound is the one given; the method claims no more.
    case feasible(relativeGap: Double)
    /// No plan exists.
    case infeasible(Infeasibility)
    /// The time limit came first; the result holds the best plan and bound so far.
    case timeLimit
    /// The limit on branch-and-bound nodes came first; the result holds the best plan and bound so far.
    case nodeLimit
    /// The iteration handler asked to stop; the result holds the best plan and bound so far.
    case stopped
    /// Numbers beyond every `Double` left nothing proven, and there is neither plan nor bound. It takes a solve that is ended
    /// at a price to start from whose product with the budget overflows; left alone it goes on to other prices.
    case numericalFailure

    /// The word used in plan files.
    public var name: String {
        switch self {
        case .optimal: "optimal"
        case .feasible: "feasible"
        case .infeasible: "infeasible"
        case .timeLimit: "timeLimit"
        case .nodeLimit: "nodeLimit"
        case .stopped: "stopped"
        case .numericalFailure: "numericalFailure"
        }
    }
}

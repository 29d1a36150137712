/// What is claimed of fewer edge steps than the budget has, with everybody at the site where the plan has it.
public enum PriceBelow: Sendable, Equatable {
    /// What a little less of the budget would cost, by step, or one whole step less.
    case cost(Double)
    /// Less is not enough for the users at the edge.
    case infeasible

    /// A solver's answer, nil where less is not enough.
    public init(_ cost: Double?) {
        self = cost.map { .cost($0) } ?? .infeasible
    }

    /// The cost, nil where less is not enough.
    public var cost: Double? {
        switch self {
        case .cost(let cost): cost
        case .infeasible: nil
        }
    }
}

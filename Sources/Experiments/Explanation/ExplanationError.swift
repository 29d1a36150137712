import OffloadModel

/// There is nothing to explain.
public enum ExplanationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No plan exists.
    case infeasible(Infeasibility)
    /// The solver found no plan though one exists.
    case failed(SolveStatus)

    /// The reason in one sentence.
    public var description: String {
        switch self {
        case .infeasible(let reason): "infeasible: \(reason)"
        case .failed(let status): "no plan was found: \(status.name)"
        }
    }
}

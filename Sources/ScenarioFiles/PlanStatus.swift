import OffloadModel

/// The verdict of a solve as written in plan files.
public enum PlanStatus: String, Sendable, CaseIterable {
    /// Within the asked gap of the proven bound.
    case optimal
    /// Feasible; no more is claimed.
    case feasible
    /// As near to the proven bound as rounding allows, which is not the asked gap.
    case roundingLimit
    /// No plan exists.
    case infeasible
    /// The time limit came first.
    case timeLimit
    /// The limit on nodes came first.
    case nodeLimit
    /// It was asked to stop.
    case stopped
    /// Rounding kept the method from what was asked.
    case numericalFailure

    /// The word for a solver's verdict.
    public init(_ status: SolveStatus) {
        switch status {
        case .optimal: self = .optimal
        case .feasible: self = .feasible
        case .roundingLimit: self = .roundingLimit
        case .infeasible: self = .infeasible
        case .timeLimit: self = .timeLimit
        case .nodeLimit: self = .nodeLimit
        case .stopped: self = .stopped
        case .numericalFailure: self = .numericalFailure
        }
    }
}

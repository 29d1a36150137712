import OffloadModel

/// The verdict of a solve as written in plan files.
public enum PlanStatus: String, Sendable, CaseIterable {
    /// Within the asked gap of the proven bound.
    case optimal
    /// Feasible; no more is claimed.
    case feasible
    /// No plan exists.
    case infeasible
    /// The time limit came first.
    case timeLimit
    /// The limit on nodes came first.
    case nodeLimit
    /// The iteration handler asked to stop.
    case stopped
    /// Rounding kept the method from what was asked.
    case numericalFailure

    /// The word for a solver's verdict.
    public init(_ status: SolveStatus) {
        switch status {
        case .optimal: self = .optimal
        case .feasible: self = .feasible
        case .infeasible: self = .infeasible
        case .timeLimit: self = .timeLimit
        case .nodeLimit: self = .nodeLimit
        case .stopped: self = .stopped
        case .numericalFailure: self = .numericalFailure
        }
    }
}

/// How a plan was found; of interest, but nothing that is verified.
public struct PlanStatistics: Sendable, Equatable {
    /// Nodes of the branch-and-bound tree.
    public var nodes: Int
    /// Passes over all users.
    public var passes: Int
    /// Seconds by phase.
    public var seconds: PhaseTimes
    /// Threads used.
    public var threads: Int
    /// The instruction set of the kernels.
    public var instructionSet: String
    /// The version of Stepwell.
    public var version: String

    /// Gathers the statistics.
    public init(
        nodes: Int = 0, passes: Int = 0, seconds: PhaseTimes = PhaseTimes(), threads: Int = 1,
        instructionSet: String = "", version: String = ""
    ) {
        self.nodes = nodes
        self.passes = passes
        self.seconds = seconds
        self.threads = threads
        self.instructionSet = instructionSet
        self.version = version
    }
}

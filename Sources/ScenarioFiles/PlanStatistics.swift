import OffloadModel

/// How a plan was found; of interest, but nothing that is verified.
public struct PlanStatistics: Sendable, Equatable {
    /// Nodes of the branch-and-bound tree.
    public var nodes: Int
    /// Evaluations of the dual function, over all users or over those whom the bound leaves open.
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

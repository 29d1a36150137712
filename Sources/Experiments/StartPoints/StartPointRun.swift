/// One run of the paper's method.
public struct StartPointRun: Sendable, Equatable {
    /// The seed of a random start, nil for the others.
    public let seed: UInt64?
    /// The objective of P1 (8).
    public let objective: Double
    /// The distance to the certified objective, relative to the larger magnitude of the two.
    public let gap: Double
    /// How many decisions, rounded with ½ as the edge, were not those of the start in some iterate or in the plan.
    public let movedDecisions: Int
    /// The P2 solved.
    public let iterations: Int
    /// True if the outer iteration reached its tolerance.
    public let hasConverged: Bool

    /// Gathers the findings of a run.
    public init(
        seed: UInt64?, objective: Double, gap: Double, movedDecisions: Int, iterations: Int, hasConverged: Bool
    ) {
        self.seed = seed
        self.objective = objective
        self.gap = gap
        self.movedDecisions = movedDecisions
        self.iterations = iterations
        self.hasConverged = hasConverged
    }
}

import SuccessiveConvex

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

/// All runs of a start point with a penalty.
public struct StartPointRow: Sendable, Equatable {
    /// Where the runs started.
    public let start: StartChoice
    /// τ.
    public let penalty: PenaltySchedule
    /// N.
    public let users: Int
    /// The runs, by seed; at least one.
    public let runs: [StartPointRun]
    /// The objectives.
    public let objectives: Spread
    /// The distances to the certified objective.
    public let gaps: Spread
    /// The decisions of a run that ever moved from its rounded start.
    public let movedDecisions: Spread
    /// The P2 solved in a run.
    public let iterations: Spread

    /// Sums up runs; nil if there are none.
    public init?(start: StartChoice, penalty: PenaltySchedule, users: Int, runs: [StartPointRun]) {
        guard
            let objectives = Spread(runs.map(\.objective)), let gaps = Spread(runs.map(\.gap)),
            let movedDecisions = Spread(runs.map { Double($0.movedDecisions) }),
            let iterations = Spread(runs.map { Double($0.iterations) })
        else { return nil }
        self.start = start
        self.penalty = penalty
        self.users = users
        self.runs = runs
        self.objectives = objectives
        self.gaps = gaps
        self.movedDecisions = movedDecisions
        self.iterations = iterations
    }

    /// How many runs reached the tolerance of the outer iteration.
    public var convergedRuns: Int { runs.reduce(0) { $0 + ($1.hasConverged ? 1 : 0) } }
}

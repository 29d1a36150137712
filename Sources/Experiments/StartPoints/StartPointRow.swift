import SuccessiveConvex

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

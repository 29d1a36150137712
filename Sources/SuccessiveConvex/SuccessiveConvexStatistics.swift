import OffloadModel

/// Counts and times of a solve.
public struct SuccessiveConvexStatistics: Sendable, Equatable {
    /// Sub-problems of Algorithm 3.
    public var subproblems = 0
    /// P2 solved, over all sub-problems.
    public var iterations = 0
    /// Passes over all users in the search for δ.
    public var passes = 0
    /// True if the outer iteration reached its tolerance.
    public var hasConverged = false
    /// Users whose rounded decision was taken back because the fewest steps of all exceeded the budget.
    public var recalledUsers = 0
    /// Seconds by phase; for display only.
    public var times = PhaseTimes()

    /// All zero.
    public init() {}
}

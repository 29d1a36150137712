import OffloadModel
import VectorKernels

/// Storage that ``KKTSolver`` works in, kept from solve to solve.
///
/// It holds the last point, from which the next solve starts, and its multipliers. A solve with as many users as before
/// allocates nothing.
public struct KKTWorkspace: Sendable {
    /// The columns of the last solution.
    package internal(set) var columns = P2Columns()
    /// The δ to start from, nil for a cold start.
    public var multiplier: Double?
    /// What the last solve did to the users' columns.
    public internal(set) var work = PhaseWork.none

    /// An empty workspace; the first solve allocates.
    public init() {}

    /// Forgets the last point, so that the next solve starts cold, and makes room for a number of users, ≥ 0.
    public mutating func reset(count: Int) {
        columns.reset(count: max(count, 0))
        multiplier = nil
    }

    /// Forgets the last point, and takes guesses of s in its place, one for each user.
    public mutating func reset(steps: [Double]) {
        reset(count: steps.count)
        columns.guess(steps: steps)
    }
}

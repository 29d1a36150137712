import OffloadModel
import VectorKernels

/// Storage that ``KKTSolver`` works in, kept from solve to solve.
///
/// It holds the last point, from which the next solve starts, and its multipliers. A solve with as many users as before
/// allocates nothing.
public struct KKTWorkspace: Sendable {
    /// The columns of the last solution.
    public internal(set) var columns = P2Columns()
    /// The δ to start from, nil for a cold start.
    public var multiplier: Double?
    /// What the last solve did to the users' columns.
    public internal(set) var work = PhaseWork.none

    /// An empty workspace; the first solve allocates.
    public init() {}

    /// Forgets the last point, so that the next solve starts cold; `steps` are guesses of s, if there are any.
    public mutating func reset(count: Int, steps: [Double]? = nil) {
        columns.reset(count: count)
        if let steps { columns.guess(steps: steps) }
        multiplier = nil
    }
}

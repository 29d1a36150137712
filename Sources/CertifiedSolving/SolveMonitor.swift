import OffloadModel

/// Asks the clock and the iteration handler whether a solve may go on.
struct SolveMonitor {
    let deadline: SolveDeadline
    let onIteration: IterationHandler?
    /// Rows reported so far.
    var reports: Int
    /// Passes over all users made so far.
    let passes: Int
    /// A bound proven before branching.
    let bound: Double

    /// Reports one evaluation of a node's dual function.
    mutating func interruption(
        price: Double, upperBound: Double, lowerBound: Double, evaluations: Int
    ) -> BranchAndBound.Interruption? {
        reports += 1
        if deadline.hasPassed { return .timeLimit }
        guard let onIteration else { return nil }
        let record = IterationRecord(
            iteration: reports, primal: upperBound.isFinite ? upperBound : nil, dual: max(lowerBound, bound),
            price: price, passes: passes + evaluations, seconds: deadline.elapsed)
        return onIteration(record) == .stop ? .stopped : nil
    }
}

import OffloadModel

/// Asks the deadline and the iteration handler whether a solve may go on.
struct SolveMonitor {
    let deadline: SolveDeadline
    let onIteration: IterationHandler?
    /// Plans to report while the search has none as good; nil if there are none.
    let sketches: PlanSketches?
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
        if let ending = deadline.ending { return .init(ending) }
        guard let onIteration else { return nil }
        let primal = min(upperBound, sketches?.best?.certificate.objective ?? .infinity)
        let record = IterationRecord(
            iteration: reports, primal: primal.isFinite ? primal : nil, dual: max(lowerBound, bound),
            price: price, passes: passes + evaluations, seconds: deadline.elapsed)
        return onIteration(record) == .stop ? .stopped : nil
    }
}

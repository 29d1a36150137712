import Stepwell

/// Keeps the progress of a solve for its report.
final class SolveRecord {
    /// The certified solver's iterations.
    private(set) var iterations: [IterationRecord] = []
    /// The sub-problems of the paper's method.
    private(set) var trace: [SuccessiveConvexIteration] = []

    /// Takes an iteration of the certified solver.
    func append(_ iteration: IterationRecord) { iterations.append(iteration) }

    /// Takes a sub-problem of the paper's method.
    func append(_ iteration: SuccessiveConvexIteration) { trace.append(iteration) }
}

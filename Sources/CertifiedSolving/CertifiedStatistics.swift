import OffloadModel
import VectorKernels

/// Counts and times of a certified solve.
public struct CertifiedStatistics: Sendable {
    /// Branch-and-bound nodes whose children were explored; 0 if the dual bound alone closed the gap.
    public var nodes = 0
    /// Evaluations of the dual function over all users of the problem.
    public var passes = 0
    /// Evaluations of the dual function over the users that the bound leaves open.
    public var coreEvaluations = 0
    /// All evaluations of the dual function, as the iteration table counts them: ``passes`` and ``coreEvaluations``.
    public var evaluations: Int { passes + coreEvaluations }
    /// Seconds by phase.
    public var times = PhaseTimes()
    /// The instruction set of the kernels.
    public var instructionSet = InstructionSet.baseline
    /// The threads allowed.
    public var threads = 1
}

import OffloadModel
import VectorKernels

/// The answer of a certified solve.
public struct CertifiedResult: Sendable {
    /// The verdict.
    public let status: SolveStatus
    /// The plan, its objective, the proven bound and the proof; nil if no plan exists.
    public let certificate: PlanCertificate?
    /// λ, the price of an edge step: what one more step of the budget would save with the plan's decisions, the
    /// multiplier of (1); nil if no plan exists.
    public let price: Double?
    /// λ*, the price that maximises the dual function; nil if no plan exists.
    public let dualPrice: Double?
    /// How the solve went.
    public let statistics: CertifiedStatistics

    /// The best plan found.
    public var plan: Plan? { certificate?.plan }
    /// The objective of P1 (8) at the plan.
    public var objective: Double? { certificate?.objective }
    /// The number that no feasible plan's objective is below.
    public var lowerBound: Double? { certificate?.lowerBound }
    /// The proven relative gap.
    public var relativeGap: Double? { certificate?.relativeGap }
}

/// Counts and times of a certified solve.
public struct CertifiedStatistics: Sendable {
    /// Branch-and-bound nodes whose children were explored; 0 if the dual bound alone closed the gap.
    public var nodes = 0
    /// Evaluations of the dual function over all users of the problem.
    public var passes = 0
    /// Evaluations of the dual function over the users that the bound leaves open.
    public var coreEvaluations = 0
    /// Seconds by phase.
    public var times = PhaseTimes()
    /// The instruction set of the kernels.
    public var instructionSet = InstructionSet.baseline
    /// The threads allowed.
    public var threads = 1
}

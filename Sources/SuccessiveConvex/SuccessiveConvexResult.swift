import OffloadModel

/// What Algorithms 1–3 found.
///
/// The method proves nothing about the optimum: ``lowerBound`` is nil until a caller who knows one attaches it with
/// ``bounded(by:)``.
public struct SuccessiveConvexResult: Sendable, Equatable {
    /// `.feasible` with the gap to the bound attached (+∞ without one), or why there is no plan or no more than a plan.
    public var status: SolveStatus
    /// The plan, exactly feasible; nil if there is none.
    public var plan: Plan?
    /// The objective of P1 (8) at the plan; nil without a plan.
    public var objective: Double?
    /// A proven lower bound that a caller attached.
    public var lowerBound: Double?
    /// a^(0), the decisions that Algorithm 3 started from; empty without a plan.
    public var startDecisions: [Double] = []
    /// Per user, true if the decision, rounded with ½ as the edge, was not that of a^(0) in some iterate or in the plan.
    public var hasMoved: [Bool] = []
    /// The last relaxed decisions a, before rounding; empty if no iteration was made.
    public var relaxedDecisions: [Double] = []
    /// The last relaxed steps s.
    public var relaxedSteps: [Double] = []
    /// One entry per P2 solved.
    public var trace: [SuccessiveConvexIteration] = []
    /// Counts and times.
    public var statistics = SuccessiveConvexStatistics()

    /// The relative gap to the bound attached; nil without plan or bound.
    @inline(never) public var relativeGap: Double? {
        guard let objective, let lowerBound else { return nil }
        return PlanCertificate.relativeGap(objective: objective, lowerBound: lowerBound)
    }

    /// How many decisions ever moved from the rounded start; nil without a plan. See ``hasMoved``.
    @inline(never) public var movedDecisions: Int? {
        plan.map { _ in hasMoved.reduce(0) { $0 + ($1 ? 1 : 0) } }
    }

    /// The same result with a proven lower bound and the gap to it.
    public func bounded(by lowerBound: Double) -> SuccessiveConvexResult {
        var result = self
        result.lowerBound = lowerBound
        if case .feasible = status, let gap = result.relativeGap { result.status = .feasible(relativeGap: gap) }
        return result
    }
}

import OffloadModel

/// What a baseline found.
public struct BaselineResult: Sendable, Equatable {
    /// `.feasible`, or why there is no plan.
    public var status: SolveStatus
    /// The plan, exactly feasible; nil if there is none.
    public var plan: Plan?
    /// The objective of P1 (8) at the plan; nil without a plan.
    public var objective: Double?
}

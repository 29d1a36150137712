import OffloadModel

/// A plan and what a plan file claims of it.
public struct PlanOutcome: Sendable, Equatable {
    /// The decisions and steps.
    public var plan: Plan
    /// The objective of P1 (8).
    public var objective: Double
    /// Σ a_n·s_n.
    public var edgeStepsUsed: Double
    /// How many users run on the edge.
    public var offloadedCount: Int
    /// The sums in physical units.
    public var totals: PlanTotals

    /// Gathers a plan and claims made elsewhere.
    public init(plan: Plan, objective: Double, edgeStepsUsed: Double, offloadedCount: Int, totals: PlanTotals) {
        self.plan = plan
        self.objective = objective
        self.edgeStepsUsed = edgeStepsUsed
        self.offloadedCount = offloadedCount
        self.totals = totals
    }

    /// A plan whose edge steps are added up here.
    public init(plan: Plan, objective: Double, totals: PlanTotals) {
        self.init(
            plan: plan, objective: objective, edgeStepsUsed: plan.edgeStepsUsed,
            offloadedCount: plan.offloadedCount, totals: totals)
    }
}

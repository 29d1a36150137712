import OffloadModel
import ScenarioFiles

/// What one method found at one point of a sweep for one seed.
public struct SweepRun: Sendable, Equatable {
    /// The seed, from 1.
    public let seed: UInt64
    /// The verdict; that of the certified solve beside it if that found no plan or came to a limit.
    public let status: SolveStatus
    /// The objective of P1 (8), nil without a plan.
    public let objective: Double?
    /// The certified lower bound of the same problem, nil without a plan.
    public let lowerBound: Double?
    /// Time, error, energy and utility in physical units, nil without a plan.
    public let totals: PlanTotals?
    /// How many users run on the edge, nil without a plan.
    public let offloadedCount: Int?
    /// Σ a_n·s_n, nil without a plan.
    public let edgeStepsUsed: Double?
    /// λ of the certified plan; nil for the other methods, which have no price.
    public let price: Double?
    /// What one edge step less would cost the certified plan; nil for the other methods, and where less is not enough.
    public let priceBelow: Double?

    /// A run that ended with a plan, or without one.
    init(
        seed: UInt64, status: SolveStatus, plan: Plan?, lowerBound: Double?, price: Double?,
        priceBelow: Double? = nil, problem: OffloadProblem, scenario: Scenario
    ) {
        self.seed = seed
        self.status = status
        self.lowerBound = plan == nil ? nil : lowerBound
        self.price = price
        self.priceBelow = priceBelow
        objective = plan?.cost(in: problem)
        totals = plan.map { PlanTotals(adding: $0, in: scenario) }
        offloadedCount = plan?.offloadedCount
        edgeStepsUsed = plan?.edgeStepsUsed
    }
}

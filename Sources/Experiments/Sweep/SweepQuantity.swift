import OffloadModel

/// A number that a sweep records of every run.
public enum SweepQuantity: String, Sendable, CaseIterable {
    /// The objective of P1 (8): cost minus utility.
    case objective
    /// What no plan's objective is below.
    case lowerBound
    /// How far the objective is above the certified bound, relative to the larger magnitude of the two.
    case gap
    /// Seconds, (3), summed over the users.
    case time
    /// The error left, (4), summed over the users.
    case error
    /// Joules, (5) and (6), summed over the users.
    case energy
    /// The utility (7), summed over the users.
    case utility
    /// How many users run on the edge.
    case offloadedCount
    /// The edge steps used.
    case edgeStepsUsed
    /// λ, what one more edge step would save with the plan's decisions; of the certified plan only.
    case price
    /// What one edge step less would cost; of the certified plan only, and none where less is not enough.
    case priceBelow

    /// The quantity of a run, nil if it has none.
    public func value(of run: SweepRun) -> Double? {
        switch self {
        case .objective: run.objective
        case .lowerBound: run.lowerBound
        case .gap:
            if let objective = run.objective, let bound = run.lowerBound {
                PlanCertificate.relativeGap(objective: objective, lowerBound: bound)
            } else {
                nil
            }
        case .time: run.totals?.time
        case .error: run.totals?.error
        case .energy: run.totals?.energy
        case .utility: run.totals?.utility
        case .offloadedCount: run.offloadedCount.map(Double.init)
        case .edgeStepsUsed: run.edgeStepsUsed
        case .price: run.price
        case .priceBelow: run.priceBelow
        }
    }

    /// What an axis of a figure says.
    public var label: String {
        switch self {
        case .objective: "Objective (cost − utility)"
        case .lowerBound: "Proven lower bound"
        case .gap: "Relative gap to the proven bound"
        case .time: "Total time (s)"
        case .error: "Total error"
        case .energy: "Total energy (J)"
        case .utility: "Total utility"
        case .offloadedCount: "Users at the edge"
        case .edgeStepsUsed: "Edge steps used (steps)"
        case .price: "Price of an edge step (objective per step)"
        case .priceBelow: "Cost of an edge step less (objective per step)"
        }
    }
}

/// One row of a solver's progress: a price tried, a node explored, or an iteration of the paper's algorithm.
public struct IterationRecord: Sendable, Equatable {
    /// The number of the row, from 1.
    public var iteration: Int
    /// The best objective so far, nil while there is no plan.
    public var primal: Double?
    /// The best proven lower bound so far, nil while there is none.
    public var dual: Double?
    /// λ, the price of an edge step at this row.
    public var price: Double
    /// Passes over the users so far.
    public var passes: Int
    /// Seconds since the solve began; for display only, no decision depends on it.
    public var seconds: Double

    /// Gathers one row.
    public init(
        iteration: Int, primal: Double?, dual: Double?, price: Double, passes: Int, seconds: Double
    ) {
        self.iteration = iteration
        self.primal = primal
        self.dual = dual
        self.price = price
        self.passes = passes
        self.seconds = seconds
    }

    /// The relative gap, nil while a side is missing.
    public var relativeGap: Double? {
        guard let primal, let dual else { return nil }
        return PlanCertificate.relativeGap(objective: primal, lowerBound: dual)
    }
}

/// Called after every iteration; may stop the solve.
public typealias IterationHandler = (IterationRecord) -> SolveContinuation

/// A solved P2: the point and every multiplier, one entry per user.
public struct KKTSolution: Sendable, Equatable {
    /// The verdict; without a point the arrays are empty.
    public var status: KKTStatus { summary.status }
    /// Objective, δ, residuals and statistics.
    public var summary: KKTSummary
    /// a.
    public var decisions: [Double]
    /// s.
    public var steps: [Double]
    /// β, the multiplier of a ≥ 0.
    public var zeroMultipliers: [Double]
    /// γ, the multiplier of a ≤ 1.
    public var oneMultipliers: [Double]
    /// ζ, the multiplier of the cap (16c).
    public var capMultipliers: [Double]
    /// η, the multiplier of s ≥ L.
    public var floorMultipliers: [Double]
    /// δ, the multiplier of the budget (16b).
    public var budgetMultiplier: Double { summary.multiplier }
}

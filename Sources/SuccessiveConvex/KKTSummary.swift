/// The scalars of a solved P2; the columns are in the workspace.
public struct KKTSummary: Sendable, Equatable {
    /// The verdict.
    public var status: KKTStatus
    /// δ, the multiplier of the budget (16b), +∞ for ``KKTStatus/onlyPoint``.
    public var multiplier: Double
    /// The objective of P2.
    public var objective = 0.0
    /// Σ (1−a)·R̃_0 + a·R̃_1.
    public var cost = 0.0
    /// Σ (2a^(i) − 1)·a.
    public var penaltySum = 0.0
    /// Σ s²z + a²/(4z).
    public var demand = 0.0
    /// Σ a·(1−a).
    public var indecision = 0.0
    /// max min(a, 1−a).
    public var distanceFromBinary = 0.0
    /// The residuals of the conditions at the point returned.
    public var residuals = KKTResiduals()
    /// How often δ was tried on all users, the final time included.
    public var evaluations = 0
    /// How often δ was tried on a sample of the users.
    public var sampledEvaluations = 0
}

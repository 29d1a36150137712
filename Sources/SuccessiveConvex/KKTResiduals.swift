/// How far a point is from satisfying (16a)–(20); every entry is the worst over the users.
///
/// A stationarity residual is divided by the sum of the magnitudes of its terms, where the derivative of a curve counts
/// as A + p·B·exp(−p·s) + q·D·exp(−q·s); a product of complementarity by that scale and by 1 + |cap|; the budget row by
/// max(C, S_e). (18a) is not asked of pinned decisions, (18b) not of frozen steps: a pin's own multiplier is not
/// reported.
public struct KKTResiduals: Sendable, Equatable {
    /// (18a): D(a, ζ, δ) − β + γ = 0.
    public var decisionStationarity = 0.0
    /// (18b): Φ(s) + ζ − η = 0.
    public var stepStationarity = 0.0
    /// (19a), (19b): β·a = 0, γ·(a − 1) = 0.
    public var decisionComplementarity = 0.0
    /// (19d): ζ·(s − cap) = 0, and η·(s − L) = 0.
    public var stepComplementarity = 0.0
    /// (19c): δ·(C − S_e) = 0, as |C − S_e| where δ > 0.
    public var budgetComplementarity = 0.0
    /// (16a), (16c) and s ≥ L.
    public var limitViolation = 0.0
    /// (16b): (C − S_e)⁺.
    public var budgetViolation = 0.0
    /// (20): multipliers below zero.
    public var dualInfeasibility = 0.0

    /// All zero.
    public init() {}

    /// The worst of all.
    public var largest: Double {
        [
            decisionStationarity, stepStationarity, decisionComplementarity, stepComplementarity,
            budgetComplementarity, limitViolation, budgetViolation, dualInfeasibility,
        ].reduce(0) { $0.isNaN || $1.isNaN ? .infinity : max($0, $1) }
    }
}

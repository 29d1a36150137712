/// One iteration of Algorithm 1: one P2 solved.
public struct SuccessiveConvexIteration: Sendable, Equatable {
    /// i, the sub-problem, from 1.
    public var subproblem: Int
    /// k, the iteration in the sub-problem, from 1.
    public var iteration: Int
    /// τ.
    public var penalty: Double
    /// Σ (1−a)·R_0 + a·R_1 − τ·H(a | a^(i)), H the linearised Σ a(a−1), at the new point. Must not increase with k.
    public var penalisedObjective: Double
    /// The value of the surrogate (15) there, between the penalised objective and its last value.
    public var surrogate: Double
    /// Σ (1−a)·R_0 + a·R_1 at the new point, decisions as they are.
    public var relaxedObjective: Double
    /// max min(a, 1−a).
    public var distanceFromBinary: Double
    /// δ.
    public var multiplier: Double
    /// How often δ was tried on all users, and on a sample.
    public var multiplierEvaluations: Int
    /// The largest change of a, and of s relative to 1 + s.
    public var change: Double
    /// The largest scaled KKT residual of the P2.
    public var residual: Double
}

/// The surrogate function G (10) and the budget row (11) user by user, with their first derivatives.
///
///     G_n = R̃_0²u + (1−a)²/(4u) + R̃_1²v + a²/(4v),   C_n = s²z + a²/(4z)
///
/// One entry per user in every column. Terms that pin or freeze are left out: one with u = 0, v = 0, z = 0 or z = +∞ in
/// it.
public struct SurrogateTerms: Sendable, Equatable {
    /// G_n.
    public var values: [Double]
    /// ∂G_n/∂a = a·(1/(2u) + 1/(2v)) − 1/(2u).
    public var decisionSlopes: [Double]
    /// ∂G_n/∂s = 2R̃_0R̃_0′u + 2R̃_1R̃_1′v.
    public var stepSlopes: [Double]
    /// C_n.
    public var demands: [Double]
    /// ∂C_n/∂a = a/(2z).
    public var demandDecisionSlopes: [Double]
    /// ∂C_n/∂s = 2sz.
    public var demandStepSlopes: [Double]
    /// The magnitudes that cancel in ∂G_n/∂a: a·(1/(2u) + 1/(2v)) + 1/(2u).
    public var decisionSizes: [Double]
    /// The magnitudes that cancel in ∂G_n/∂s, those of R̃′ among them: 2R̃_0·(A_0 + F_0)·u + 2R̃_1·(A_1 + F_1)·v with
    /// F = p·B·exp(−p·s) + q·D·exp(−q·s).
    public var stepSizes: [Double]

    /// Columns of zeros.
    init(count: Int) {
        let zeros = [Double](repeating: 0, count: count)
        (values, decisionSlopes, stepSlopes) = (zeros, zeros, zeros)
        (demands, demandDecisionSlopes, demandStepSlopes) = (zeros, zeros, zeros)
        (decisionSizes, stepSizes) = (zeros, zeros)
    }
}

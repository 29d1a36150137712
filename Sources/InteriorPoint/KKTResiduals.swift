/// The scaled residuals of the KKT conditions at one iterate.
///
/// Each is relative to the size of the terms that cancel in it, so that multiplying the objective, a constraint or
/// the whole program by a constant changes none of them.
public struct KKTResiduals: Equatable, Sendable {
    /// max over i of |g_i(x) + w_i| / (w_i + Σ_j |J_ij|·ξ_j) and |A·x − b|_i / Σ_j |A_ij|·ξ_j, where ξ_j = max(1,
    /// |x_j|).
    public var primal = Double.infinity
    /// max over j of |∇f + Jᵀ·y + Aᵀ·ν|_j / (D_j + |H_jj·x_j|), the divisor at least 1e-8·G (G itself if f is
    /// constant around the start), where D_j = |∇f|_j + (|J|ᵀ·y + |A|ᵀ·|ν|)_j and G = max_j D_j.
    public var dual = Double.infinity
    /// Σ w_i·y_i / (|f(x)| + G).
    public var complementarity = Double.infinity

    /// The largest of the three; NaN if one is.
    public var largest: Double {
        guard primal >= 0, dual >= 0, complementarity >= 0 else { return .nan }
        return max(primal, dual, complementarity)
    }
}

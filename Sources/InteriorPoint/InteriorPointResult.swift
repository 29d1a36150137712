/// The verdict of an interior-point solve.
public enum InteriorPointStatus: String, Sendable {
    /// All scaled KKT residuals are within the tolerance.
    case optimal
    /// Progress ended with residuals within the acceptable tolerance, but not the tolerance.
    case acceptable
    /// Multipliers were found that prove that no point near the last one, out to very far away, satisfies the
    /// constraints.
    case primalInfeasible
    /// The iterates ran off to infinity along a direction in which the constraints hold and the objective falls:
    /// the program is unbounded, and its dual infeasible.
    case dualInfeasible
    /// The iteration limit came first.
    case iterationLimit
    /// The time limit came first.
    case timeLimit
    /// The iteration handler asked to stop.
    case stopped
    /// Rounding, or derivatives that contradict the values, kept the method from any further progress.
    case numericalFailure
}

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

/// A point and multipliers to begin from.
public struct InteriorPointWarmStart: Equatable, Sendable {
    /// x, n elements inside the domain.
    public var point: [Double]
    /// y ≥ 0, m elements; nil for a cold start of the multipliers.
    public var inequalityMultipliers: [Double]?
    /// ν, p elements; nil for zeros.
    public var equalityMultipliers: [Double]?

    /// A warm start.
    public init(point: [Double], inequalityMultipliers: [Double]? = nil, equalityMultipliers: [Double]? = nil) {
        self.point = point
        self.inequalityMultipliers = inequalityMultipliers
        self.equalityMultipliers = equalityMultipliers
    }
}

/// What an interior-point solve ends with.
public struct InteriorPointResult: Sendable {
    /// The verdict. Everything else belongs to the last iterate; for `.primalInfeasible` the point and the multipliers
    /// are the certificate: Σ y_i·g_i(x) + νᵀ(A·x − b) > 0 while Jᵀ·y + Aᵀ·ν vanishes in comparison.
    public let status: InteriorPointStatus
    /// x.
    public let point: [Double]
    /// w > 0, the slacks of the inequalities: g(x) + w = 0 up to the primal residual.
    public let slacks: [Double]
    /// y > 0, the multipliers of the inequalities.
    public let inequalityMultipliers: [Double]
    /// ν, the multipliers of the equalities.
    public let equalityMultipliers: [Double]
    /// f(x) at a (nearly) optimal point, nil for every other verdict.
    public let objective: Double?
    /// The scaled residuals.
    public let residuals: KKTResiduals
    /// max_j |dx_j| / (1 + |x_j|) of the last full Newton step, an estimate of the distance to the solution.
    public let estimatedDistance: Double
    /// One record per iterate, from the starting point on.
    public let records: [InteriorPointRecord]

    /// The number of steps taken.
    public var iterations: Int { max(records.count - 1, 0) }
    /// A warm start at this result.
    public var warmStart: InteriorPointWarmStart {
        InteriorPointWarmStart(
            point: point, inequalityMultipliers: inequalityMultipliers, equalityMultipliers: equalityMultipliers)
    }
}

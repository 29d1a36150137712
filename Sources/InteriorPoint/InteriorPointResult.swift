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

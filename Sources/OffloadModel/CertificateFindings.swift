/// What a check of a certificate found.
public struct CertificateFindings: Sendable, Equatable {
    /// The objective recomputed, nil if the plan is not feasible.
    public var objective: Double?
    /// The bound recomputed, nil if the check ended before it.
    public var lowerBound: Double?
    /// How much a claim may differ from the recomputed number by rounding, 0 if the plan is not feasible.
    public var roundingAllowance = 0.0
    /// The first claim that does not hold, nil if all do.
    public var failure: CertificateFailure?
}

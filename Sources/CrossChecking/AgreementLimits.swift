/// The largest differences that count as agreement.
public struct AgreementLimits: Sendable, Equatable {
    /// Objectives and bounds, relative.
    public var objective = 1e-9
    /// max |Δa|.
    public var decisions = 1e-6
    /// max |Δs|/(1 + S).
    public var steps = 1e-5
    /// Multipliers, relative.
    public var multipliers = 1e-5
    /// Scaled KKT residuals.
    public var residuals = 1e-8
    /// Units in the last place between the BLAS evaluation and the kernels.
    public var ulps = 8.0

    /// The limits of the specification.
    public init() {}
}

/// The largest differences that count as agreement.
public struct AgreementLimits: Sendable, Equatable {
    /// Objectives and bounds, relative.
    public var objective = 1e-9
    /// max |Δa|, relative to the range of a.
    public var decisions = 1e-6
    /// max |Δs|, relative to the range of s.
    public var steps = 1e-5
    /// Multipliers, relative.
    public var multipliers = 1e-5
    /// Scaled KKT residuals.
    public var residuals = 1e-8
    /// Units in the last place between the BLAS evaluation and the kernels.
    public var ulps = 8.0

    /// The limits of the specification.
    public init() {}

    /// The same limits, every one multiplied by a number.
    public func scaled(by factor: Double) -> AgreementLimits {
        var limits = self
        for path in [
            \AgreementLimits.objective, \.decisions, \.steps, \.multipliers, \.residuals, \.ulps,
        ] { limits[keyPath: path] *= factor }
        return limits
    }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The cost curve of one user at one site, R(s) = K + A·s + B·exp(−p·s) + D·exp(−q·s) on L ≤ s ≤ S.
///
/// A scalar value type for inspection, tests and the certificate's verifier; the solvers work on the
/// columns of ``CostCurves``. Evaluation uses the C library's exponential.
public struct CostCurve: Sendable, Equatable, Hashable {
    /// K.
    public var constant: Double
    /// A ≥ 0.
    public var stepCost: Double
    /// B ≥ 0.
    public var errorWeight: Double
    /// p ≥ 0.
    public var errorDecay: Double
    /// D ≥ 0.
    public var utilityWeight: Double
    /// q ≥ 0.
    public var utilityRate: Double
    /// L ≥ 0.
    public var fewestSteps: Double
    /// S.
    public var mostSteps: Double

    /// Gathers the eight numbers of one curve.
    public init(
        constant: Double, stepCost: Double, errorWeight: Double, errorDecay: Double,
        utilityWeight: Double, utilityRate: Double, fewestSteps: Double, mostSteps: Double
    ) {
        self.constant = constant
        self.stepCost = stepCost
        self.errorWeight = errorWeight
        self.errorDecay = errorDecay
        self.utilityWeight = utilityWeight
        self.utilityRate = utilityRate
        self.fewestSteps = fewestSteps
        self.mostSteps = mostSteps
    }

    /// True if the user may run at this site at all, L ≤ S.
    public var isAvailable: Bool { fewestSteps <= mostSteps }

    /// R(s).
    public func value(at steps: Double) -> Double {
        constant + stepCost * steps
            + errorWeight * exp(-errorDecay * steps)
            + utilityWeight * exp(-utilityRate * steps)
    }

    /// R′(s) = A − p·B·exp(−p·s) − q·D·exp(−q·s).
    public func derivative(at steps: Double) -> Double {
        stepCost
            - errorDecay * errorWeight * exp(-errorDecay * steps)
            - utilityRate * utilityWeight * exp(-utilityRate * steps)
    }

    /// R″(s) = p²·B·exp(−p·s) + q²·D·exp(−q·s) ≥ 0.
    public func secondDerivative(at steps: Double) -> Double {
        errorDecay * errorDecay * errorWeight * exp(-errorDecay * steps)
            + utilityRate * utilityRate * utilityWeight * exp(-utilityRate * steps)
    }
}

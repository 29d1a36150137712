import LinearAlgebra
import SuccessiveConvex
import VectorKernels

/// The worst difference, over the users, between the BLAS evaluation and the vector kernels, in units in the last
/// place.
///
/// The unit is that of the sum of the magnitudes of the terms: the larger of both results where all have one sign, and
/// ``SurrogateTerms/decisionSizes`` and ``SurrogateTerms/stepSizes`` for ∂G_n/∂a and ∂G_n/∂s, in which terms cancel. That sum is
/// first multiplied by 4 for G_n and ∂G_n/∂s, and by 2 for C_n and ∂G_n/∂a. By first-order analysis, with the errors of both
/// exponentials, the roundings add up to at most 33 and 16 relative units of 2⁻⁵³, since R̃²u doubles the error of R̃.
public struct UlpComparison: Sendable, Equatable {
    /// The worst over G_n.
    public var value = 0.0
    /// The worst over ∂G_n/∂a.
    public var decisionSlope = 0.0
    /// The worst over ∂G_n/∂s.
    public var stepSlope = 0.0
    /// The worst over C_n.
    public var demand = 0.0
    /// The worst over ∂C_n/∂a.
    public var demandDecisionSlope = 0.0
    /// The worst over ∂C_n/∂s.
    public var demandStepSlope = 0.0

    /// The worst of all; NaN if any term is.
    public var largest: Double {
        [value, decisionSlope, stepSlope, demand, demandDecisionSlope, demandStepSlope].reduce(0, worse)
    }

    /// No difference.
    public init() {}

    /// Compares both evaluations of a P2 at a point.
    ///
    /// - Parameters:
    ///   - problem: the P2.
    ///   - decisions: a, one entry per user in 0 … 1.
    ///   - steps: s ≥ 0, one entry per user.
    ///   - kernels: the vector kernels.
    /// - Throws: `LinearAlgebraError` if a column has another length than the curves.
    public init(
        _ problem: P2Problem, decisions: [Double], steps: [Double], kernels: Kernels = Kernels()
    ) throws(LinearAlgebraError) {
        let (fused, reached) = KernelSurrogate(kernels: kernels).terms(
            curves: problem.curves, u: problem.u, v: problem.v, z: problem.z, decisions: decisions, steps: steps)
        let plain = try SurrogateEvaluation(problem).terms(decisions: reached, steps: steps)
        self.init(plain, fused)
    }

    /// Compares two evaluations of the same terms; the sizes are the first one's.
    public init(_ plain: SurrogateTerms, _ other: SurrogateTerms) {
        for user in plain.values.indices {
            value = worse(value, ulps(plain.values[user], other.values[user], factor: 4))
            demand = worse(demand, ulps(plain.demands[user], other.demands[user], factor: 2))
            demandDecisionSlope = worse(
                demandDecisionSlope, ulps(plain.demandDecisionSlopes[user], other.demandDecisionSlopes[user]))
            demandStepSlope = worse(
                demandStepSlope, ulps(plain.demandStepSlopes[user], other.demandStepSlopes[user]))
            decisionSlope = worse(
                decisionSlope,
                ulps(plain.decisionSlopes[user], other.decisionSlopes[user], size: plain.decisionSizes[user], factor: 2)
            )
            stepSlope = worse(
                stepSlope, ulps(plain.stepSlopes[user], other.stepSlopes[user], size: plain.stepSizes[user], factor: 4))
        }
    }

    private func ulps(_ x: Double, _ y: Double, size: Double = 0, factor: Double = 1) -> Double {
        x == y ? 0 : abs(x - y) / (factor * max(abs(x), abs(y), size)).ulp
    }
}

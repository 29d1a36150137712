import LinearAlgebra
import SuccessiveConvex
import VectorKernels

/// The worst difference, over the users, between the BLAS evaluation and the vector kernels, in units in the last
/// place.
///
/// G_n, C_n and the derivatives of C_n have terms of one sign only, so the unit is that of the larger of both results.
/// In ∂G_n/∂a and ∂G_n/∂s terms cancel, and the unit is that of ``SurrogateTerms/decisionSizes`` and
/// ``SurrogateTerms/stepSizes``, the sums of the magnitudes that do.
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
            value = worse(value, ulps(plain.values[user], other.values[user]))
            demand = worse(demand, ulps(plain.demands[user], other.demands[user]))
            demandDecisionSlope = worse(
                demandDecisionSlope, ulps(plain.demandDecisionSlopes[user], other.demandDecisionSlopes[user]))
            demandStepSlope = worse(
                demandStepSlope, ulps(plain.demandStepSlopes[user], other.demandStepSlopes[user]))
            decisionSlope = worse(
                decisionSlope,
                ulps(plain.decisionSlopes[user], other.decisionSlopes[user], size: plain.decisionSizes[user]))
            stepSlope = worse(
                stepSlope, ulps(plain.stepSlopes[user], other.stepSlopes[user], size: plain.stepSizes[user]))
        }
    }

    private func ulps(_ x: Double, _ y: Double, size: Double = 0) -> Double {
        x == y ? 0 : abs(x - y) / max(abs(x), abs(y), size).ulp
    }
}

/// A plan, what is claimed of it, and the proof: everything needed to check the claims against the problem alone.
///
/// The check shares no code with the solvers but the summation of ``PreciseSum`` and the limits of steps: it evaluates
/// the curves with the C library's exponential, minimises them by a method of its own, and follows the proof's tree.
public struct PlanCertificate: Sendable, Equatable {
    /// The plan whose cost is claimed.
    public var plan: Plan
    /// The claimed objective of P1 (8) at the plan.
    public var objective: Double
    /// The claimed lower bound on the objective of every feasible plan.
    public var lowerBound: Double
    /// Why no plan can cost less than `lowerBound`.
    public var proof: BoundProof

    /// Gathers a plan, its claims and its proof.
    public init(plan: Plan, objective: Double, lowerBound: Double, proof: BoundProof) {
        self.plan = plan
        self.objective = objective
        self.lowerBound = lowerBound
        self.proof = proof
    }

    /// objective − lowerBound, at least 0.
    public var absoluteGap: Double { max(objective - lowerBound, 0) }

    /// The gap relative to the larger magnitude of objective and bound; see ``relativeGap(objective:lowerBound:)``.
    public var relativeGap: Double { Self.relativeGap(objective: objective, lowerBound: lowerBound) }

    /// (objective − bound)⁺ / max(|objective|, |bound|), and 0 where the difference is at most 2⁻¹⁰⁰⁰: where nothing costs
    /// anything, that is what underflow keeps a bound from being proven to.
    public static func relativeGap(objective: Double, lowerBound: Double) -> Double {
        let gap = objective - lowerBound
        return gap > 0x1p-1000 ? gap / max(abs(objective), abs(lowerBound)) : 0
    }

    /// True if the plan is exactly feasible and both claims follow from the problem's data.
    public func holds(for problem: OffloadProblem) -> Bool {
        verify(for: problem).failure == nil
    }

    /// Recomputes feasibility, objective and bound from the problem's data.
    ///
    /// A claimed number may differ from the recomputed one by the rounding of the two evaluations,
    /// 2⁻⁴⁴ of the sum of the magnitudes added; nothing else is forgiven.
    public func verify(for problem: OffloadProblem) -> CertificateFindings {
        if let violation = plan.violation(in: problem) {
            return CertificateFindings(failure: .infeasiblePlan(violation))
        }
        let objective = plan.cost(in: problem)
        var checker = BoundChecker(problem: problem, plan: plan, claim: lowerBound)
        let allowance = checker.roundingAllowance
        guard abs(objective - self.objective) <= allowance else {
            return CertificateFindings(
                objective: objective, roundingAllowance: allowance,
                failure: .wrongObjective(claimed: self.objective, found: objective))
        }
        let bound: Double
        do throws(ProofError) {
            bound = try checker.bound(of: proof)
        } catch {
            return CertificateFindings(
                objective: objective, roundingAllowance: allowance, failure: .brokenProof(error))
        }
        guard lowerBound <= bound + allowance else {
            return CertificateFindings(
                objective: objective, lowerBound: bound, roundingAllowance: allowance,
                failure: .unprovenBound(claimed: lowerBound, proven: bound))
        }
        return CertificateFindings(
            objective: objective, lowerBound: bound, roundingAllowance: allowance, failure: nil)
    }
}

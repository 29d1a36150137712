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

    /// The gap relative to the larger magnitude of objective and bound; 0 if both are equal.
    public var relativeGap: Double { Self.relativeGap(objective: objective, lowerBound: lowerBound) }

    /// (objective − bound)⁺ / max(|objective|, |bound|), and 0 where there is no gap.
    public static func relativeGap(objective: Double, lowerBound: Double) -> Double {
        let gap = objective - lowerBound
        return gap > 0 ? gap / max(abs(objective), abs(lowerBound)) : 0
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
        let objective = plan.objective(in: problem)
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

/// A claim that does not hold.
public enum CertificateFailure: Sendable, Equatable, CustomStringConvertible {
    /// The plan breaks a rule of P1.
    case infeasiblePlan(PlanViolation)
    /// The plan costs something else.
    case wrongObjective(claimed: Double, found: Double)
    /// The proof yields less than the claimed bound.
    case unprovenBound(claimed: Double, proven: Double)
    /// The proof is not a proof.
    case brokenProof(ProofError)

    /// The failure in one sentence.
    public var description: String {
        switch self {
        case .infeasiblePlan(let violation): "the plan is not feasible: \(violation)"
        case .wrongObjective(let claimed, let found): "the plan claims the objective \(claimed), it has \(found)"
        case .unprovenBound(let claimed, let proven): "the lower bound \(claimed) is claimed, \(proven) is proven"
        case .brokenProof(let error): "the proof of the lower bound is broken: \(error)"
        }
    }
}

/// A fault in the shape of a proof.
public enum ProofError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The list of steps ends before the tree is complete.
    case incomplete
    /// Steps are left over after the tree.
    case trailingSteps(Int)
    /// A price is negative or not a number.
    case invalidPrice(Double)
    /// A user that does not exist.
    case invalidUser(Int)
    /// A count outside 0 ..< N.
    case invalidLimit(Int)

    /// The fault in one sentence.
    public var description: String {
        switch self {
        case .incomplete: "it ends too early"
        case .trailingSteps(let count): "\(count) steps follow its end"
        case .invalidPrice(let price): "the price \(price) is not a finite number ≥ 0"
        case .invalidUser(let user): "there is no user \(user)"
        case .invalidLimit(let limit): "the limit \(limit) is out of range"
        }
    }
}

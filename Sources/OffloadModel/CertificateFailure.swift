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
        case .wrongObjective(let claimed, let found):
            "the plan claims the objective \(exact: claimed), it has \(exact: found)"
        case .unprovenBound(let claimed, let proven):
            "the lower bound \(exact: claimed) is claimed, \(exact: proven) is proven"
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
    /// A version that is not among ``BoundProof/versions``.
    case unknownVersion(Int)
    /// A core step in a proof of version 1.
    case coreInVersion1
    /// A core step with no price, or with more than ``CoreLimits/mostPrices``.
    case invalidPriceCount(Int)
    /// A core whose users do not all keep their fewest steps at the step's prices; the first such user.
    case elasticCore(user: Int)
    /// A core that takes more work than ``CoreLimits`` allow.
    case coreTooLarge(users: Int)

    /// The fault in one sentence.
    public var description: String {
        switch self {
        case .incomplete: "it ends too early"
        case .trailingSteps(let count): "\(count) steps follow its end"
        case .invalidPrice(let price): "the price \(exact: price) is not a finite number ≥ 0"
        case .invalidUser(let user): "there is no user \(user)"
        case .invalidLimit(let limit): "the limit \(limit) is out of range"
        case .unknownVersion(let version): "its version is \(version), known are 1 and 2"
        case .coreInVersion1: "it has a core step, which needs version 2"
        case .invalidPriceCount(let count):
            "a core step has \(count) prices, allowed are 1 to \(CoreLimits.mostPrices)"
        case .elasticCore(let user): "a core step leaves user \(user) a choice of steps at its prices"
        case .coreTooLarge(let users): "a core step of \(users) users is beyond the limits of verifying"
        }
    }
}

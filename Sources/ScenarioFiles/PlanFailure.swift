import OffloadModel

/// A claim of a plan file that does not hold.
public enum PlanFailure: Sendable, Equatable, CustomStringConvertible {
    /// The plan has another number of users than the scenario.
    case wrongCount(found: Int, expected: Int)
    /// Feasibility, objective or bound.
    case certificate(CertificateFailure)
    /// A number that follows from other entries is not what they give.
    case wrongNumber(field: String, claimed: Double, found: Double)
    /// The status promises a smaller gap than there is.
    case gapTooWide(gap: Double, asked: Double)
    /// The status says that rounding alone keeps objective and bound apart, and they are farther apart than that.
    case gapBeyondRounding(difference: Double, rounding: Double)
    /// The price is not the multiplier of (1): with it the plan's decisions are not proven to cost what they do.
    case wrongPrice(claimed: Double, proven: Double, objective: Double)
    /// The price below is not what one edge step less costs; nil where less is infeasible.
    case wrongPriceBelow(claimed: Double?, found: Double?)
    /// The verdict that no plan exists, or its reason, is wrong; `found` is nil if a plan does exist.
    case wrongInfeasibility(claimed: Infeasibility, found: Infeasibility?)

    /// The failure in one sentence.
    public var description: String {
        switch self {
        case .wrongCount(let found, let expected): "the plan has \(found) users, the scenario \(expected)"
        case .certificate(let failure): failure.description
        case .wrongNumber(let field, let claimed, let found):
            "\(field) is claimed to be \(exact: claimed), it is \(exact: found)"
        case .gapTooWide(let gap, let asked):
            "the plan is called optimal, but its relative gap is \(exact: gap) "
                + "where \(exact: asked) was asked"
        case .gapBeyondRounding(let difference, let rounding):
            "rounding is said to keep objective and bound apart, but they are \(exact: difference) apart and rounding "
                + "explains at most \(exact: rounding)"
        case .wrongPrice(let claimed, let proven, let objective):
            "the price is claimed to be \(exact: claimed), but at it the plan's decisions are only proven to cost "
                + "\(exact: proven), not \(exact: objective)"
        case .wrongPriceBelow(nil, let found):
            "priceBelow is claimed to be null, as if fewer steps were not enough for the users at the edge; it is "
                + "\(found.map { "\(exact: $0)" } ?? "null")"
        case .wrongPriceBelow(let claimed?, let found):
            "priceBelow is claimed to be \(exact: claimed), it is "
                + (found.map { "\(exact: $0)" } ?? "null, since fewer steps are not enough for the users at the edge")
        case .wrongInfeasibility(let claimed, nil): "a plan exists, though it is claimed that \(claimed)"
        case .wrongInfeasibility(let claimed, let found?): "it is claimed that \(claimed), but \(found)"
        }
    }
}

import OffloadModel

/// A reason to doubt that an exponential is the right curve for the data, or that its rate is known.
public enum ShapeWarning: Sendable, Equatable, CustomStringConvertible {
    /// A power law fits much better: its AICc is lower by this much, more than ``Calibration/decisiveEvidence``.
    case powerLaw(evidence: Double, rSquared: Double, exponentialRSquared: Double)
    /// The floor is held at 0, and one below 0, which an error cannot have, fits much better: the values fall too straight.
    case negativeFloor(evidence: Double, floor: Double, rSquared: Double, heldRSquared: Double)
    /// The residuals, in the order of the steps, have their signs in fewer runs than chance allows.
    case patternedResiduals(runs: Int, points: Int, probability: Double)
    /// The curve leaves more than a tenth of the variance.
    case poorFit(rSquared: Double)
    /// The standard error of the rate is more than half of it.
    case uncertainRate(relativeError: Double)

    /// The warning in one sentence.
    public var description: String {
        switch self {
        case .powerLaw(let evidence, let rSquared, let exponentialRSquared):
            "an exponential is the wrong shape: a power law has R² "
                + "\(Self.text(rSquared)) against \(Self.text(exponentialRSquared)), and an AICc that is "
                + "\(DecimalText.significant(evidence, digits: 3)) lower"
        case .negativeFloor(_, let floor, let rSquared, let heldRSquared):
            "the values fall too straight for an exponential that ends at 0 or above: with a floor of "
                + "\(DecimalText.significant(floor, digits: 3)) R² is \(Self.text(rSquared)) against "
                + Self.text(heldRSquared)
        case .patternedResiduals(let runs, let points, let probability):
            "the exponential misses a pattern: the signs of \(points) residuals come in \(runs) run\(runs == 1 ? "" : "s"), which chance does "
                + "with a probability of \(DecimalText.significant(probability, digits: 2))"
        case .poorFit(let rSquared):
            "the curve explains little: R² is \(Self.text(rSquared))"
        case .uncertainRate(let relativeError):
            "the rate is hardly known: its standard error is \(DecimalText.significant(100 * relativeError, digits: 3)) % "
                + "of it"
        }
    }

    private static func text(_ value: Double) -> String { DecimalText.significant(value, digits: 6) }
}

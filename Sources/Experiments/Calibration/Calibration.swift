#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The decay C1 of an error with the steps, (4), or the rate C2 of a utility, (7), as measurements have it.
///
/// The exponential that the model assumes is fitted by least squares, and so is a power law with the same number of
/// parameters, to see whether the exponential is the wrong shape. Akaike's criterion for small samples is
/// AICc = n·ln(RSS/n) + 2k + 2k(k + 1)/(n − k − 1); with equal k its difference is
///
///     AICc(exponential) − AICc(power law) = n·ln(RSS_exponential / RSS_powerLaw)
///
/// for any n, so that tables of four or five points can be judged too. Where it exceeds 10, there is "essentially no
/// support" for the exponential (Burnham and Anderson, "Model Selection and Multimodel Inference", 2002, section 2.6), and
/// ``warnings`` says so. By the same measure an exponential with a floor below 0 is held against one whose floor is
/// held at 0: values that fall in a straight line show that way. A curve can also be wrong where a
/// power law is no better, which shows in residuals whose signs come in runs; but a dozen points or fewer are not
/// enough for that, so it is the second rule and not the first.
public struct Calibration: Sendable, Equatable {
    /// What was fitted.
    public let points: StepMeasurements
    /// Error or utility.
    public let quantity: MeasuredQuantity
    /// The exponential; its rate is C1 or C2.
    public let fit: CurveFit
    /// The power law it is held against; nil if a point has no steps, where a power law has no value.
    public let powerLaw: CurveFit?
    /// The exponential with a floor below 0, where the floor is held at 0 although the data would have it lower; else nil.
    public let unboundedFit: CurveFit?

    /// How much lower the AICc of a power law must be for the exponential to be called the wrong shape.
    public static let decisiveEvidence = 10.0
    /// The probability below which a pattern of residuals is not put down to chance.
    public static let patternLevel = 0.01

    /// Fits the curves.
    ///
    /// - Parameters:
    ///   - points: at least four measurements, or three with `floor` `.zero`, at three different numbers of steps or more.
    ///   - quantity: error or utility.
    ///   - floor: where the curve of an error may end.
    /// - Throws: ``TableError`` that names the column, what was found and what is allowed: too few points, values that are
    ///   all the same, go the wrong way, or do not approach a limit.
    public init(
        _ points: StepMeasurements, of quantity: MeasuredQuantity = .error, floor: FloorRule = .atLeastZero
    ) throws(TableError) {
        self.points = points
        self.quantity = quantity
        fit = try CurveFitter(.exponential, of: quantity, floor: floor).fit(points)
        try Self.checkRate(fit, of: points)
        powerLaw =
            points.steps.contains(0) ? nil : try CurveFitter(.powerLaw, of: quantity, floor: floor).fit(points)
        let isHeld = quantity == .error && floor == .atLeastZero && fit.limit.standardError == nil
        unboundedFit = isHeld ? try CurveFitter(.exponential, of: quantity, floor: .free).fit(points) : nil
    }

    private static func checkRate(_ fit: CurveFit, of points: StepMeasurements) throws(TableError) {
        let found: String
        switch (fit.rateVerdict, fit.quantity) {
        case (.determined, _): return
        case (.wrongWay, .error): found = "values that do not fall with the steps"
        case (.wrongWay, .utility): found = "values that do not rise with the steps"
        case (.noTrend, _):
            found =
                "values that neither fall nor rise clearly: a line through them has a slope of less than twice its standard error"
        case (.straight, .error): found = "values that fall in a straight line, or ever faster"
        case (.straight, .utility): found = "values that rise in a straight line, or ever faster"
        case (.sudden, _): found = "values that change at the first number of steps only"
        }
        throw TableError(
            column: points.name, value: found,
            allowed: fit.quantity == .error
                ? "values that fall towards a floor, ever more slowly"
                : "values that rise towards a limit, ever more slowly")
    }

    /// AICc of the exponential minus AICc of the power law: positive where the power law fits better. nil if there is no
    /// power law, or if the exponential passes through all points.
    @inline(never) public var powerLawEvidence: Double? {
        guard let powerLaw, !fitsExactly else { return nil }
        return Double(points.count) * log(fit.scaledSquares / powerLaw.scaledSquares)
    }

    /// True if what the exponential leaves is below 10⁻⁸ of the values' spread, where R² rounds to 1.
    private var fitsExactly: Bool { fit.rSquared == 1 }

    /// The signs of the exponential's residuals in the order of the steps.
    public var runsTest: RunsTest {
        RunsTest(points.steps.indices.sorted { points.steps[$0] < points.steps[$1] }.map { fit.residuals[$0] })
    }

    /// Every reason to doubt the fit.
    public var warnings: [ShapeWarning] {
        guard !fitsExactly else { return [] }
        var warnings: [ShapeWarning] = []
        if let powerLaw, let evidence = powerLawEvidence, evidence > Self.decisiveEvidence {
            warnings.append(
                .powerLaw(
                    evidence: evidence, rSquared: powerLaw.rSquared, exponentialRSquared: fit.rSquared))
        }
        if let unboundedFit {
            let evidence = Double(points.count) * log(fit.scaledSquares / unboundedFit.scaledSquares)
            if evidence > Self.decisiveEvidence {
                warnings.append(
                    .negativeFloor(
                        evidence: evidence, floor: unboundedFit.limit.value, rSquared: unboundedFit.rSquared,
                        heldRSquared: fit.rSquared))
            }
        }
        let runs = runsTest
        if runs.probability < Self.patternLevel {
            warnings.append(
                .patternedResiduals(
                    runs: runs.runs, points: runs.positive + runs.negative, probability: runs.probability))
        }
        if fit.rSquared < 0.9 { warnings.append(.poorFit(rSquared: fit.rSquared)) }
        if let error = fit.rate.standardError, error > 0.5 * fit.rate.value {
            warnings.append(.uncertainRate(relativeError: error / fit.rate.value))
        }
        return warnings
    }
}

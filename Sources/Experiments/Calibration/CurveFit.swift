#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A curve fitted to measurements by least squares.
///
///     exponential   error E(s) = A·e^(−C·s) + floor      utility U(s) = U∞ − A·e^(−C·s)
///     power law     error E(s) = A·s^(−c) + floor        utility U(s) = U∞ − A·s^(−c)
///
/// Standard errors are √(σ²·(JᵀJ)⁻¹) at the solution, with σ² = RSS/(n − p) for n points and p parameters that are free;
/// A and the initial value follow from the fitted parameters to first order. They describe the scatter of the points
/// about the curve, and mean little where the curve has the wrong shape.
public struct CurveFit: Sendable, Equatable {
    /// The shape.
    public let shape: CurveShape
    /// What is fitted.
    public let quantity: MeasuredQuantity
    /// C per step, or the exponent c of a power law; > 0.
    public let rate: Estimate
    /// A > 0.
    public let amplitude: Estimate
    /// The floor of an error, or U∞.
    public let limit: Estimate
    /// The exponential's value before the first step, floor + A or U∞ − A; nil for a power law, which has none.
    public let initialValue: Estimate?
    /// Value minus curve, for each point in the order given.
    public let residuals: [Double]
    /// Σ w·residual² with w = 1, or (least deviation / deviation)².
    public let weightedSquares: Double
    /// R² = 1 − Σ w·residual² / Σ w·(value − weighted mean)².
    public let rSquared: Double
    /// How the minimisation ended.
    public let status: LevenbergMarquardt.Status
    /// The steps of the minimisation.
    public let iterations: Int
    /// Whether the data have the rate determined.
    public let rateVerdict: RateVerdict

    /// Whether data have the rate determined.
    public enum RateVerdict: Sendable, Equatable {
        /// The rate is within its bounds.
        case determined
        /// The values go the other way: an error rises, or a utility falls.
        case wrongWay
        /// The values neither fall nor rise: the slope of a straight line through them is less than twice its standard error.
        case noTrend
        /// The values go the right way, and the best curve is as straight as can be.
        case straight
        /// The best curve has reached its limit by the second abscissa.
        case sudden
    }

    /// The curve's first abscissa, its values there and afterwards in a form that cannot overflow.
    let firstAbscissa: Double
    let amplitudeAtFirst: Double
    /// The weighted squares in units of the largest value, which neither overflow nor vanish.
    let scaledSquares: Double

    /// The curve at a number of steps, > 0 for a power law.
    public func value(at steps: Double) -> Double {
        let decay = amplitudeAtFirst * exp(-rate.value * (shape.abscissa(of: steps) - firstAbscissa))
        return limit.value + (quantity == .error ? decay : -decay)
    }
}

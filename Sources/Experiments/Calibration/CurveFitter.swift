import LinearAlgebra
import OffloadModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Fits a curve that approaches a limit to measurements.
///
/// A power law is an exponential in ln s, so both shapes are the same `DecayProblem`. The minimisation starts from the
/// local minima of a grid of rates at which the other parameters are optimal, and the lowest result counts.
public struct CurveFitter: Sendable {
    /// The shape.
    public var shape: CurveShape
    /// What is fitted.
    public var quantity: MeasuredQuantity
    /// Where the curve of an error may end; of no effect on a utility, whose limit is free.
    public var floor: FloorRule
    /// The method of minimisation.
    public var method = LevenbergMarquardt()

    /// A fitter.
    public init(_ shape: CurveShape, of quantity: MeasuredQuantity, floor: FloorRule = .atLeastZero) {
        self.shape = shape
        self.quantity = quantity
        self.floor = floor
    }

    /// Fits the curve.
    ///
    /// - Parameter points: at least four, or three where the curve ends at 0, at three different numbers of steps or more; for a
    ///   power law all > 0. Not all values are the same.
    /// - Returns: The fit, also where its ``CurveFit/rateVerdict`` says that the data do not have such a shape.
    /// - Throws: ``TableError`` that names the column and what is missing.
    public func fit(_ points: StepMeasurements) throws(TableError) -> CurveFit {
        try check(points)
        let (problem, units) = scaled(points)
        var best: LevenbergMarquardt.Result?
        for start in problem.startingPoints() {
            let result = method.minimum(of: problem, from: start)
            if Self.squares(result.residuals) < best.map({ Self.squares($0.residuals) }) ?? .infinity { best = result }
        }
        guard let best else {
            throw TableError(column: points.name, value: "numbers too large to be fitted", allowed: "smaller ones")
        }
        return fit(points, problem, units, best)
    }

    private func check(_ points: StepMeasurements) throws(TableError) {
        // One point more than there are parameters, so that something is left to judge the curve by.
        let isWithoutFloor = quantity == .error && floor == .zero
        guard points.count >= (isWithoutFloor ? 3 : 4) else {
            throw TableError(
                column: points.name, value: points.count == 1 ? "1 point" : "\(points.count) points",
                allowed: isWithoutFloor
                    ? "at least 3, for a curve that ends at 0 has two parameters"
                    : "at least 4, for a curve has three parameters")
        }
        let different = Set(points.steps)
        guard different.count >= 3 else {
            throw TableError(
                column: "steps",
                value: "\(different.count) different number\(different.count == 1 ? "" : "s") of steps",
                allowed: "at least 3, for two do not show whether a curve flattens")
        }
        guard points.values.contains(where: { $0 != points.values[0] }) else {
            throw TableError(
                column: points.name, value: "the same value everywhere, \(exact: points.values[0])",
                allowed: "values that change with the steps")
        }
        guard shape == .exponential || points.steps.allSatisfy({ $0 > 0 }) else {
            throw TableError(column: "steps", value: "0", allowed: "a number > 0 for a power law")
        }
    }

    /// What turns scaled parameters into those of the curve.
    struct Units {
        /// The first abscissa, and the distance of the last from it.
        var start = 0.0
        var length = 1.0
        /// 1 or −1, times the largest magnitude of a value.
        var value = 1.0
    }

    private func scaled(_ points: StepMeasurements) -> (DecayProblem, Units) {
        let abscissas = points.steps.map(shape.abscissa)
        let start = abscissas.reduce(.infinity, min)
        let length = abscissas.reduce(-.infinity, max) - start
        let size = points.values.reduce(0) { max($0, abs($1)) }
        let units = Units(start: start, length: length, value: quantity == .error ? size : -size)
        let least = points.deviations?.min() ?? 1
        let range: ClosedRange<Double> =
            switch (quantity, floor) {
            case (.error, .atLeastZero): 0...Double.infinity
            case (.error, .zero): 0...0
            default: -Double.infinity...Double.infinity
            }
        let problem = DecayProblem(
            abscissas: abscissas.map { ($0 - start) / length }, ordinates: points.values.map { $0 / units.value },
            weights: points.deviations?.map { least / $0 } ?? points.values.map { _ in 1 }, floor: range)
        return (problem, units)
    }

    private func fit(
        _ points: StepMeasurements, _ problem: DecayProblem, _ units: Units, _ result: LevenbergMarquardt.Result
    ) -> CurveFit {
        let parameters = result.parameters
        let size = abs(units.value)
        let rate = exp(parameters[1]) / units.length
        let amplitude = parameters[0] * size * exp(rate * units.start)
        let limit = parameters[2] * units.value
        let sign = quantity == .error ? 1.0 : -1
        let errors = ParameterErrors(problem, result)
        // ln A = ln B + C·x₀ + constant, C = e^(ln κ)/length.
        let slopes = [amplitude / parameters[0], amplitude * rate * units.start, 0]
        let residuals = zip(problem.residuals(at: parameters), problem.weights).map { -$0.0 / $0.1 * units.value }
        let squares = Self.squares(result.residuals)
        return CurveFit(
            shape: shape, quantity: quantity,
            rate: Estimate(rate, standardError: errors.standardError(of: [0, rate, 0])),
            amplitude: Estimate(amplitude, standardError: errors.standardError(of: slopes)),
            limit: Estimate(limit, standardError: errors.standardError(of: [0, 0, size])),
            initialValue: shape == .powerLaw
                ? nil
                : Estimate(
                    limit + sign * amplitude,
                    standardError: errors.standardError(of: [slopes[0], slopes[1], size])),
            residuals: residuals, weightedSquares: squares * size * size,
            rSquared: 1 - squares / Self.totalSquares(problem), status: result.status, iterations: result.iterations,
            rateVerdict: Self.verdict(problem, parameters), firstAbscissa: units.start,
            amplitudeAtFirst: parameters[0] * size, scaledSquares: squares)
    }

    private static func verdict(_ problem: DecayProblem, _ parameters: [Double]) -> CurveFit.RateVerdict {
        let hasNoAmplitude = parameters[0] <= 0
        let isStraight = parameters[1] <= problem.lowerBounds[1] + 1e-6
        let isSudden = !hasNoAmplitude && parameters[1] >= problem.upperBounds[1] - 1e-6
        guard hasNoAmplitude || isStraight || isSudden else { return .determined }
        // A curve that must end at 0 is as flat as can be for values that rise, too: the values themselves tell.
        switch problem.trend(sudden: isSudden) {
        case .none: return .noTrend
        case .rising: return .wrongWay
        case .falling: return isSudden ? .sudden : .straight
        }
    }

    private static func squares(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 } }

    /// Σ w·(y − ȳ)².
    private static func totalSquares(_ problem: DecayProblem) -> Double {
        var (total, mean) = (0.0, 0.0)
        for (weight, value) in zip(problem.weights, problem.ordinates) {
            total += weight * weight
            mean += weight * weight * value
        }
        mean /= total
        return zip(problem.weights, problem.ordinates).reduce(0) {
            $0 + ($1.0 * ($1.1 - mean)) * ($1.0 * ($1.1 - mean))
        }
    }
}

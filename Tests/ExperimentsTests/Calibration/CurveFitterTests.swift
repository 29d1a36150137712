import Experiments
import Foundation
import TestSupport
import Testing

/// Fits of curves: exact where the data are, least where another method finds the least, with honest standard errors.
@Suite struct CurveFitterTests {
    @Test(arguments: CurveShape.allCases, MeasuredQuantity.allCases)
    func exactCurvesAreRecovered(shape: CurveShape, quantity: MeasuredQuantity) throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<Effort.rounds(200) {
            let count = Int.random(in: 4...30, using: &random)
            let first = random.logUniform(0.5, 20)
            let span = random.logUniform(2, 100)
            let steps = (0..<count).map { first + span * Double($0) / Double(count - 1) }
            let length = shape == .exponential ? span : log((first + span) / first)
            let rate = random.uniform(0.3, 6) / length
            let amplitude = random.logUniform(1e-3, 1e3)
            let limit = amplitude * random.uniform(quantity == .error ? 0.01 : -1, 1)
            let decays = steps.map {
                amplitude * (shape == .exponential ? exp(-rate * ($0 - first)) : pow($0 / first, -rate))
            }
            let points = try StepMeasurements(
                name: "y", steps: steps, values: decays.map { limit + (quantity == .error ? $0 : -$0) })
            let fit = try CurveFitter(shape, of: quantity).fit(points)
            #expect(fit.status.hasConverged && fit.rateVerdict == .determined)
            #expect(abs(fit.rate.value / rate - 1) <= 1e-6)
            #expect(abs(fit.limit.value - limit) <= 1e-6 * amplitude)
            let atZero = amplitude * (shape == .exponential ? exp(rate * first) : pow(first, rate))
            #expect(abs(fit.amplitude.value / atZero - 1) <= 1e-5)
            #expect(fit.rSquared >= 1 - 1e-14)
            #expect(fit.initialValue == nil || shape == .exponential)
            for (step, value) in zip(points.steps, points.values) {
                #expect(abs(fit.value(at: step) - value) <= 1e-7 * amplitude)
            }
        }
    }

    /// The least sum of squares by another route: the rate alone by a fine grid and golden section, the other two
    /// parameters for each rate by a formula.
    @Test(arguments: ["cifar10", "ffhq64", "imagenet64"], ["euler", "dpm++3m", "unipc-3"])
    func publishedFitsAreTheLeast(table: String, column: String) throws {
        let points = try published(table, column)
        for shape in CurveShape.allCases {
            let fit = try CurveFitter(shape, of: .error).fit(points)
            let (rate, squares) = Self.search(points, shape)
            #expect(fit.status.hasConverged)
            #expect(abs(fit.weightedSquares / squares - 1) <= 1e-9, "\(shape)")
            #expect(abs(fit.rate.value / rate - 1) <= 1e-5, "\(shape)")
        }
    }

    /// The same for noise of every size, where there may be several local minima.
    @Test func noisyFitsAreTheLeast() throws {
        var random = SeededGenerator(seed: 8)
        for _ in 0..<Effort.rounds(60) {
            let steps = (0..<Int.random(in: 4...9, using: &random)).map { Double($0 + 2) }
            let noise = random.logUniform(1e-3, 0.5)
            let points = try exponentialPoints(
                steps, amplitude: 2, rate: random.uniform(0.1, 1), limit: random.uniform(0, 0.3),
                noise: { _ in noise * random.normal() })
            let fit = try CurveFitter(.exponential, of: .error).fit(points)
            let (_, squares) = Self.search(points, .exponential)
            #expect(fit.weightedSquares <= squares * (1 + 1e-9))
        }
    }

    private static func search(_ points: StepMeasurements, _ shape: CurveShape) -> (rate: Double, squares: Double) {
        let x = points.steps.map { shape == .exponential ? $0 : log($0) }
        let first = x.min() ?? 0
        let span = (x.max() ?? 0) - first
        func squares(_ logRate: Double) -> Double {
            let decays = x.map { exp(-exp(logRate) * ($0 - first)) }
            let n = Double(x.count)
            let (sd, sy) = (decays.reduce(0, +), points.values.reduce(0, +))
            let sdd = decays.reduce(0) { $0 + $1 * $1 }
            let sdy = zip(decays, points.values).reduce(0) { $0 + $1.0 * $1.1 }
            var b = (n * sdy - sd * sy) / (n * sdd - sd * sd)
            var f = (sy - b * sd) / n
            if f < 0 { (b, f) = (sdy / sdd, 0) }
            if b < 0 { (b, f) = (0, max(sy / n, 0)) }
            return zip(decays, points.values).reduce(0) { $0 + pow(f + b * $1.0 - $1.1, 2) }
        }
        let grid = (0...4000).map { log(1e-3 / span) + Double($0) / 4000 * log(36 * (span + 1) / 1e-3) }
        let lowest = grid.indices.min { squares(grid[$0]) < squares(grid[$1]) } ?? 0
        var (low, high) = (grid[max(lowest - 1, 0)], grid[min(lowest + 1, 4000)])
        let ratio = (5.0.squareRoot() - 1) / 2
        for _ in 0..<60 {
            let (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
            if squares(left) < squares(right) { high = right } else { low = left }
        }
        return (exp((low + high) / 2), squares((low + high) / 2))
    }

    /// Curve and standard errors do not depend on units, nor on where the steps begin.
    @Test func unitsDoNotMatter() throws {
        let points = try published("cifar10", "euler")
        let fit = try CurveFitter(.exponential, of: .error).fit(points)
        for (stretch, size) in [(1e-3, 1e6), (1e150, 1e-150), (7, 1e300)] {
            let other = try StepMeasurements(
                name: "y", steps: points.steps.map { $0 * stretch }, values: points.values.map { $0 * size })
            let scaled = try CurveFitter(.exponential, of: .error).fit(other)
            for (mine, its, unit) in [
                (fit.rate, scaled.rate, 1 / stretch), (fit.limit, scaled.limit, size),
                (fit.amplitude, scaled.amplitude, size), (fit.initialValue, scaled.initialValue, size),
            ] {
                let (mine, its) = (try #require(mine), try #require(its))
                #expect(abs(its.value / unit / mine.value - 1) <= 1e-6)
                let error = try #require(mine.standardError)
                #expect(abs(try #require(its.standardError) / unit / error - 1) <= 1e-6)
            }
            #expect(abs(scaled.rSquared - fit.rSquared) <= 1e-9)
        }
        let falling = try CurveFitter(.exponential, of: .error, floor: .free).fit(points)
        let rising = try CurveFitter(.exponential, of: .utility).fit(
            StepMeasurements(name: "y", steps: points.steps, values: points.values.map { 5 - $0 }))
        #expect(abs(rising.rate.value / falling.rate.value - 1) <= 1e-7)
        #expect(abs(rising.limit.value - (5 - falling.limit.value)) <= 1e-6)
    }

    /// Over many samples of noise the estimates scatter as their standard errors say.
    ///
    /// With 3000 samples a standard deviation is known to 1.3 %; five of that, and the curvature of the model, make 8 %.
    @Test(.enabled(if: Effort.isOptimised)) func standardErrorsAreTheScatter() throws {
        var random = SeededGenerator(seed: 9)
        let steps = (3...14).map(Double.init)
        let (amplitude, rate, limit) = (200.0, 0.35, 10.0)
        var sums = [String: (value: Double, square: Double, variance: Double)]()
        let rounds = 3000
        for _ in 0..<rounds {
            let points = try exponentialPoints(
                steps, amplitude: amplitude, rate: rate, limit: limit, noise: { _ in 0.4 * random.normal() })
            let fit = try CurveFitter(.exponential, of: .error).fit(points)
            for (name, estimate) in [
                ("rate", fit.rate), ("amplitude", fit.amplitude), ("limit", fit.limit),
                ("initial", try #require(fit.initialValue)),
            ] {
                let error = try #require(estimate.standardError)
                let sum = sums[name] ?? (0, 0, 0)
                sums[name] = (
                    sum.value + estimate.value, sum.square + estimate.value * estimate.value,
                    sum.variance + error * error
                )
            }
        }
        for (name, truth) in [
            ("rate", rate), ("amplitude", amplitude), ("limit", limit), ("initial", amplitude + limit),
        ] {
            let sum = try #require(sums[name])
            let n = Double(rounds)
            let mean = sum.value / n
            let scatter = ((sum.square - n * mean * mean) / (n - 1)).squareRoot()
            let claimed = (sum.variance / n).squareRoot()
            #expect(abs(claimed / scatter - 1) <= 0.08, "\(name): \(claimed) against \(scatter)")
            #expect(abs(mean - truth) <= 0.2 * scatter, "\(name) is biased")
        }
    }

    /// A floor at its bound is no estimate; the other standard errors are those of a curve without a floor.
    @Test func heldFloorHasNoStandardError() throws {
        let points = try exponentialPoints(
            (1...8).map(Double.init), amplitude: 3, rate: 0.4, limit: -0.2, noise: { $0 % 2 == 0 ? 0.01 : -0.01 })
        let held = try CurveFitter(.exponential, of: .error).fit(points)
        let zero = try CurveFitter(.exponential, of: .error, floor: .zero).fit(points)
        let free = try CurveFitter(.exponential, of: .error, floor: .free).fit(points)
        #expect(held.limit == Estimate(0, standardError: nil) && zero.limit == held.limit)
        #expect(abs(held.rate.value - zero.rate.value) <= 1e-8)
        let error = try #require(held.rate.standardError)
        #expect(abs(try #require(zero.rate.standardError) - error) <= 1e-8)
        #expect(abs(free.limit.value + 0.2) <= 0.05 && free.weightedSquares < held.weightedSquares)
    }

    /// Weights count as often as points: a deviation of 1/√2 is the point twice.
    @Test func weightsCountLikeRepetitions() throws {
        let points = try published("cifar10", "dpm++3m")
        let weighted = try CurveFitter(.exponential, of: .error).fit(
            StepMeasurements(
                name: "y", steps: points.steps, values: points.values,
                deviations: points.steps.map { $0 == 5 ? 0.5.squareRoot() : 1 }))
        let repeated = try CurveFitter(.exponential, of: .error).fit(
            StepMeasurements(
                name: "y", steps: points.steps + [5], values: points.values + [points.values[2]]))
        #expect(abs(weighted.rate.value / repeated.rate.value - 1) <= 1e-7)
        #expect(abs(weighted.limit.value - repeated.limit.value) <= 1e-6)
        #expect(abs(weighted.rSquared - repeated.rSquared) <= 1e-10)
        // Deviations matter up to a common factor only.
        let scaled = try CurveFitter(.exponential, of: .error).fit(
            StepMeasurements(
                name: "y", steps: points.steps, values: points.values,
                deviations: points.steps.map { $0 == 5 ? 1e-200 * 0.5.squareRoot() : 1e-200 }))
        #expect(abs(scaled.rate.value - weighted.rate.value) <= 1e-9)
        let error = try #require(weighted.rate.standardError)
        #expect(abs(try #require(scaled.rate.standardError) - error) <= 1e-9)
    }

    /// A hundred thousand points cost what they should, and give what the curve is.
    @Test func manyPointsAreFitted() throws {
        var random = SeededGenerator(seed: 10)
        let count = Effort.isOptimised ? 100_000 : 2000
        let points = try exponentialPoints(
            (0..<count).map { 1 + 50 * Double($0) / Double(count) }, amplitude: 80, rate: 0.2, limit: 5,
            noise: { _ in random.normal() })
        let fit = try CurveFitter(.exponential, of: .error).fit(points)
        let error = try #require(fit.rate.standardError)
        #expect(abs(fit.rate.value - 0.2) <= 5 * error && error < 0.01)
        #expect(fit.status.hasConverged)
    }
}

import Experiments
import Foundation
import TestSupport
import Testing

/// The calibration as a whole: published tables, when the shape is doubted, and what cannot be fitted.
@Suite struct CalibrationTests {
    /// FID against steps as published, whole tables, no point left out. What is known of them: C1 0.38–0.41 and a floor
    /// of 10–14 for Euler, 0.63–0.85 and 3.2–3.6 for DPM-Solver++(3M), 0.65–0.87 and 2.9–3.5 for UniPC-3, over the three
    /// data sets, rounded to two digits, and an R² of 0.992 to 0.9997.
    @Test(arguments: ["cifar10", "ffhq64", "imagenet64"])
    func publishedRatesAreFound(table: String) throws {
        for (column, rates, floors) in [
            ("euler", 0.375..<0.415, 9.5..<14.5), ("dpm++3m", 0.625..<0.855, 3.15..<3.65),
            ("unipc-3", 0.645..<0.875, 2.85..<3.55),
        ] {
            let calibration = try Calibration(published(table, column))
            #expect(rates.contains(calibration.fit.rate.value))
            #expect(floors.contains(calibration.fit.limit.value))
            #expect((0.992..<0.99975).contains(calibration.fit.rSquared))
            #expect(calibration.warnings.isEmpty, "\(table) \(column): \(calibration.warnings)")
        }
    }

    /// The ends of those ranges are the data sets: the first is reached on one, the last on another.
    @Test func rangesAreThoseOfTheDataSets() throws {
        for (column, least, largest) in [
            ("euler", 0.376, 0.408), ("dpm++3m", 0.630, 0.850), ("unipc-3", 0.647, 0.873),
        ] {
            let rates = try ["cifar10", "ffhq64", "imagenet64"].map {
                try Calibration(published($0, column)).fit.rate.value
            }
            #expect(abs((rates.min() ?? 0) - least) <= 5e-4 && abs((rates.max() ?? 0) - largest) <= 5e-4)
        }
    }

    /// The fits of parts of a table are what another program (SciPy's bounded scalar search over projected parameters) finds.
    @Test(arguments: [
        ("euler", 3.0...9, 0.381, 9.78), ("euler", 4...10, 0.386, 10.06), ("euler", 5...10, 0.428, 11.49),
        ("euler", 6...10, 0.342, 8.86), ("dpm++3m", 4...10, 0.713, 1.99), ("dpm++3m", 5...10, 0.869, 2.78),
        ("dpm++3m", 3...8, 0.864, 3.82), ("unipc-3", 4...10, 0.734, 1.81), ("unipc-3", 5...9, 0.933, 2.66),
    ])
    func partsOfTablesAreFitted(column: String, steps: ClosedRange<Double>, rate: Double, floor: Double) throws {
        let calibration = try Calibration(published("cifar10", column).within(steps))
        #expect(abs(calibration.fit.rate.value - rate) <= 5.1e-4)
        #expect(abs(calibration.fit.limit.value - floor) <= 5.1e-3)
    }

    /// Few steps fall faster than an exponential at first and more slowly later: the wrong shape.
    @Test func wrongShapeIsFound() throws {
        let points = try published("ddim-cifar10", "fid")
        let calibration = try Calibration(points)
        #expect(abs(calibration.fit.rate.value - 0.125) <= 5e-4)
        #expect(abs(calibration.fit.limit.value - 4.26) <= 5e-3)
        let powerLaw = try #require(calibration.powerLaw)
        #expect(calibration.fit.rSquared < 0.998 && powerLaw.rSquared > 0.9999)
        #expect(abs(powerLaw.rate.value - 1.722) <= 1e-3 && abs(powerLaw.limit.value - 4.03) <= 5e-3)
        guard case .powerLaw(let evidence, let better, let worse)? = calibration.warnings.first else {
            Issue.record("no warning")
            return
        }
        #expect(evidence > Calibration.decisiveEvidence && better == powerLaw.rSquared)
        #expect(worse == calibration.fit.rSquared && calibration.warnings.count == 1)
        // The signs of five residuals show nothing.
        #expect(calibration.runsTest.probability > 0.5)
        // Without the point of ten steps there is no telling the shapes apart.
        #expect(try Calibration(points.within(20...1000)).warnings.isEmpty)
    }

    /// How often the rule errs, over 400 tables with 1 % noise each: on true exponentials rarely, on true power laws it
    /// speaks up nearly always, at the steps of either kind of table.
    @Test(
        .enabled(if: Effort.isOptimised), arguments: [[10.0, 20, 50, 100, 1000], [3, 4, 5, 6, 7, 8, 9, 10, 15, 25]])
    func ruleSeldomErrs(steps: [Double]) throws {
        var random = SeededGenerator(seed: 11)
        var alarms = [0, 0]
        for _ in 0..<400 {
            let truths: [(Double) -> Double] =
                steps[0] == 10
                ? [{ 4 + 30 * exp(-0.08 * $0) }, { 4 + 400 * pow($0, -1.7) }]
                : [{ 10 + 260 * exp(-0.38 * $0) }, { 4 + 1000 * pow($0, -2) }]
            for (kind, truth) in truths.enumerated() {
                let points = try StepMeasurements(
                    name: "fid", steps: steps, values: steps.map { truth($0) * (1 + 0.01 * random.normal()) })
                let warnings = try Calibration(points).warnings
                if warnings.contains(where: { if case .powerLaw = $0 { true } else { false } }) { alarms[kind] += 1 }
            }
        }
        #expect(alarms[0] <= 8, "false alarms \(alarms[0])")
        #expect(alarms[1] >= 360, "found \(alarms[1])")
    }

    @Test func otherDoubtsAreVoiced() throws {
        var random = SeededGenerator(seed: 12)
        let steps = (1...40).map(Double.init)
        // A wave about an exponential: neither shape follows it, and the residuals come in runs.
        let wave = try Calibration(
            exponentialPoints(steps, amplitude: 10, rate: 0.2, limit: 1, noise: { 0.3 * sin(Double($0) / 3) }))
        #expect(wave.warnings.contains { if case .patternedResiduals = $0 { true } else { false } })
        // Noise as large as the decay.
        let noisy = try Calibration(
            exponentialPoints(steps, amplitude: 1, rate: 0.2, limit: 1, noise: { _ in random.normal() }))
        #expect(noisy.warnings.contains { if case .poorFit = $0 { true } else { false } })
        for warning in wave.warnings + noisy.warnings { #expect(!warning.description.isEmpty) }
        let exact = try Calibration(exponentialPoints(steps, amplitude: 10, rate: 0.2, limit: 1))
        #expect(exact.warnings.isEmpty && exact.powerLawEvidence == nil)
    }

    /// With a floor of at least 0 a straight line has a best exponential, which is not called a good one.
    @Test(arguments: [[10.0, 9, 8, 7, 6], [30, 28, 26, 24, 22], [20, 18.02, 15.98, 14, 12.01]])
    func straightLinesAreDoubted(values: [Double]) throws {
        let points = try StepMeasurements(name: "fid", steps: [1, 2, 3, 4, 5], values: values)
        let calibration = try Calibration(points)
        #expect(calibration.fit.limit == Estimate(0, standardError: nil))
        #expect(calibration.warnings.contains { if case .negativeFloor = $0 { true } else { false } })
        #expect(try #require(calibration.unboundedFit).weightedSquares < calibration.fit.weightedSquares)
    }

    /// Values that fall ever faster are far from any exponential.
    @Test func everFasterIsDoubted() throws {
        let points = try StepMeasurements(name: "fid", steps: [1, 2, 3, 4, 5], values: [10, 9.9, 9.5, 8, 3])
        #expect(try Calibration(points).warnings.contains { if case .poorFit = $0 { true } else { false } })
    }

    /// A floor that is 0 in truth is held at 0 for every other sample of noise, and that is no reason to doubt it.
    @Test func floorOfZeroIsNotDoubted() throws {
        var random = SeededGenerator(seed: 13)
        var held = 0
        let rounds = Effort.rounds(200)
        for _ in 0..<rounds {
            let calibration = try Calibration(
                exponentialPoints(
                    (1...10).map(Double.init), amplitude: 10, rate: 0.4, limit: 0,
                    noise: { _ in 0.02 * random.normal() }))
            guard calibration.unboundedFit != nil else { continue }
            held += 1
            #expect(!calibration.warnings.contains { if case .negativeFloor = $0 { true } else { false } })
        }
        #expect(held > rounds / 4 || !Effort.isOptimised)
    }

    @Test func utilitiesRise() throws {
        let steps = [0.0, 1, 2, 4, 8, 16, 32]
        let paper = try StepMeasurements(name: "u", steps: steps, values: steps.map { 1 - exp(-0.1 * $0) })
        let calibration = try Calibration(paper, of: .utility)
        #expect(abs(calibration.fit.rate.value - 0.1) <= 1e-9 && abs(calibration.fit.limit.value - 1) <= 1e-9)
        #expect(abs(calibration.fit.amplitude.value - 1) <= 1e-9)
        #expect(abs(try #require(calibration.fit.initialValue).value) <= 1e-9)
        // At 0 steps a power law has no value.
        #expect(calibration.powerLaw == nil && calibration.powerLawEvidence == nil)
        #expect(throws: TableError.self) { try Calibration(paper, of: .error) }
    }

    @Test(arguments: [
        ([1.0, 2, 3], [3.0, 2, 1.5], "3 points", "at least 4"), ([], [], "0 points", "at least 4"),
        ([1], [1], "1 point", "at least 4"), ([2, 2, 2, 2, 2], [5, 4, 3, 2, 1], "1 different number of steps", "3"),
        ([1, 2, 1, 2, 1], [5, 4, 5, 4, 5], "2 different numbers of steps", "at least 3"),
        ([1, 2, 3, 4], [7, 7, 7, 7], "the same value everywhere, 7", "change"),
        ([1, 2, 3, 4], [0, 0, 0, 0], "the same value", "change"),
        ([1, 2, 3, 4], [1, 2, 3, 4], "do not fall", "fall towards a floor"),
        ([1, 2, 3, 4], [1, 2, 4, 8], "do not fall", "fall towards a floor"),
        ([1, 2, 3, 4, 5], [10, 9, 8, 7, 6], "straight line", "ever more slowly"),
        ([1, 2, 3, 4, 5], [10, 9.9, 9.5, 8, 3], "ever faster", "ever more slowly"),
        ([1, 2, 3, 4, 5], [9, 1, 1, 1, 1], "first number of steps only", "towards a floor"),
    ])
    func unusableDataAreRefused(steps: [Double], values: [Double], found: String, allowed: String) throws {
        let points = try StepMeasurements(name: "fid", steps: steps, values: values)
        let floor: FloorRule = found.contains("straight") || found.contains("faster") ? .free : .atLeastZero
        let error = #expect(throws: TableError.self) { try Calibration(points, floor: floor) }
        #expect(error?.value.contains(found) == true, "\(error?.description ?? "")")
        #expect(error?.allowed.contains(allowed) == true)
        #expect(error?.column == (found.contains("different") ? "steps" : "fid"))
    }

    /// Under every rule for the floor the message tells what the values do. An error that falls is a utility that rises.
    @Test(arguments: FloorRule.allCases, [MeasuredQuantity.error, .utility])
    func refusalsTellTheShape(floor: FloorRule, quantity: MeasuredQuantity) throws {
        let sign = quantity == .error ? 1.0 : -1
        func refusal(_ steps: [Double], _ values: [Double]) throws -> String? {
            let points = try StepMeasurements(name: "y", steps: steps, values: values.map { 100 + sign * ($0 - 100) })
            do {
                _ = try Calibration(points, of: quantity, floor: floor)
                return nil
            } catch { return error.value }
        }
        let wrongWay =
            quantity == .error ? "values that do not fall with the steps" : "values that do not rise with the steps"
        let noTrend = "values that neither fall nor rise clearly"
        var generator = SeededGenerator(seed: 77)
        for _ in 0..<Effort.rounds(200) {
            let count = Int.random(in: 4...9, using: &generator)
            let steps = (1...count).map { Double($0) }
            let (size, power) = (generator.logUniform(1e-2, 50), generator.uniform(0.3, 3))
            let rising = steps.map { 100 + size * pow($0 / Double(count), power) }
            #expect(try refusal(steps, rising) == wrongWay, "\(rising)")
            // Up and down in turn, so that a line through them is level.
            let level = steps.map {
                abs($0 - Double(count + 1) / 2).truncatingRemainder(dividingBy: 2) < 1 ? 100 + size : 100
            }
            if let text = try refusal(steps, level) { #expect(text.hasPrefix(noTrend), "\(level): \(text)") }
        }
        #expect(try refusal([1, 2, 3, 4, 5], [100, 150, 180, 200, 210]) == wrongWay)
        #expect(try refusal([1, 2, 3, 4, 5], [100, 100.1, 99.95, 100.05, 100])?.hasPrefix(noTrend) == true)
        if floor == .free || quantity == .utility {
            let straight =
                quantity == .error ? "values that fall in a straight line" : "values that rise in a straight line"
            #expect(try refusal([1, 2, 3, 4], [100, 90, 80, 70])?.hasPrefix(straight) == true)
        }
    }

    /// One point more than there are parameters.
    @Test func theNumberOfPointsIsThatOfTheParametersAndOne() throws {
        func fit(_ count: Int, _ floor: FloorRule, _ quantity: MeasuredQuantity = .error) throws -> Calibration {
            let steps = (1...count).map { Double($0) }
            let values = steps.map { quantity == .error ? 5 * exp(-0.3 * $0) : 5 - 5 * exp(-0.3 * $0) }
            return try Calibration(
                StepMeasurements(name: "y", steps: steps, values: values), of: quantity, floor: floor)
        }
        for (floor, quantity, least, words) in [
            (FloorRule.zero, MeasuredQuantity.error, 3, "at least 3, for a curve that ends at 0 has two parameters"),
            (.free, .error, 4, "at least 4, for a curve has three parameters"),
            (.atLeastZero, .error, 4, "at least 4, for a curve has three parameters"),
            (.zero, .utility, 4, "at least 4, for a curve has three parameters"),
        ] {
            let error = #expect(throws: TableError.self) { try fit(least - 1, floor, quantity) }
            #expect(error?.allowed == words)
            #expect(abs(try fit(least, floor, quantity).fit.rate.value - 0.3) <= 1e-7)
        }
        let two = try StepMeasurements(name: "y", steps: [1, 1, 2], values: [3, 3, 2])
        let error = #expect(throws: TableError.self) { try Calibration(two, floor: .zero) }
        #expect(error?.allowed == "at least 3, for two do not show whether a curve flattens")
        #expect(
            ShapeWarning.patternedResiduals(runs: 1, points: 9, probability: 0.001).description.contains(
                "in 1 run, which"))
    }

    /// The order of the rows is of no importance, and repeated measurements are.
    @Test func orderDoesNotMatter() throws {
        let points = try published("ffhq64", "unipc-3")
        let order = [3, 0, 7, 5, 1, 6, 2, 4]
        let shuffled = try StepMeasurements(
            name: "y", steps: order.map { points.steps[$0] }, values: order.map { points.values[$0] })
        let (first, second) = (try Calibration(points), try Calibration(shuffled))
        #expect(abs(first.fit.rate.value / second.fit.rate.value - 1) <= 1e-9)
        #expect(first.runsTest == second.runsTest)
        for (place, index) in order.enumerated() {
            #expect(abs(second.fit.residuals[place] - first.fit.residuals[index]) <= 1e-7)
        }
        let twice = try Calibration(
            StepMeasurements(name: "y", steps: points.steps + points.steps, values: points.values + points.values))
        #expect(abs(twice.fit.rate.value / first.fit.rate.value - 1) <= 1e-9)
        #expect(try #require(twice.fit.rate.standardError) < #require(first.fit.rate.standardError))
    }
}

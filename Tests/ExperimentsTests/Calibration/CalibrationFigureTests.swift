import Experiments
import Foundation
import Plotting
import Testing

/// The figures of a calibration can be drawn and show its numbers.
@Suite struct CalibrationFigureTests {
    @Test func curvesPassWhereTheFitSays() throws {
        let points = try published("cifar10", "euler")
        let calibration = try Calibration(points)
        let figure = calibration.figure
        try figure.validate()
        try calibration.residualFigure.validate()
        #expect(figure.series.map(\.name) == ["measured", "exponential", "power law"])
        #expect(figure.series[0].x == points.steps && figure.series[0].y == points.values)
        #expect(figure.x.scale == .linear && figure.y.label == "euler")
        // Where a curve has a point at a measurement's steps, it misses the value by the residual.
        for (series, fit) in zip(figure.series[1...], [calibration.fit, try #require(calibration.powerLaw)]) {
            #expect(series.x.first == 3 && series.x.last == 10)
            let last = try #require(series.y.last)
            #expect(abs(points.values[7] - last - fit.residuals[7]) <= 1e-9)
        }
        let residuals = calibration.residualFigure
        #expect(residuals.series[0].y == [0, 0] && residuals.series[1].y == calibration.fit.residuals)
    }

    @Test func decadesAreLogarithmic() throws {
        let figure = try Calibration(published("ddim-cifar10", "fid")).figure
        try figure.validate()
        #expect(figure.x.scale == .logarithmic)
        let utility = try Calibration(
            StepMeasurements(name: "u", steps: [0, 1, 10, 100, 1000], values: [0, 0.1, 0.6, 0.9, 1]), of: .utility)
        try utility.figure.validate()
        #expect(utility.figure.x.scale == .linear && utility.figure.series.count == 2)
        #expect(utility.residualFigure.series.count == 2)
    }

    /// A heading with control characters is drawn without them.
    @Test func headingsAreMadePrintable() throws {
        let points = try StepMeasurements(name: "a\n\u{1b}b", steps: [1, 2, 3, 4, 5], values: [9, 6, 4, 3, 2.5])
        let calibration = try Calibration(points)
        #expect(calibration.figure.y.label == "a \u{fffd}b")
        try calibration.figure.validate()
        try calibration.residualFigure.validate()
    }

    @Test func manyPointsAreThinned() throws {
        let points = try exponentialPoints(
            (0..<5001).map { 1 + Double($0) / 100 }, amplitude: 9, rate: 0.3, limit: 1,
            noise: { 0.01 * sin(Double($0)) })
        let figure = try Calibration(points).figure
        #expect(figure.series[0].x.count == 1667 && figure.series[0].name == "measured (one point in 3)")
        try figure.validate()
    }
}

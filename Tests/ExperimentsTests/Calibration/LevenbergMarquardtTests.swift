import Experiments
import Foundation
import LinearAlgebra
import TestSupport
import Testing

/// The minimisation of sums of squares, on problems whose solutions are known.
@Suite struct LevenbergMarquardtTests {
    /// A problem from formulas, with its parameters in units of their own.
    struct Formula: LeastSquaresProblem {
        var lowerBounds: [Double]
        var upperBounds: [Double]
        var units: [Double]
        let value: @Sendable ([Double]) -> [Double]
        let slope: @Sendable ([Double]) -> [[Double]]

        init(
            _ count: Int, value: @escaping @Sendable ([Double]) -> [Double],
            slope: @escaping @Sendable ([Double]) -> [[Double]]
        ) {
            lowerBounds = Array(repeating: -.infinity, count: count)
            upperBounds = Array(repeating: .infinity, count: count)
            units = Array(repeating: 1, count: count)
            self.value = value
            self.slope = slope
        }

        private func own(_ x: [Double]) -> [Double] { zip(x, units).map { $0 / $1 } }
        func residuals(at x: [Double]) -> [Double] { value(own(x)) }
        func jacobian(at x: [Double]) -> Matrix {
            // swift-format-ignore: NeverUseForceTry
            try! Matrix(slope(own(x)).map { row in zip(row, units).map { $0 / $1 } })
        }
    }

    static let rosenbrock = Formula(
        2, value: { [10 * ($0[1] - $0[0] * $0[0]), 1 - $0[0]] }, slope: { [[-20 * $0[0], 10], [-1, 0]] })

    @Test func curvedValleyIsFollowed() throws {
        let result = try LevenbergMarquardt().minimize(Self.rosenbrock, from: [-1.2, 1])
        #expect(result.status.hasConverged)
        #expect(zip(result.parameters, [1, 1]).allSatisfy { abs($0 - $1) <= 1e-10 })
        #expect(result.isHeld == [false, false])
    }

    /// Scaling by the columns of J makes the path the same in other units, up to rounding.
    @Test func unitsDoNotMatter() throws {
        var scaled = Self.rosenbrock
        scaled.units = [1e9, 1e-7]
        let plain = try LevenbergMarquardt().minimize(Self.rosenbrock, from: [-1.2, 1])
        let result = try LevenbergMarquardt().minimize(scaled, from: [-1.2e9, 1e-7])
        #expect(result.status.hasConverged)
        #expect(abs(result.parameters[0] / 1e9 - 1) <= 1e-10 && abs(result.parameters[1] / 1e-7 - 1) <= 1e-10)
        #expect(abs(result.iterations - plain.iterations) <= 2)
    }

    /// On a linear problem the minimiser is that of the linear least-squares routine.
    @Test func linearProblemsAreExact() throws {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<20 {
            let rows = (0..<8).map { _ in (0..<3).map { _ in random.uniform(-1, 1) } }
            let target = (0..<8).map { _ in random.uniform(-1, 1) }
            let problem = Formula(
                3,
                value: { x in zip(rows, target).map { row, y in zip(row, x).reduce(-y) { $0 + $1.0 * $1.1 } } },
                slope: { _ in rows })
            let result = try LevenbergMarquardt().minimize(problem, from: [0, 0, 0])
            let expected = try leastSquares(Matrix(rows), target).solution
            #expect(result.status.hasConverged)
            #expect(zip(result.parameters, expected).allSatisfy { abs($0 - $1) <= 1e-9 })
        }
    }

    /// With a bound in the way the minimiser satisfies the conditions of Kuhn and Tucker: the slope points out of the
    /// bounds where they hold, and is zero elsewhere.
    @Test func boundsHold() throws {
        for (lower, upper) in [(-5.0, 0.5), (-5, -0.25), (1.5, 5), (0.25, 0.25)] {
            var problem = Self.rosenbrock
            problem.lowerBounds[0] = lower
            problem.upperBounds[0] = upper
            let result = try LevenbergMarquardt().minimize(problem, from: [-1.2, 1])
            #expect(result.status.hasConverged)
            let bound = lower > 1 ? lower : upper
            #expect(result.parameters[0] == bound && result.isHeld == [true, false])
            #expect(abs(result.parameters[1] - bound * bound) <= 1e-8)
        }
    }

    @Test func failuresAreStatuses() throws {
        var method = LevenbergMarquardt()
        method.iterationLimit = 3
        let limited = try method.minimize(Self.rosenbrock, from: [-1.2, 1])
        #expect(limited.status == .iterationLimit && limited.iterations == 3 && !limited.status.hasConverged)
        let start = Self.rosenbrock.residuals(at: [-1.2, 1]).reduce(0) { $0 + $1 * $1 }
        #expect(limited.residuals.reduce(0) { $0 + $1 * $1 } < start)
        let undefined = Formula(1, value: { [log($0[0])] }, slope: { [[1 / $0[0]]] })
        #expect(try LevenbergMarquardt().minimize(undefined, from: [-1]).status == .numericalFailure)
        let undefinedSlope = Formula(1, value: { [$0[0]] }, slope: { _ in [[.nan]] })
        #expect(try LevenbergMarquardt().minimize(undefinedSlope, from: [1]).status == .numericalFailure)
    }

    /// A step beyond where the function is defined is shortened.
    @Test func undefinedTrialsAreShortened() throws {
        let problem = Formula(1, value: { [log($0[0])] }, slope: { [[1 / $0[0]]] })
        let result = try LevenbergMarquardt().minimize(problem, from: [20])
        #expect(result.status.hasConverged && abs(result.parameters[0] - 1) <= 1e-12)
    }

    @Test func solutionAtTheStartIsKept() throws {
        let result = try LevenbergMarquardt().minimize(Self.rosenbrock, from: [1, 1])
        #expect(result.status == .stationary && result.iterations == 0 && result.parameters == [1, 1])
    }
}

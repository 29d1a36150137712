import Experiments
import Foundation
import TestSupport
import Testing

/// The least-squares problem of a decay: its derivatives, and the projection that its start points come from.
@Suite struct DecayProblemTests {
    private func problem(
        _ random: inout SeededGenerator, floor: ClosedRange<Double> = -Double.infinity...Double.infinity
    ) -> DecayProblem {
        let count = Int.random(in: 4...12, using: &random)
        var abscissas = (0..<count - 2).map { _ in random.uniform(0.01, 1) }
        abscissas += [0, 1]
        return DecayProblem(
            abscissas: abscissas, ordinates: abscissas.map { _ in random.uniform(-1, 1) },
            weights: abscissas.map { _ in random.uniform(0.2, 1) }, floor: floor)
    }

    /// Central differences, whose error is of the order of h² = 1e-10 here.
    @Test func jacobianIsTheDerivative() {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<Effort.rounds(200) {
            let problem = problem(&random)
            let point = [random.uniform(0.1, 3), random.uniform(-3, 3), random.uniform(-1, 1)]
            let jacobian = problem.jacobian(at: point)
            for column in 0..<3 {
                let h = 1e-5
                var (above, below) = (point, point)
                above[column] += h
                below[column] -= h
                let (high, low) = (problem.residuals(at: above), problem.residuals(at: below))
                for row in high.indices {
                    #expect(abs(jacobian[row, column] - (high[row] - low[row]) / (2 * h)) <= 2e-8)
                }
            }
        }
    }

    /// At a given rate no other B and F within the bounds leave less: compared with a search in coordinate directions,
    /// which finds the minimum of a convex quadratic function in a box.
    @Test(arguments: [-Double.infinity...Double.infinity, 0...Double.infinity, 0...0])
    func projectionIsOptimal(floor: ClosedRange<Double>) {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<Effort.rounds(100) {
            let problem = problem(&random, floor: floor)
            let logRate = random.uniform(-2, 3)
            let (best, squares) = problem.projected(logRate: logRate)
            #expect(best[0] >= 0 && floor.contains(best[2]) && best[1] == logRate)
            func value(_ b: Double, _ f: Double) -> Double {
                problem.residuals(at: [b, logRate, f]).reduce(0) { $0 + $1 * $1 }
            }
            #expect(abs(value(best[0], best[2]) - squares) <= 1e-12)
            for _ in 0..<40 {
                let distance = random.logUniform(1e-6, 1)
                let angle = random.uniform(0, 2 * .pi)
                let b = max(best[0] + distance * cos(angle), 0)
                let f = min(max(best[2] + distance * sin(angle), floor.lowerBound), floor.upperBound)
                #expect(value(b, f) >= squares - 1e-12)
            }
        }
    }

    @Test func startsAreLocalMinimaInOrder() {
        var random = SeededGenerator(seed: 6)
        for _ in 0..<Effort.rounds(50) {
            let problem = problem(&random, floor: 0...Double.infinity)
            let starts = problem.startingPoints()
            #expect((1...3).contains(starts.count))
            let squares = starts.map { problem.residuals(at: $0).reduce(0) { $0 + $1 * $1 } }
            #expect(squares == squares.sorted())
            for start in starts {
                #expect((problem.lowerBounds[1]...problem.upperBounds[1]).contains(start[1]))
            }
        }
    }
}

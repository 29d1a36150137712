import CrossChecking
import InteriorPoint
import OffloadModel
import SuccessiveConvex
import TestSupport
import Testing

/// Both Newton systems take the same steps on the programs of this module.
@Suite struct NewtonSystemTests {
    @Test func denseAndArrowTakeTheSameSteps() throws {
        var generator = DrawnP2(seed: 31)
        var worst = 0.0
        for _ in 0..<Effort.rounds(40) {
            let program = try #require(CrossChecker.program(of: generator.next(count: 12)))
            worst = max(worst, try difference(program))
        }
        for name in ["hetero-n30-t30", "everything-n200", "floors-n80", "zero-budget-n40"] {
            let problem = try ReferenceInstances.problem(name)
            let relaxation = try #require(CrossChecker.relaxation(of: problem))
            worst = max(worst, try difference(relaxation))
        }
        #expect(worst <= 1e-8)
        print("largest difference between dense and arrow iterates: \(worst)")
    }

    private func difference(_ program: some ArrowProgram) throws -> Double {
        let solver = try InteriorPointSolver(CrossChecker.settings)
        var points: [[Double]] = []
        let arrow = try solver.solve(program) {
            points.append($0.point)
            return .proceed
        }
        var worst = 0.0
        var compared = 0
        let dense = try solver.solve(DenseForm(program)) {
            if compared < points.count {
                for (x, y) in zip($0.point, points[compared]) { worst = max(worst, abs(x - y) / (1 + abs(x))) }
            }
            compared += 1
            return .proceed
        }
        #expect(arrow.status == .optimal && dense.status == .optimal)
        #expect(abs(compared - points.count) <= 1)
        return worst
    }
}

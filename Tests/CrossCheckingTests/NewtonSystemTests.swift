import CrossChecking
import InteriorPoint
import OffloadModel
import SuccessiveConvex
import TestSupport
import Testing

/// Both Newton systems take the same steps on the programs of this module.
///
/// Near the solution what the line search compares is rounding, which depends on the processor's BLAS: one method may then
/// halve a step that the other takes. That parts them by no more than what is left of both ways.
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
        var iterates: [(point: [Double], rest: Double)] = []
        let arrow = try solver.solve(program) {
            iterates.append(($0.point, $0.record.estimatedDistance))
            return .proceed
        }
        var worst = 0.0
        var compared = 0
        let dense = try solver.solve(DenseForm(program)) {
            if compared < iterates.count {
                let isNearlyThere = $0.record.residuals.largest < 1e-10
                let rest = isNearlyThere ? $0.record.estimatedDistance + iterates[compared].rest : 0
                worst = max(worst, distance($0.point, iterates[compared].point) - rest)
            }
            compared += 1
            return .proceed
        }
        let rest = arrow.estimatedDistance + dense.estimatedDistance
        #expect(rest <= 1e-6)
        worst = max(worst, distance(arrow.point, dense.point) - rest)
        #expect(arrow.status == .optimal && dense.status == .optimal)
        #expect(abs(compared - iterates.count) <= 1)
        return worst
    }

    private func distance(_ first: [Double], _ second: [Double]) -> Double {
        zip(first, second).reduce(0) { max($0, abs($1.0 - $1.1) / (1 + abs($1.0))) }
    }
}

import CrossChecking
import OffloadModel
import SuccessiveConvex
import TestSupport
import Testing
import VectorKernels

/// G (10), its gradient and the budget row (11) by BLAS against the vector kernels.
@Suite struct SurrogateTests {
    /// A million random points per instruction set, within 8 units in the last place per term.
    @Test(arguments: InstructionSet.allCases.filter(\.isSupported))
    func blasAndKernelsAgreePerTerm(_ set: InstructionSet) throws {
        var random = SeededGenerator(seed: 5)
        var generator = DrawnP2(seed: 5)
        let count = 10_000
        var worst = UlpComparison()
        for round in 0..<Effort.rounds(100) {
            let problem = try generator.next(count: count, degenerate: round % 2 == 0 ? 0 : 0.05)
            let decisions = (0..<count).map { _ in random.uniform(0, 1) }
            let steps = (0..<count).map { _ in random.uniform(0, 100) }
            let found = try UlpComparison(
                problem, decisions: decisions, steps: steps, kernels: Kernels(set))
            worst = worst.worst(found)
        }
        #expect(worst.largest <= 8)
        print("\(set), worst ulps between BLAS and the kernels: \(worst)")
    }
}

extension UlpComparison {
    /// The worse of two comparisons, term by term.
    func worst(_ other: UlpComparison) -> UlpComparison {
        var worst = self
        for path in [
            \UlpComparison.value, \.decisionSlope, \.stepSlope, \.demand, \.demandDecisionSlope, \.demandStepSlope,
        ] { worst[keyPath: path] = max(self[keyPath: path], other[keyPath: path]) }
        return worst
    }
}

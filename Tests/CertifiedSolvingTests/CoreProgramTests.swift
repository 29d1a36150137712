import CertifiedSolving
import OffloadModel
import TestSupport
import Testing

/// The knapsack of whole steps that is left once bounds have excluded options.
@Suite struct CoreProgramTests {
    /// Steps that cost nothing make nearly as many options as there are steps. They are not listed: branching decides, and
    /// the optimum is that of the knapsack of fewest steps, here by trying all sets.
    @Test(.timeLimit(.minutes(1)), arguments: [1e9, 1e15])
    func stepsThatCostNothingAreNotListed(budget: Double) throws {
        var random = SeededGenerator(seed: 12)
        let count = 8
        let weights = (0..<count).map { _ in (random.uniform(0.2, 0.3) * budget).rounded() }
        let gains = weights.map { $0 / budget * random.uniform(0.99, 1.01) }
        func curve(constant: Double, fewest: Double, most: Double) -> CostCurve {
            CostCurve(
                constant: constant, stepCost: 0, errorWeight: 0, errorDecay: 0, utilityWeight: 0, utilityRate: 0,
                fewestSteps: fewest, mostSteps: most)
        }
        let problem = try OffloadProblem(
            local: CostCurves((0..<count).map { curve(constant: gains[$0], fewest: weights[$0], most: budget) }),
            edge: CostCurves((0..<count).map { curve(constant: 0, fewest: weights[$0], most: budget) }),
            stepBudget: budget)
        let total = gains.reduce(0, +)
        let optimum = (0..<1 << count).reduce(total) { least, set in
            let members = (0..<count).filter { set >> $0 & 1 == 1 }
            let steps = members.reduce(0) { $0 + weights[$1] }
            return steps > budget ? least : min(least, total - members.reduce(0) { $0 + gains[$1] })
        }
        let result = try CertifiedSolver(.init(stepRule: .integer)).solve(problem)
        #expect(result.status == .optimal)
        #expect(abs(try #require(result.objective) - optimum) <= 1e-9 * total)
        #expect(result.certificate?.verify(for: problem).failure == nil)
    }
}

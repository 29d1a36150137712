import OffloadModel
import SuccessiveConvex
import TestSupport
import Testing

/// What a P2 costs per user, counted in exponentials, of which one streaming pass forms two.
@Suite struct P2CostTests {
    @Test func costIsFlatInTheNumberOfUsers() throws {
        var random = SeededGenerator(seed: 8)
        var counted: [(cold: Double, warm: Double)] = []
        for count in Effort.sizes([10_000, 100_000, 400_000], debugLimit: 100_000) {
            let problem = try RandomP2.problem(count: count, sharesRates: true, random: &random)
                .withStepBudget(8 * Double(count))
            let p2 = try P2Problem(
                problem, decisions: Array(repeating: 0.5, count: count),
                steps: (0..<count).map { max(0.5, problem.local.fewestSteps[$0]) }, penalty: 0.05,
                previous: Array(repeating: 0.6, count: count))
            let solver = KKTSolver()
            var workspace = KKTWorkspace()
            let cold = solver.solve(p2, in: &workspace)
            let coldWork = workspace.work.exponentials / Double(count)
            let warm = solver.solve(p2, in: &workspace)
            #expect(cold.status == .solved && warm.status == .solved)
            #expect(cold.evaluations <= 12)
            counted.append((coldWork, workspace.work.exponentials / Double(count)))
        }
        let first = try #require(counted.first)
        for work in counted {
            #expect(work.cold <= 2 * 25 && work.warm <= work.cold)
            #expect(work.cold <= 1.25 * first.cold && work.warm <= 1.25 * first.warm)
        }
    }
}

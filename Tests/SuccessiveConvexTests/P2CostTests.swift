import OffloadModel
import SuccessiveConvex
import TestSupport
import Testing
import VectorKernels

/// What a P2 costs per user: counted in exponentials, of which one streaming pass forms two, and measured. The measured
/// times are printed; what is required of them is no matter of a test that runs beside others.
@Suite(.serialized) struct P2CostTests {
    @Test func costIsFlatInTheNumberOfUsers() throws {
        let clock = ContinuousClock()
        var random = SeededGenerator(seed: 8)
        var counted: [(cold: Double, warm: Double)] = []
        for count in [10_000, 100_000, 400_000] {
            let problem = try RandomP2.problem(count: count, sharesRates: true, random: &random)
                .withStepBudget(8 * Double(count))
            let p2 = try P2Problem(
                problem, decisions: Array(repeating: 0.5, count: count),
                steps: (0..<count).map { max(0.5, problem.local.fewestSteps[$0]) }, penalty: 0.05,
                previous: Array(repeating: 0.6, count: count))
            var values = [Double](repeating: 0, count: count)
            var slopes = values
            let steps = [Double](repeating: 5, count: count)
            func best(_ work: () -> Void) -> Double {
                (0..<10).map { _ in clock.measure(work) / .nanoseconds(1) }.min()! / Double(count)
            }
            let pass = best {
                problem.local.withPointers { curves in
                    Kernels().evaluate(curves, steps: steps, values: &values, derivatives: &slopes, count: count)
                }
            }
            let solver = KKTSolver()
            var workspace = KKTWorkspace()
            var cold = solver.solve(p2, in: &workspace)
            let coldTime = best {
                workspace.reset(count: count)
                cold = solver.solve(p2, in: &workspace)
            }
            let coldWork = workspace.work.exponentials / Double(count)
            let warmTime = best { _ = solver.solve(p2, in: &workspace) }
            print(
                "P2, \(count) users: cold \(coldTime) ns per user in \(cold.evaluations) passes, "
                    + "warm \(warmTime); one evaluation of curves \(pass) ns")
            #expect(cold.status == .solved)
            #expect(cold.evaluations <= 12)
            counted.append((coldWork, workspace.work.exponentials / Double(count)))
        }
        print("exponentials per user, cold and warm: \(counted)")
        let first = try #require(counted.first)
        for work in counted {
            #expect(work.cold <= 2 * 25 && work.warm <= work.cold)
            #expect(work.cold <= 1.25 * first.cold && work.warm <= 1.25 * first.warm)
        }
    }
}

import OffloadModel
import SuccessiveConvex
import TestSupport
import Testing

/// P2 against the solutions of an interior-point solver run to 1e-12.
@Suite struct ReferenceP2Tests {
    @Test func theReferenceFileIsThere() { #expect(ReferenceP2.entries.count == 13) }

    @Test(arguments: ReferenceP2.entries)
    func solutionMatches(_ entry: ReferenceP2.Entry) throws {
        let problem = try ReferenceInstances.problem(entry.scenario)
        let count = problem.count
        let steps = (0..<count).map { user in
            max(0.5, entry.expansion.stepFraction * min(problem.local.mostSteps[user], problem.edge.mostSteps[user]))
        }
        let expanded = try P2Problem(
            problem, decisions: Array(repeating: entry.expansion.a, count: count), steps: steps, penalty: entry.tau,
            previous: Array(repeating: entry.previousA, count: count))
        for user in 0..<count {
            #expect(abs(expanded.u[user] / entry.u[user] - 1) < 1e-12)
            #expect(abs(expanded.v[user] / entry.v[user] - 1) < 1e-12)
            #expect(abs(expanded.z[user] / entry.z[user] - 1) < 1e-12)
        }
        let p2 = try P2Problem(
            curves: ShiftedCurves(problem), u: entry.u, v: entry.v, z: entry.z, penalty: entry.tau,
            previous: Array(repeating: entry.previousA, count: count), stepBudget: problem.stepBudget)
        let solution = KKTSolver().solve(p2)
        #expect(solution.status == .solved)
        #expect(abs(solution.summary.objective / entry.objective - 1) < 1e-9)
        #expect(
            try abs(p2.objective(decisions: solution.decisions, steps: solution.steps) / entry.objective - 1) < 1e-9)
        #expect(solution.summary.residuals.largest < 1e-10)
        for user in 0..<count {
            #expect(abs(solution.decisions[user] - entry.a[user]) < 1e-6)
            #expect(abs(solution.steps[user] - entry.s[user]) < 1e-5 * (1 + entry.s[user]))
        }
        if entry.delta > 1e-9 {
            #expect(abs(solution.budgetMultiplier / entry.delta - 1) < 1e-5)
        } else {
            #expect(solution.budgetMultiplier == 0)
        }
    }
}

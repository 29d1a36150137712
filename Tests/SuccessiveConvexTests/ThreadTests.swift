import OffloadModel
import SuccessiveConvex
import TestSupport
import Testing

/// However many threads share the blocks of users, every answer has the same bits. Below 32,768 users there is one thread.
@Suite struct ThreadTests {
    private static let count = 33_000

    private func population() throws -> OffloadProblem {
        try Populations.heterogeneous(count: Self.count, tightness: 0.3, seed: 6)
    }

    @Test(arguments: [2, 3])
    func subproblemsHaveTheSameBits(threads: Int) throws {
        let problem = try population()
        let p2 = try P2Problem(
            problem, decisions: Array(repeating: 0.5, count: Self.count),
            steps: (0..<Self.count).map { max(0.5, problem.local.fewestSteps[$0]) }, penalty: 0.05,
            previous: Array(repeating: 0.6, count: Self.count))
        let alone = KKTSolver().solve(p2)
        #expect(alone.status == .solved && alone.budgetMultiplier > 0)
        let together = try KKTSolver(threads: threads).solve(p2)
        #expect(together == alone)
        #expect(
            try KKTSolver(threads: threads).solve(p2, startingFrom: alone) == KKTSolver().solve(p2, startingFrom: alone)
        )
    }

    @Test(arguments: StepRule.allCases)
    func plansHaveTheSameBits(rule: StepRule) throws {
        let problem = try population()
        var settings = SuccessiveConvexSettings()
        settings.stepRule = rule
        settings.start = .random(seed: 3)
        func solve(threads: Int) throws -> SuccessiveConvexResult {
            var result = try SuccessiveConvexSolver(settings, threads: threads).solve(problem)
            // Seconds differ from run to run.
            result.statistics.times = PhaseTimes()
            return result
        }
        let alone = try solve(threads: 1)
        #expect(alone.plan != nil && alone.statistics.iterations > 1)
        #expect(try solve(threads: 2) == alone)
    }

    @Test(arguments: [0, -1])
    func fewerThanOneThreadIsRefused(threads: Int) {
        let refusal = SettingError(setting: "threads", value: "\(threads)", allowed: "at least 1")
        #expect(throws: refusal) { try KKTSolver(threads: threads) }
        #expect(throws: refusal) { try SuccessiveConvexSolver(threads: threads) }
    }
}

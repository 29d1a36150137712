import OffloadModel
import SuccessiveConvex
import TestSupport
import Testing

/// What the options of Algorithms 1 and 3 are for.
@Suite struct AlgorithmOptionTests {
    private static func settings(penalty: Double = 0.05) -> SuccessiveConvexSettings {
        var settings = SuccessiveConvexSettings()
        settings.penalty = penalty
        settings.firstPenalty = penalty
        settings.start = .random(seed: 6)
        return settings
    }

    /// K and I are the most iterations and sub-problems, and all are made where no tolerance ends them.
    @Test func theIterationsAreAtMostThoseAskedFor() throws {
        let problem = try ReferenceInstances.problem("hetero-n30-t30")
        var settings = Self.settings()
        (settings.innerTolerance, settings.outerTolerance) = (0, 0)
        (settings.innerLimit, settings.outerLimit) = (3, 2)
        let result = try SuccessiveConvexSolver(settings).solve(problem)
        #expect(result.trace.map { "\($0.subproblem).\($0.iteration)" } == ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3"])
        #expect(result.statistics.iterations == 6 && result.statistics.subproblems == 2)
        #expect(!result.statistics.hasConverged)
    }

    /// Algorithm 1 ends with the first change within its tolerance, Algorithm 3 with the first sub-problem that changes
    /// no more than its own.
    @Test(arguments: [1e-2, 1e-4, 1e-6])
    func theTolerancesEndTheIterations(tolerance: Double) throws {
        let problem = try ReferenceInstances.problem("hetero-n100-t30")
        var settings = Self.settings()
        (settings.innerTolerance, settings.outerTolerance) = (tolerance, tolerance)
        (settings.innerLimit, settings.outerLimit) = (2000, 200)
        let result = try SuccessiveConvexSolver(settings).solve(problem)
        #expect(result.statistics.hasConverged)
        for (index, entry) in result.trace.enumerated() {
            let next = index + 1 < result.trace.count ? result.trace[index + 1].subproblem : 0
            #expect((entry.change <= tolerance) == (next != entry.subproblem), "\(entry)")
        }
        let last = try #require(result.trace.last)
        #expect(last.subproblem == result.statistics.subproblems && last.subproblem < 200)
    }

    /// The polish changes steps only, and to the better.
    @Test(arguments: ["hetero-n30-t30", "hetero-n100-t30", "uplink-n80", "floors-n80"])
    func polishingKeepsTheDecisions(name: String) throws {
        let problem = try ReferenceInstances.problem(name)
        var settings = Self.settings()
        let polished = try SuccessiveConvexSolver(settings).solve(problem)
        settings.polish = false
        let plain = try SuccessiveConvexSolver(settings).solve(problem)
        #expect(polished.trace == plain.trace && polished.relaxedSteps == plain.relaxedSteps)
        let (before, after) = (try #require(plain.plan), try #require(polished.plan))
        #expect(before.offloaded == after.offloaded && before.steps != after.steps)
        #expect(try #require(polished.objective) <= (try #require(plain.objective)))
        // Without it, a user on its device keeps its s, as far as its limits allow.
        for user in 0..<problem.count where !before.offloaded[user] {
            let limits = try #require(problem.stepLimits(of: user, at: .local, under: .continuous))
            let s = plain.relaxedSteps[user]
            #expect(before.steps[user] == min(max(s, limits.lowerBound), limits.upperBound))
        }
    }

    /// Near 0 the surrogate a²/(4v) holds a decision fast, since v is proportional to the last a; with a margin v is
    /// what it would be at the margin. Pinned decisions stay pinned.
    @Test func theMarginLetsDecisionsMove() throws {
        let problem = try ReferenceInstances.problem("hetero-n30-t70")
        var start = [Double](repeating: 1e-9, count: problem.count)
        (start[0], start[1]) = (0, 1)
        var settings = Self.settings(penalty: 0)
        settings.start = .given(decisions: start, steps: Array(repeating: 5, count: problem.count))
        (settings.innerLimit, settings.outerLimit) = (1, 1)
        let stuck = try SuccessiveConvexSolver(settings).solve(problem).relaxedDecisions
        settings.interiorMargin = 0.05
        let free = try SuccessiveConvexSolver(settings).solve(problem).relaxedDecisions
        #expect(stuck[0] == 0 && stuck[1] == 1 && free[0] == 0 && free[1] == 1)
        #expect(stuck.dropFirst(2).allSatisfy { $0 < 1e-7 })
        #expect(free.dropFirst(2).allSatisfy { $0 > 0.005 })
        #expect(free.dropFirst(2).contains { $0 > 0.04 })
    }

    /// s = 0 freezes the steps of a user for good.
    @Test func stepsOfZeroStayZero() throws {
        let problem = try ReferenceInstances.problem("hetero-n30-t30")
        var settings = Self.settings()
        let steps = (0..<problem.count).map { $0 % 5 == 0 ? 0.0 : 5 }
        settings.start = .given(decisions: Array(repeating: 0.4, count: problem.count), steps: steps)
        let result = try SuccessiveConvexSolver(settings).solve(problem)
        #expect(result.trace.count > 3)
        for user in 0..<problem.count where problem.edge.fewestSteps[user] == 0 {
            #expect((result.relaxedSteps[user] == 0) == (steps[user] == 0), "user \(user)")
        }
    }
}

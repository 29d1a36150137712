import OffloadModel
import SuccessiveConvex
import TestSupport
import Testing

/// What the trace of Algorithms 1 and 3 says, against what its numbers are defined to be.
@Suite struct TraceTests {
    /// τ of sub-problem i is min(first·growth^(i−1), last).
    @Test func thePenaltyFollowsItsSchedule() throws {
        var settings = SuccessiveConvexSettings()
        settings.use(try PenaltySchedule(first: 0.25, growth: 2, last: 3))
        // No change is small enough to end the outer iteration.
        settings.outerTolerance = 0
        settings.outerLimit = 7
        let problem = try Populations.heterogeneous(count: 30, tightness: 0.4, seed: 9)
        let trace = try SuccessiveConvexSolver(settings).solve(problem).trace
        var subproblems: Set<Int> = []
        for entry in trace {
            #expect(entry.penalty == [0.25, 0.5, 1, 2, 3, 3, 3][entry.subproblem - 1])
            subproblems.insert(entry.subproblem)
        }
        #expect(subproblems.count > 4)
    }

    /// Σ a(1−a) is 0 where every decision is made, and so is its tangent there: the penalised objective is then the
    /// objective of P1 at a, s, whatever τ is.
    @Test(arguments: [0.5, 1e5])
    func madeDecisionsPayNoPenalty(penalty: Double) throws {
        let problem = try Populations.heterogeneous(count: 30, tightness: 0.9, seed: 10)
        var settings = SuccessiveConvexSettings()
        settings.use(try PenaltySchedule(constant: penalty))
        settings.start = .given(
            decisions: (0..<30).map { $0 % 3 == 0 ? 1 : 0 }, steps: Array(repeating: 5, count: 30))
        let result = try SuccessiveConvexSolver(settings).solve(problem)
        #expect(result.relaxedDecisions == (0..<30).map { $0 % 3 == 0 ? 1 : 0 })
        let entry = try #require(result.trace.last)
        var objective = PreciseSum()
        for (user, steps) in result.relaxedSteps.enumerated() {
            objective.add((user % 3 == 0 ? problem.edge : problem.local)[user].value(at: steps))
        }
        #expect(abs(entry.relaxedObjective - objective.value) <= 1e-13 * 30)
        // τ·Σ a² − τ·Σ a cancels, to the rounding of its terms.
        #expect(abs(entry.penalisedObjective - objective.value) <= 1e-13 * 30 + 1e-15 * penalty * 10)
    }

    /// Two sites that are alike leave u = v and num = ½·den, so a = ½ exactly if the budget does not bind; and ½ counts
    /// as offloaded.
    @Test func halfADecisionIsRoundedUp() throws {
        let curve = CostCurve(
            constant: 0, stepCost: 0.01, errorWeight: 0.5, errorDecay: 0.1, utilityWeight: 0.5, utilityRate: 0.05,
            fewestSteps: 0, mostSteps: 20)
        let curves = CostCurves(Array(repeating: curve, count: 5))
        let problem = try OffloadProblem(local: curves, edge: curves, stepBudget: 1000)
        let result = try SuccessiveConvexSolver().solve(problem)
        #expect(result.relaxedDecisions == Array(repeating: 0.5, count: 5))
        #expect(result.plan?.offloaded == Array(repeating: true, count: 5))
    }
}

import OffloadModel
import SuccessiveConvex
import TestSupport
import Testing

/// The water-filling of the baselines puts steps on their limits, or clearly off them.
@Suite struct StepLimitTests {
    /// Whoever must offload does, so that the answer is known; see ``KinkedProblems``.
    @Test(arguments: KinkedProblems.Family.allCases) func kinksAreMetExactly(family: KinkedProblems.Family) throws {
        // In tenths no sum is exact.
        guard family != .decimal else { return }
        var problems = KinkedProblems(seed: 7)
        for round in 0..<Effort.rounds(200) {
            let problem = try problems.next(family, count: 2 + round % 30)
            let plan = try #require(Baseline.allEdge.solve(problem).plan)
            let miss = StepChecks.nearMiss(in: plan, of: problem)
            #expect(miss == nil, "\(family) \(round): \(miss!)")
            #expect(plan.violation(in: problem) == nil)
        }
    }
}

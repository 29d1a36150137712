import CertifiedSolving
import OffloadModel
import TestSupport
import Testing

/// Steps are on their limits or clearly off them.
@Suite struct StepLimitTests {
    /// Random problems with whole limits and whole budgets.
    @Test func wholeLimitsAreMetExactly() throws {
        var problems = RandomProblems(seed: 21)
        for round in 0..<Effort.rounds(4000) {
            let problem = try {
                let drawn = problems.next(largest: 1 + round % 40, wholeLimits: true)
                return try drawn.withStepBudget(drawn.stepBudget.rounded())
            }()
            let result = try CertifiedSolver().solve(problem)
            guard let plan = result.plan else { continue }
            let miss = StepChecks.nearMiss(in: plan, of: problem)
            #expect(miss == nil, "round \(round): \(miss!)")
            let sum = StepChecks.largestSum(of: plan)
            #expect(plan.violation(in: problem) == nil && sum <= problem.stepBudget, "\(sum) of \(problem.stepBudget)")
        }
    }

    /// The same where the answer is at a kink, or leaves whole numbers to those between.
    @Test(arguments: KinkedProblems.Family.allCases) func kinksAreMetExactly(family: KinkedProblems.Family) throws {
        // In tenths no sum is exact.
        guard family != .decimal else { return }
        var problems = KinkedProblems(seed: 4)
        for round in 0..<Effort.rounds(400) {
            let problem = try problems.next(family, count: 2 + round % 30)
            let plan = try #require(try CertifiedSolver().solve(problem).plan)
            let miss = StepChecks.nearMiss(in: plan, of: problem)
            #expect(miss == nil, "\(family) \(round): \(miss!)")
            let sum = StepChecks.largestSum(of: plan)
            #expect(plan.violation(in: problem) == nil && sum <= problem.stepBudget, "\(sum) of \(problem.stepBudget)")
        }
    }

    /// With so many users that passes over all of them find the plan.
    @Test(arguments: KinkedProblems.Family.allCases) func kinksOfManyUsersAreMetExactly(
        family: KinkedProblems.Family
    ) throws {
        guard family != .decimal, family != .single else { return }
        var problems = KinkedProblems(seed: 5)
        for round in 0..<(Effort.isOptimised ? 6 : 1) {
            let problem = try problems.next(family, count: 4096 + 700 * round)
            let plan = try #require(try CertifiedSolver().solve(problem).plan)
            let miss = StepChecks.nearMiss(in: plan, of: problem)
            #expect(miss == nil, "\(family) \(round): \(miss!)")
            let sum = StepChecks.largestSum(of: plan)
            #expect(plan.violation(in: problem) == nil && sum <= problem.stepBudget, "\(sum) of \(problem.stepBudget)")
        }
    }

    /// Where limits are no multiples of anything, the budget still holds in every order, and those who are not at their
    /// limits give the margin for it.
    @Test func crookedLimitsKeepTheMargin() throws {
        var problems = RandomProblems(seed: 22)
        for round in 0..<Effort.rounds(2000) {
            let problem = problems.next(largest: 1 + round % 40)
            guard let plan = try CertifiedSolver().solve(problem).plan else { continue }
            let sum = StepChecks.largestSum(of: plan)
            #expect(plan.violation(in: problem) == nil && sum <= problem.stepBudget, "\(sum) of \(problem.stepBudget)")
        }
    }

    /// Everybody at S_1 in tenths: no sum in base 2 is the budget, so that the last few units in the last place may be
    /// missing, but no more.
    @Test func decimalLimitsAreMetToRounding() throws {
        var problems = KinkedProblems(seed: 6)
        for round in 0..<Effort.rounds(400) {
            let problem = try problems.next(.decimal, count: 2 + round % 30)
            let plan = try #require(try CertifiedSolver().solve(problem).plan)
            let sum = StepChecks.largestSum(of: plan)
            #expect(plan.violation(in: problem) == nil && sum <= problem.stepBudget, "\(sum) of \(problem.stepBudget)")
            for user in 0..<problem.count where plan.offloaded[user] {
                let most = problem.edge.mostSteps[user]
                #expect(most - plan.steps[user] <= 64 * most.ulp * Double(problem.count))
            }
        }
    }
}

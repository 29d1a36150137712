import CertifiedSolving
import OffloadModel
import TestSupport
import Testing

/// What a solve that is stopped returns.
@Suite struct EarlyStopTests {
    /// However early it ends, a solve takes back no bound and no plan that it has reported: a part of the tree that is cut
    /// short is bounded at least as well as the whole.
    @Test(arguments: StepRule.allCases)
    func aStopTakesBackNoBound(rule: StepRule) throws {
        let solver = try CertifiedSolver(.init(stepRule: rule))
        var stops = 0
        let trees: [(count: Int, tightness: Double, seed: UInt64)] = [
            (12, 0.05, 38), (20, 0.3, 22), (40, 0.6, 11), (40, 0.6, 26),
        ]
        for (count, tightness, seed) in trees {
            let problem = try Populations.heterogeneous(count: count, tightness: tightness, seed: seed)
            for last in 1...60 {
                var best = (primal: Double.infinity, dual: -Double.infinity)
                var calls = 0
                let result = solver.solve(problem) { record in
                    calls += 1
                    best.primal = min(best.primal, record.primal ?? .infinity)
                    best.dual = max(best.dual, record.dual ?? -.infinity)
                    return calls == last ? .stop : .proceed
                }
                guard result.status == .stopped else { break }
                stops += 1
                let certificate = try #require(result.certificate)
                #expect(certificate.lowerBound >= best.dual)
                // The plan is added up once more, over all users and not over those in question.
                #expect(certificate.objective <= best.primal + 1e-12 * abs(best.primal))
                #expect(certificate.verify(for: problem).failure == nil)
            }
        }
        #expect(stops > 30)
    }

    // MARK: After the first pass
    // The plan is of what users would do at a price that need not be right.

    /// At price 0 the demand is far above the budget, and with L > 0 even the fewest steps of all who gain may be. The
    /// plan must meet Σ a·s ≤ S_e exactly, and must not waste what it can spend: what is left is less than one user's L
    /// where users were sent home, nothing but rounding with real steps, and less than one user's steps with whole ones.
    @Test(arguments: StepRule.allCases, [0, 2.5, 4])
    func thePlanOfTheFirstPassFitsAndSpendsTheBudget(rule: StepRule, fewest: Double) throws {
        let drawn = try Populations.heterogeneous(count: 5000, tightness: 0.1, seed: 12)
        var (local, edge) = (drawn.local, drawn.edge)
        for user in 0..<drawn.count {
            local.fewestSteps[user] = fewest
            edge.fewestSteps[user] = fewest
        }
        let tight = try OffloadProblem(local: local, edge: edge, stepBudget: 7000.5)
        for problem in [try tight.withStepBudget(drawn.stepBudget), tight] {
            let solver = try CertifiedSolver(.init(stepRule: rule))
            let result = solver.solve(problem, startingFrom: 0) { _ in .stop }
            #expect(result.status == .stopped)
            let certificate = try #require(result.certificate)
            #expect(certificate.plan.violation(in: problem) == nil)
            #expect(certificate.verify(for: problem).failure == nil)
            let left = problem.spendableBudget(under: rule) - certificate.plan.edgeStepsUsed
            #expect(left < max(fewest, rule == .integer ? 100 : 1e-6), "\(left) steps are left")
        }
    }
}

import CertifiedSolving
import OffloadModel
import TestSupport
import Testing

/// Every verdict of the certified solver occurs, and means what it says. `.timeLimit` has a suite of its own.
@Suite struct StatusTests {
    @Test func optimal() throws {
        let result = try CertifiedSolver().solve(ReferenceInstances.problem("hetero-n30-t30"))
        #expect(result.status == .optimal)
        #expect(try #require(result.relativeGap) <= 1e-9)
    }

    @Test(arguments: StepRule.allCases) func infeasible(rule: StepRule) throws {
        for (name, isUser) in [("infeasible-user-n200", true), ("infeasible-budget-n60", false)] {
            let problem = try ReferenceInstances.problem(name)
            let result = try CertifiedSolver(.init(stepRule: rule)).solve(problem)
            guard case .infeasible(let reason) = result.status else {
                Issue.record("\(name) is called \(result.status)")
                continue
            }
            if case .user = reason { #expect(isUser) } else { #expect(!isUser) }
            #expect(result.certificate == nil && result.lowerBound == nil && result.price == nil)
        }
    }

    @Test(arguments: [0, 1, 7]) func nodeLimit(limit: Int) throws {
        let problem = try Populations.subsetSum(users: 30)
        let result = try CertifiedSolver(.init(relativeGap: 1e-14, nodeLimit: limit)).solve(problem)
        #expect(result.status == .nodeLimit)
        #expect(result.statistics.nodes == limit)
        #expect(try #require(result.certificate).holds(for: problem))
        #expect(try #require(result.relativeGap) > 1e-14)
    }

    @Test(arguments: [300, 20_000]) func stopped(count: Int) throws {
        let problem = try Populations.heterogeneous(count: count, tightness: 0.4, seed: 5)
        var calls = 0
        let result = try CertifiedSolver(.init(relativeGap: 1e-15)).solve(problem) { _ in
            calls += 1
            return .stop
        }
        #expect(calls == 1)
        #expect(result.status == .stopped)
        #expect(try #require(result.certificate).holds(for: problem))
    }

    /// Where nothing is left to decide and rounding keeps objective and bound apart by more than the gap asked for, the status
    /// says so: `.feasible` is left to methods that prove nothing, and `.optimal` to what is shown by the numbers.
    @Test(arguments: [1e-15, 1e-300]) func roundingLimit(relativeGap: Double) throws {
        var problems = RandomProblems(seed: 77)
        var limited = 0
        for _ in 0..<Effort.rounds(400) {
            let problem = problems.next(largest: 12)
            let result = try CertifiedSolver(.init(relativeGap: relativeGap)).solve(problem)
            guard let certificate = result.certificate else { continue }
            #expect(certificate.holds(for: problem))
            switch result.status {
            case .optimal: #expect(certificate.relativeGap <= relativeGap)
            case .roundingLimit:
                limited += 1
                #expect(certificate.absoluteGap <= 1e-12 * BruteForce.scale(of: problem))
            default: Issue.record("\(result.status)")
            }
        }
        #expect(limited >= Effort.rounds(400) / 2)
    }

    /// A price to start from whose product with the budget exceeds every number proves nothing. The solve goes on at other
    /// prices; ended before that, it has no bound to compare a plan with.
    @Test(arguments: [1, 300, 5000], StepRule.allCases) func numericalFailure(count: Int, rule: StepRule) throws {
        let problem = try Populations.heterogeneous(count: count, tightness: 0.4, seed: 5).withStepBudget(1e300)
        let solver = try CertifiedSolver(.init(stepRule: rule))
        let ended = solver.solve(problem, startingFrom: 1e100) { _ in .stop }
        #expect(ended.status == .numericalFailure)
        #expect(ended.certificate == nil && ended.lowerBound == nil && ended.objective == nil)
        let finished = solver.solve(problem, startingFrom: 1e100)
        #expect(finished.status == .optimal)
        #expect(try #require(finished.certificate).holds(for: problem))
    }
}

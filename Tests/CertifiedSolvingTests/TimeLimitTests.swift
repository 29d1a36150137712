import CertifiedSolving
import OffloadModel
import TestSupport
import Testing

/// A time limit may strike at any moment: what is returned is true, and the solve is over at once.
@Suite struct TimeLimitTests {
    /// A problem that takes the passes alone, and ones that need branch and bound before or after them.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let rule: StepRule
        let threads: Int
        let problem: @Sendable () throws -> OffloadProblem
    }

    static let cases = [
        Case(testDescription: "small", rule: .continuous, threads: 1) {
            try Populations.heterogeneous(count: 200, tightness: 0.3, seed: 1)
        },
        Case(testDescription: "small, whole steps", rule: .integer, threads: 1) {
            try Populations.heterogeneous(count: 200, tightness: 0.3, seed: 2)
        },
        Case(testDescription: "passes", rule: .continuous, threads: 1) {
            try Populations.heterogeneous(count: 20_000, tightness: 0.4, seed: 5)
        },
        Case(testDescription: "passes, two threads", rule: .continuous, threads: 2) {
            try Populations.heterogeneous(count: 70_000, tightness: 0.4, seed: 5)
        },
        Case(testDescription: "passes, whole steps", rule: .integer, threads: 1) {
            try Populations.heterogeneous(count: 20_000, tightness: 0.4, seed: 5)
        },
        Case(testDescription: "branching after passes", rule: .continuous, threads: 1) {
            try Populations.types(count: 9000, kinds: 3, tightness: 0.41, seed: 3)
        },
        Case(testDescription: "branching after passes, whole steps", rule: .integer, threads: 1) {
            try Populations.twins(count: 9000, tightness: 0.37, spread: 1e-6, seed: 6)
        },
        Case(testDescription: "a plan that has to be repaired", rule: .continuous, threads: 1) {
            try Self.rigid(count: 6000)
        },
    ]

    /// Users whose steps are fixed at the edge, so that nothing can be stretched to meet the budget.
    private static func rigid(count: Int) throws -> OffloadProblem {
        let problem = try Populations.heterogeneous(count: count, tightness: 0.3, seed: 8)
        var (local, edge) = (problem.local, problem.edge)
        for user in 0..<count {
            local.fewestSteps[user] = 5
            local.mostSteps[user] = 5
            edge.fewestSteps[user] = edge.mostSteps[user]
        }
        return try OffloadProblem(local: local, edge: edge, stepBudget: problem.stepBudget)
    }

    private func settings(_ test: Case, _ clock: CountingClock, limit: Double? = 1) -> CertifiedSolverSettings {
        CertifiedSolverSettings(
            stepRule: test.rule, nodeLimit: 200, timeLimit: limit, threads: test.threads, clock: clock.clock)
    }

    @Test(arguments: cases) func whatIsReturnedIsTrueWhenTheTimeEndsAnywhere(test: Case) throws {
        let problem = try test.problem()
        let unlimited = CountingClock()
        let whole = try CertifiedSolver(settings(test, unlimited)).solve(problem)
        let objective = try #require(whole.objective)
        let bound = try #require(whole.lowerBound)
        let slack = 1e-12 * abs(objective)
        var (plans, bounds, nothing) = (0, 0, 0)
        // Every early moment, a share of the later ones, and the last.
        let moments =
            Array(1..<(Effort.isOptimised ? 30 : 8))
            + Array(stride(from: 30, to: unlimited.count, by: max(unlimited.count / Effort.rounds(60), 1)))
            + [unlimited.count - 1]
        for moment in moments where moment < unlimited.count {
            let clock = CountingClock(leapingAfter: moment)
            let result = try CertifiedSolver(settings(test, clock)).solve(problem)
            // Both threads may look once more, and the phase that ends is booked.
            #expect(clock.lateCount <= 12, "\(moment): \(clock.lateCount) readings after the end")
            if let certificate = result.certificate {
                #expect(result.status == .timeLimit || result.status == whole.status, "\(moment)")
                #expect(certificate.verify(for: problem).failure == nil, "\(moment)")
                #expect(certificate.lowerBound <= objective + slack)
                #expect(certificate.objective >= bound - slack)
                plans += 1
            } else {
                #expect(result.status == .timeLimit, "\(moment)")
                #expect(result.price == nil && result.plan == nil && result.objective == nil)
                #expect((result.lowerBound == nil) == (result.boundProof == nil))
                if let bound = result.lowerBound {
                    #expect(bound <= objective + slack, "\(moment)")
                    bounds += 1
                } else {
                    nothing += 1
                }
            }
        }
        // Problems below 4096 users get a plan whatever the time; in others every outcome occurs.
        #expect(plans > 0)
        if problem.count < 4096 { #expect(bounds + nothing == 0) } else { #expect(nothing > 0 && bounds > 0) }
    }

    /// At the limit the search ends, and what it has is made into a plan while the grace of 5 % and 10 ms lasts: with a
    /// clock that stops there, there is a plan whatever the moment.
    @Test(arguments: cases) func aPlanIsMadeWithinTheGrace(test: Case) throws {
        let problem = try test.problem()
        let unlimited = CountingClock()
        let whole = try CertifiedSolver(settings(test, unlimited)).solve(problem)
        for moment in stride(from: 1, to: unlimited.count, by: max(unlimited.count / Effort.rounds(40), 1)) {
            let clock = CountingClock(leapingAfter: moment, to: 1)
            let result = try CertifiedSolver(settings(test, clock)).solve(problem)
            #expect(result.status == .timeLimit || result.status == whole.status, "\(moment): \(result.status)")
            let certificate = try #require(result.certificate, "\(moment)")
            #expect(certificate.verify(for: problem).failure == nil, "\(moment)")
            #expect(certificate.lowerBound > -.infinity)
        }
    }

    /// The clock is read every few thousand users in every pass, not only between passes.
    @Test func theClockIsReadInsidePasses() throws {
        let problem = try Populations.heterogeneous(count: 100_000, tightness: 0.4, seed: 5)
        for rule in StepRule.allCases {
            let clock = CountingClock()
            let result = try CertifiedSolver(.init(stepRule: rule, timeLimit: 1, clock: clock.clock)).solve(problem)
            #expect(result.status == .optimal)
            // Feasibility, the local minima, the passes, and the plan.
            #expect(clock.count >= (result.statistics.passes + 3) * problem.count / 8192)
        }
    }

    /// A limit that is not reached changes nothing, and without one no clock decides anything.
    @Test(arguments: cases) func aLimitInTheDistanceChangesNoBit(test: Case) throws {
        let problem = try test.problem()
        let free = try CertifiedSolver(settings(test, CountingClock(), limit: nil)).solve(problem)
        let limited = try CertifiedSolver(settings(test, CountingClock())).solve(problem)
        let late = try CertifiedSolver(settings(test, CountingClock(leapingAfter: 5), limit: nil)).solve(problem)
        for other in [limited, late] {
            #expect(other.status == free.status)
            #expect(other.certificate == free.certificate)
            #expect(other.price == free.price && other.dualPrice == free.dualPrice)
        }
    }

    /// The same moment gives the same answer.
    @Test func theSameMomentGivesTheSameBits() throws {
        let problem = try Populations.types(count: 9000, kinds: 3, tightness: 0.41, seed: 3)
        for moment in Effort.isOptimised ? [20, 60, 100, 140, 200, 400] : [60, 400] {
            let results = try (0..<2).map { _ in
                try CertifiedSolver(
                    .init(nodeLimit: 200, timeLimit: 1, clock: CountingClock(leapingAfter: moment).clock)
                ).solve(problem)
            }
            #expect(results[0].status == results[1].status)
            #expect(results[0].certificate == results[1].certificate)
            #expect(results[0].lowerBound == results[1].lowerBound)
        }
    }

    /// A solve that was cut short leaves nothing behind in its workspace.
    @Test func aWorkspaceSurvivesTheEndOfTime() throws {
        let problem = try Populations.types(count: 9000, kinds: 3, tightness: 0.41, seed: 3)
        let other = try Populations.heterogeneous(count: 300, tightness: 0.4, seed: 2)
        let expected = try CertifiedSolver().solve(other).certificate
        var workspace = SolveWorkspace()
        for moment in stride(from: 10, to: 400, by: Effort.isOptimised ? 13 : 97) {
            let hurried = try CertifiedSolver(
                .init(nodeLimit: 200, timeLimit: 1, clock: CountingClock(leapingAfter: moment).clock))
            _ = hurried.solve(problem, using: &workspace)
            #expect(try CertifiedSolver().solve(other, using: &workspace).certificate == expected)
        }
    }
}

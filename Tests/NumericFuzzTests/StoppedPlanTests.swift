import CertifiedSolving
import OffloadModel
import SuccessiveConvex
import TestSupport
import Testing

/// However early a search ends, its plan costs no more than that of the greedy baseline.
@Suite struct StoppedPlanTests {
    /// What stops a solve.
    enum End: CaseIterable { case firstRow, thirdRow, tenthRow, timeLimit, noNodes, fewNodes }

    /// The solve that ends so; nil where a number of rows is more than it has.
    private static func result(
        of problem: OffloadProblem, _ rule: StepRule, _ end: End, _ moment: Int
    ) throws -> CertifiedResult {
        var settings = CertifiedSolverSettings(stepRule: rule, nodeLimit: end == .noNodes ? 0 : 100_000)
        if end == .fewNodes { settings.nodeLimit = 3 }
        if end == .timeLimit {
            settings.timeLimit = 1
            // The time is up, but not so far that there is none left to make a plan.
            settings.clock = CountingClock(leapingAfter: moment, to: 1).clock
        }
        let rows: [End: Int] = [.firstRow: 1, .thirdRow: 3, .tenthRow: 10]
        var seen = 0
        guard let last = rows[end] else { return try CertifiedSolver(settings).solve(problem) }
        return try CertifiedSolver(settings).solve(problem) { _ in
            seen += 1
            return seen == last ? .stop : .proceed
        }
    }

    /// Compares the plans of a problem; returns how many solves ended early.
    private func check(_ problem: OffloadProblem, _ rule: StepRule, _ name: String) throws -> Int {
        guard let greedy = Baseline.greedy.solve(problem, stepRule: rule).objective else { return 0 }
        var early = 0
        for (place, end) in End.allCases.enumerated() {
            let result = try Self.result(of: problem, rule, end, 3 + 7 * place)
            guard let certificate = result.certificate else { continue }
            switch result.status {
            // These end by themselves, within the gap that they were asked for or can see.
            case .optimal, .roundingLimit, .numericalFailure, .infeasible: continue
            default: early += 1
            }
            // The costs are added up in another order at most.
            let rounding = 1e-12 * BruteForce.scale(of: problem)
            #expect(
                certificate.objective <= greedy + rounding,
                "\(name) \(rule) \(end): \(certificate.objective) for \(greedy), \(result.status)")
        }
        return early
    }

    @Test(arguments: HardFamilies.Family.allCases, StepRule.allCases)
    func hardProblems(family: HardFamilies.Family, rule: StepRule) throws {
        var problems = HardFamilies(seed: 51)
        var early = 0
        for round in 0..<Effort.rounds(40) {
            let sizes = Effort.sizes([3, 12, 40, 120], debugLimit: 12)
            let users = sizes[round % sizes.count]
            early += try check(problems.next(family, users: users...users), rule, "\(family) \(round)")
        }
        // Blocks of real numbers of steps hold no whole number, and the few small problems of slow builds may all be
        // solved before any of these ends comes.
        #expect(early > 0 || !Effort.isOptimised || (family == .realBlocks && rule == .integer))
    }

    @Test(arguments: StepRule.allCases)
    func hostileProblems(rule: StepRule) throws {
        var problems = HostileProblems(seed: 52)
        var early = 0
        for round in 0..<Effort.rounds(600) {
            let draw = problems.next(largest: 20)
            guard draw.family != .crowd, let problem = try? draw.problem() else { continue }
            early += try check(problem, rule, "\(draw.family) \(round)")
        }
        #expect(early > 0)
    }

    /// So many users that the solver passes over all of them first.
    @Test(arguments: HardFamilies.Family.allCases, StepRule.allCases)
    func crowds(family: HardFamilies.Family, rule: StepRule) throws {
        guard Effort.isOptimised else { return }
        var problems = HardFamilies(seed: 53)
        for count in [4096, 9000] {
            _ = try check(problems.next(family, users: count...count), rule, "\(family) \(count)")
        }
    }
}

import CertifiedSolving
import OffloadModel
import TestSupport
import Testing

/// Size, ties and threads.
@Suite struct LargeProblemTests {
    @Test(arguments: Effort.sizes([4095, 4096, 20_000, 100_000, 1_000_000], debugLimit: 20_000))
    func theGapClosesAtEverySize(count: Int) throws {
        let problem = try Populations.heterogeneous(count: count, tightness: 0.4, seed: 5)
        for rule in StepRule.allCases {
            let result = try CertifiedSolver(.init(stepRule: rule, threads: 2)).solve(problem)
            let certificate = try #require(result.certificate)
            #expect(result.status == .optimal, "gap \(certificate.relativeGap)")
            print(
                "\(count) \(rule): gap \(certificate.relativeGap), \(result.statistics.passes) passes, "
                    + "\(result.statistics.nodes) nodes, \(result.statistics.times.entries)")
            #expect(certificate.plan.violation(in: problem) == nil)
            let findings = certificate.verify(for: problem)
            #expect(findings.failure == nil)
        }
    }

    /// A site is closed where its limit is below the fewest steps; −1 is what a deadline that leaves no time becomes.
    @Test(arguments: StepRule.allCases, Effort.isOptimised ? [-1, -0.25, -7, 0.5] : [-1])
    func closedSitesStayClosed(rule: StepRule, limit: Double) throws {
        // Enough for the passes to close the gap without branching.
        let drawn = try Populations.heterogeneous(count: 50_000, tightness: 0.2, seed: 8)
        var (local, edge) = (drawn.local, drawn.edge)
        for user in stride(from: 0, to: drawn.count, by: 3) {
            edge.fewestSteps[user] = max(limit + 0.25, 0)
            local.fewestSteps[user] = edge.fewestSteps[user]
            edge.mostSteps[user] = limit
        }
        let problem = try OffloadProblem(local: local, edge: edge, stepBudget: drawn.stepBudget)
        let free = try CertifiedSolver(.init(stepRule: rule)).solve(problem)
        for price in [nil, free.dualPrice, free.dualPrice.map { 1.001 * $0 }] {
            let result = try CertifiedSolver(.init(stepRule: rule)).solve(problem, startingFrom: price)
            #expect(result.status == .optimal && result.statistics.coreEvaluations == 0)
            let certificate = try #require(result.certificate)
            #expect(certificate.plan.violation(in: problem) == nil)
            #expect(certificate.verify(for: problem).failure == nil)
        }
    }

    /// Where those who must offload need nearly all of the budget, a sample of the users can need more than its share, and
    /// no price would do for it.
    @Test(arguments: StepRule.allCases, [1, 1 + 1e-9, 1.001])
    func aBudgetThatIsHardlyEnoughIsSpentWell(rule: StepRule, room: Double) throws {
        for seed in 1...4 as ClosedRange<UInt64> {
            let problem = try mandatory(count: 5000, room: room, seed: seed)
            let result = try CertifiedSolver(.init(stepRule: rule, threads: 2)).solve(problem)
            #expect(result.status == .optimal)
            let certificate = try #require(result.certificate)
            #expect(certificate.relativeGap <= 1e-9)
            #expect(certificate.verify(for: problem).failure == nil)
        }
    }

    /// The sample gets what those of it need who must offload, so that its price is of use however little else there is.
    @Test(.enabled(if: Effort.isOptimised), arguments: StepRule.allCases, [1.001, 1.01, 1.1])
    func usersWhoMustOffloadNeedNoBranching(rule: StepRule, room: Double) throws {
        for seed in 1...3 as ClosedRange<UInt64> {
            let problem = try mandatory(count: 100_000, room: room, seed: seed)
            let result = try CertifiedSolver(.init(stepRule: rule, threads: 2)).solve(problem)
            #expect(result.status == .optimal && result.statistics.coreEvaluations == 0, "seed \(seed)")
        }
    }

    /// Two of five users must offload, and the budget is what they need times `room`.
    private func mandatory(count: Int, room: Double, seed: UInt64) throws -> OffloadProblem {
        let drawn = try Populations.heterogeneous(count: count, tightness: 0.3, seed: seed)
        var random = SeededGenerator(seed: seed)
        var (local, edge) = (drawn.local, drawn.edge)
        var required = PreciseSum()
        for user in 0..<drawn.count {
            let fewest = Double(Int.random(in: 1...20, using: &random))
            guard random.chance(0.4), fewest <= edge.mostSteps[user] else { continue }
            (local.fewestSteps[user], edge.fewestSteps[user], local.mostSteps[user]) = (fewest, fewest, 0)
            required.add(fewest)
        }
        return try OffloadProblem(local: local, edge: edge, stepBudget: required.value * room)
    }

    /// A few steps that nobody asked for at the last two prices cost more than the gap allows in a large population; they are
    /// given to users who ask for them at a price nearby, and no branching is needed.
    @Test(.enabled(if: Effort.isOptimised), arguments: [1, 2, 3, 4, 5, 6])
    func wholeStepsSpendTheWholeBudget(seed: UInt64) throws {
        let problem = try Populations.heterogeneous(count: 300_000, tightness: 0.3, seed: seed)
        let result = try CertifiedSolver(.init(stepRule: .integer, threads: 2)).solve(problem)
        #expect(result.status == .optimal && result.statistics.coreEvaluations == 0)
        #expect(result.plan?.edgeStepsUsed == problem.stepBudget.rounded(.down))
        #expect(result.statistics.passes <= 8)
    }

    /// Where the passes leave a gap, users are fixed before and within branch and bound; the verifier, which fixes by
    /// the final claim, may keep another side and must still arrive at the bound.
    @Test(arguments: [4096, 6000, 9000, 12_000])
    func proofsHoldWhereFixingAndSplittingMeet(count: Int) throws {
        for seed in 1...UInt64(Effort.rounds(12)) {
            let problem = try Populations.heterogeneous(count: count, tightness: 0.3, seed: seed)
            let result = try CertifiedSolver().solve(problem)
            let certificate = try #require(result.certificate)
            #expect(result.status == .optimal)
            let findings = certificate.verify(for: problem)
            #expect(findings.failure == nil, "seed \(seed)")
        }
    }

    @Test(arguments: [0, 1e-9, 1e-6, 1e-3], [30, 1000, 5000])
    func twinsNeedFewNodes(spread: Double, count: Int) throws {
        for rule in StepRule.allCases {
            let problem = try Populations.twins(count: count, tightness: 0.37, spread: spread, seed: 6)
            let result = try CertifiedSolver(.init(stepRule: rule, nodeLimit: 1000)).solve(problem)
            let certificate = try #require(result.certificate)
            print("twins \(count) \(spread) \(rule): \(result.statistics.nodes) nodes, \(certificate.relativeGap)")
            #expect(result.status == .optimal, "gap \(certificate.relativeGap)")
            #expect(result.statistics.nodes <= 50)
            let findings = certificate.verify(for: problem)
            #expect(findings.failure == nil)
        }
    }

    @Test(arguments: [2, 3, 7], [120, 6000])
    func kindsOfUsersNeedFewNodes(kinds: Int, count: Int) throws {
        for rule in StepRule.allCases {
            let problem = try Populations.types(count: count, kinds: kinds, tightness: 0.41, seed: UInt64(kinds))
            let result = try CertifiedSolver(.init(stepRule: rule, nodeLimit: 1000)).solve(problem)
            let certificate = try #require(result.certificate)
            print("types \(kinds) \(count) \(rule): \(result.statistics.nodes) nodes, \(certificate.relativeGap)")
            #expect(result.status == .optimal, "gap \(certificate.relativeGap)")
            #expect(result.statistics.nodes <= 50)
            let findings = certificate.verify(for: problem)
            #expect(findings.failure == nil)
        }
    }
}

import CertifiedSolving
import OffloadModel
import TestSupport
import Testing

/// Budgets below what a single user may take: no plan gives anybody more than there is, which the bound must know.
@Suite struct SmallBudgetTests {
    /// Users for two of three of whom offloading costs something before the first step.
    private func population(count: Int, fee: Double, stepBudget: Double, seed: UInt64) throws -> OffloadProblem {
        let drawn = try Populations.heterogeneous(count: count, tightness: 0.3, seed: seed)
        var (local, edge) = (drawn.local, drawn.edge)
        for user in 0..<count {
            edge.constant[user] += fee
            guard count > 1, user % 3 == 0 else { continue }
            // Nothing gained anywhere: such users offload for nothing, so that splits on counts do not help.
            (local.errorWeight[user], local.utilityWeight[user]) = (0, 0)
            (edge.errorWeight[user], edge.utilityWeight[user], edge.constant[user]) = (0, 0, local.constant[user])
        }
        return try OffloadProblem(local: local, edge: edge, stepBudget: stepBudget)
    }

    /// As the dual function would have it a user takes part of the gain that all of its steps would bring for part of its
    /// fee; with a budget for a part of these steps that gain is out of reach.
    @Test(arguments: StepRule.allCases, [1.5, 5, 13])
    func aFeeThatTheBudgetCannotEarnNeedsHardlyAnyBranching(rule: StepRule, stepBudget: Double) throws {
        for fee in [0.05, 0.1, 0.2] {
            for seed in 1...5 as ClosedRange<UInt64> {
                let problem = try population(count: 100, fee: fee, stepBudget: stepBudget, seed: seed)
                let result = try CertifiedSolver(.init(stepRule: rule, nodeLimit: 500)).solve(problem)
                #expect(result.status == .optimal && result.statistics.nodes <= 20)
                let certificate = try #require(result.certificate)
                #expect(certificate.plan.violation(in: problem) == nil)
                #expect(certificate.verify(for: problem).failure == nil)
            }
        }
    }

    /// Whether the limits say so or the budget does, the optimum is the same.
    @Test(arguments: StepRule.allCases)
    func limitsBeyondTheBudgetChangeNothing(rule: StepRule) throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            let problem = try population(count: 12, fee: 0.02, stepBudget: 4 + 2 * Double(seed), seed: seed)
            var edge = problem.edge
            for user in 0..<problem.count { edge.mostSteps[user] = min(edge.mostSteps[user], problem.stepBudget) }
            let limited = try OffloadProblem(local: problem.local, edge: edge, stepBudget: problem.stepBudget)
            let solver = try CertifiedSolver(.init(stepRule: rule))
            let (free, other) = (solver.solve(problem), solver.solve(limited))
            #expect(free.status == .optimal && other.status == .optimal)
            let (one, two) = (try #require(free.objective), try #require(other.objective))
            #expect(abs(one - two) <= 2e-9 * abs(one), "seed \(seed)")
        }
    }

    /// The price is what one more step of budget would save, although the budget itself is the user's limit in the bound.
    @Test func aUserWithTheWholeBudgetPaysItsMarginalValue() throws {
        for stepBudget in [0.25, 1, 7, 20] {
            let problem = try population(count: 1, fee: -1, stepBudget: stepBudget, seed: 3)
            let result = try CertifiedSolver().solve(problem)
            #expect(result.status == .optimal && result.plan?.offloadedCount == 1)
            let worth = -problem.edge[0].derivative(at: stepBudget)
            #expect(abs(try #require(result.price) - worth) <= 1e-12 * worth)
        }
    }
}

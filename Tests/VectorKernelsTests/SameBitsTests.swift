import OffloadModel
import TestSupport
import Testing
import VectorKernels

/// What a user gets must not depend on its neighbours, its place, the width of the vectors or the threads.
@Suite struct SameBitsTests {
    private static func minima(
        _ curves: CostCurves, price: Double, rule: StepRule, _ set: InstructionSet
    ) -> (steps: [Double], costs: [Double]) {
        var minima = MinimumColumns(count: curves.count)
        minima.minimise(valid: curves, price: price, rule: rule, with: Kernels(set))
        return (minima.steps, minima.costs)
    }

    @Test(arguments: StepRule.allCases)
    func placeAndNeighboursDoNotMatter(rule: StepRule) {
        var problems = RandomProblems(seed: 71)
        for _ in 0..<Effort.rounds(500) {
            let curves = problems.next(largest: 40).edge
            for set in InstructionSet.allCases where set.isSupported {
                let together = Self.minima(curves, price: 0.01, rule: rule, set)
                for user in 0..<curves.count {
                    let alone = Self.minima(CostCurves([curves[user]]), price: 0.01, rule: rule, set)
                    #expect(alone.steps[0].bitPattern == together.steps[user].bitPattern)
                    #expect(alone.costs[0].bitPattern == together.costs[user].bitPattern)
                }
            }
        }
    }

    @Test(.enabled(if: InstructionSet.avx512.isSupported), arguments: StepRule.allCases)
    func widthDoesNotMatterWithFusedInstructions(rule: StepRule) {
        var problems = RandomProblems(seed: 72)
        for _ in 0..<Effort.rounds(2000) {
            let curves = problems.next(largest: 40).edge
            let narrow = Self.minima(curves, price: 0.003, rule: rule, .avx2)
            let wide = Self.minima(curves, price: 0.003, rule: rule, .avx512)
            #expect(narrow.steps.map(\.bitPattern) == wide.steps.map(\.bitPattern))
            #expect(narrow.costs.map(\.bitPattern) == wide.costs.map(\.bitPattern))
        }
    }

    /// Without fused multiply-add only rounding differs: 10⁻¹² of the terms that a number is made of is a thousand times
    /// what is seen. A cost near zero, or steps near none, are differences of such terms.
    @Test(.enabled(if: InstructionSet.best != .baseline), arguments: StepRule.allCases, [0, 0.003, 0.02])
    func theBaselineDiffersByRounding(rule: StepRule, price: Double) throws {
        let curves = try Populations.heterogeneous(
            count: Effort.rounds(20_000), tightness: 0.5, seed: 10
        ).edge
        let plain = Self.minima(curves, price: price, rule: rule, .baseline)
        let fused = Self.minima(curves, price: price, rule: rule, .best)
        for user in 0..<curves.count {
            let (s, t) = (plain.steps[user], fused.steps[user])
            let (cost, other) = (plain.costs[user], fused.costs[user])
            let curve = curves[user]
            #expect(abs(s - t) <= 1e-12 * max(1, s))
            let terms =
                abs(curve.constant) + curve.errorWeight + curve.utilityWeight + (curve.stepCost + price) * s
            #expect(abs(cost - other) <= 1e-12 * terms)
        }
    }

    @Test func threadsDoNotMatter() throws {
        let problem = try Populations.heterogeneous(count: 100_003, tightness: 0.5, seed: 9)
        var outcomes: [(demand: Demand, edgeSteps: [Double], steps: [Double], objective: Double)] = []
        for threads in [1, 2, 3] {
            let passes = UserPasses(kernels: Kernels(), threads: threads, rule: .continuous)
            var (costs, steps) = try passes.minimiseLocally(problem.local)
            var edgeSteps: [Double] = []
            _ = try passes.demand(problem.edge, localCosts: costs, price: 0.002, edgeSteps: &edgeSteps)
            // A pass that begins where the last one ended, nearby.
            let demand = try passes.demand(
                problem.edge, localCosts: costs, price: 0.002003, edgeSteps: &edgeSteps, startingFrom: 0.002)
            let settled = try passes.settle(
                problem.edge, edgeSteps: edgeSteps, stretch: -0.01, localCosts: costs, steps: &steps)
            outcomes.append((demand, edgeSteps, steps, settled.objective))
            costs = []
        }
        for outcome in outcomes.dropFirst() {
            #expect(outcome.demand.cost.bitPattern == outcomes[0].demand.cost.bitPattern)
            #expect(outcome.demand.steps.bitPattern == outcomes[0].demand.steps.bitPattern)
            #expect(outcome.demand.sensitivity.bitPattern == outcomes[0].demand.sensitivity.bitPattern)
            #expect(outcome.edgeSteps == outcomes[0].edgeSteps)
            #expect(outcome.steps == outcomes[0].steps)
            #expect(outcome.objective.bitPattern == outcomes[0].objective.bitPattern)
        }
    }
}

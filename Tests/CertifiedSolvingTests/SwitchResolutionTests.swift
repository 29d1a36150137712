import CertifiedSolving
import OffloadModel
import TestSupport
import Testing
import VectorKernels

/// The price at which the demand comes nearest to the budget, told from one pass nearby, against bisection on passes.
@Suite struct SwitchResolutionTests {
    private let passes = UserPasses(kernels: Kernels(), threads: 1, rule: .continuous)

    private func excess(_ problem: OffloadProblem, _ localCosts: [Double], at price: Double) throws -> Double {
        var steps: [Double] = []
        return try passes.demand(problem.edge, localCosts: localCosts, price: price, edgeSteps: &steps).steps
            - problem.stepBudget
    }

    /// Bisection on the demand, which does not increase, down to neighbouring numbers.
    private func crossing(_ problem: OffloadProblem, _ localCosts: [Double]) throws -> (below: Double, above: Double) {
        var (below, above) = (0.0, 1.0)
        while true {
            let middle = below + (above - below) / 2
            guard middle > below, middle < above else { return (below, above) }
            if try excess(problem, localCosts, at: middle) > 0 { below = middle } else { above = middle }
        }
    }

    @Test(arguments: [1, 2, 3, 4], [1e-3, -1e-3, 1e-4, -1e-4])
    func findsTheCrossingFromNearby(seed: UInt64, offset: Double) throws {
        let problem = try Populations.heterogeneous(count: 6000, tightness: 0.3, seed: seed)
        let localCosts = try passes.minimiseLocally(problem.local).costs
        let (below, above) = try crossing(problem, localCosts)
        let price = above * (1 + offset)
        var steps: [Double] = []
        let (demand, switches) = try passes.demand(
            problem.edge, localCosts: localCosts, price: price, reach: 2 * abs(price - above), edgeSteps: &steps)
        let found = try #require(SwitchResolution(after: demand, switches, stepBudget: problem.stepBudget))
        // The error is of second order: the square of the way walked, relative to the price.
        #expect(abs(found.price - above) <= 4 * offset * offset * above)
        let isJump =
            try excess(problem, localCosts, at: below) - excess(problem, localCosts, at: above) > 0.5
        #expect(found.isJump == isJump)
    }

    /// At a jump the side with less missing is chosen, to the last bits of the price.
    @Test func choosesTheBetterSideOfAJump() throws {
        for seed in UInt64(1)...6 {
            let problem = try Populations.heterogeneous(count: 5000, tightness: 0.3, seed: seed)
            let localCosts = try passes.minimiseLocally(problem.local).costs
            let (below, above) = try crossing(problem, localCosts)
            let sides = try [excess(problem, localCosts, at: below), excess(problem, localCosts, at: above)].map(abs)
            guard sides[0] + sides[1] > 1 else { continue }
            for price in [below * (1 - 1e-9), above * (1 + 1e-9)] {
                var steps: [Double] = []
                let (demand, switches) = try passes.demand(
                    problem.edge, localCosts: localCosts, price: price, reach: 1e-8 * above, edgeSteps: &steps)
                let found = try #require(SwitchResolution(after: demand, switches, stepBudget: problem.stepBudget))
                #expect(found.isJump)
                let remaining = abs(try excess(problem, localCosts, at: found.price))
                #expect(abs(remaining - min(sides[0], sides[1])) <= 1e-3, "\(sides), \(remaining)")
            }
        }
    }

    @Test func saysNothingBeyondItsReach() throws {
        let problem = try Populations.heterogeneous(count: 5000, tightness: 0.3, seed: 1)
        let localCosts = try passes.minimiseLocally(problem.local).costs
        let above = try crossing(problem, localCosts).above
        for (price, reach) in [(1.01 * above, 0.005 * above), (0.99 * above, 0.005 * above)] {
            var steps: [Double] = []
            let (demand, switches) = try passes.demand(
                problem.edge, localCosts: localCosts, price: price, reach: reach, edgeSteps: &steps)
            #expect(SwitchResolution(after: demand, switches, stepBudget: problem.stepBudget) == nil)
        }
        // Nor where the list was too long, or below a price of zero.
        var steps: [Double] = []
        let demand = try passes.demand(problem.edge, localCosts: localCosts, price: 1e-6, edgeSteps: &steps)
        let short = SwitchList(price: 1e-6, reach: 1, reducedCosts: [], steps: [], isComplete: false)
        #expect(SwitchResolution(after: demand, short, stepBudget: problem.stepBudget) == nil)
        let none = SwitchList(price: 1e-6, reach: 1, reducedCosts: [], steps: [])
        #expect(SwitchResolution(after: demand, none, stepBudget: 1e9) == nil)
    }

    /// What it is for: passes over all users are few, whatever their number.
    @Test(arguments: [1, 2, 3, 4, 5, 6]) func passesAreFew(seed: UInt64) throws {
        for count in [20_000, 100_000] {
            let problem = try Populations.heterogeneous(
                count: Effort.isOptimised ? count : count / 4, tightness: 0.3, seed: seed)
            let result = try CertifiedSolver(.init(threads: 1)).solve(problem)
            #expect(result.status == .optimal && result.statistics.passes <= 5)
        }
    }
}

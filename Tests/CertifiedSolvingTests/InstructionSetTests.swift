import CertifiedSolving
import OffloadModel
import TestSupport
import Testing
import VectorKernels

/// The same problem, solved with the kernels of every instruction set that this machine has.
@Suite struct InstructionSetTests {
    @Test(arguments: StepRule.allCases, [30, 1000, 60_000])
    func setsAgree(rule: StepRule, users: Int) throws {
        let problem = try Populations.heterogeneous(count: users, tightness: 0.3, seed: 21)
        func solve(_ set: InstructionSet) throws -> CertifiedResult {
            try CertifiedSolver(.init(stepRule: rule, instructionSet: set)).solve(problem)
        }
        let best = try solve(.best)
        let plan = try #require(best.plan), objective = try #require(best.objective)
        let bound = try #require(best.lowerBound), price = try #require(best.price)
        for set in InstructionSet.allCases where set.isSupported && set != .best {
            let other = try solve(set)
            let otherPlan = try #require(other.plan), otherPrice = try #require(other.price)
            #expect(otherPlan.offloaded == plan.offloaded)
            #expect(abs(try #require(other.objective) - objective) <= 1e-12 * abs(objective))
            #expect(abs(try #require(other.lowerBound) - bound) <= 1e-12 * abs(bound))
            #expect(abs(otherPrice - price) <= 1e-12 * price)
            for (s, t) in zip(otherPlan.steps, plan.steps) { #expect(abs(s - t) <= 1e-12 * max(s, t)) }
            guard set != .baseline else { continue }
            // Both fuse multiplications and additions, so that the width of the vectors changes no bit.
            #expect(other.objective?.bitPattern == objective.bitPattern)
            #expect(other.lowerBound?.bitPattern == bound.bitPattern)
            #expect(otherPrice.bitPattern == price.bitPattern)
            #expect(otherPlan.steps.map(\.bitPattern) == plan.steps.map(\.bitPattern))
        }
    }
}

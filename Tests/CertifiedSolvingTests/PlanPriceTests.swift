import CertifiedSolving
import OffloadModel
import TestSupport
import Testing

/// What one more step saves and one less costs, at kinks and elsewhere, against ``DecidedOptimum``.
@Suite struct PlanPriceTests {
    private typealias Family = KinkedProblems.Family

    /// Both prices agree with the multipliers of budgets next to the present one, and with finite differences.
    @Test(arguments: KinkedProblems.Family.allCases) func realSteps(family: KinkedProblems.Family) throws {
        var problems = KinkedProblems(seed: 1)
        for round in 0..<Effort.rounds(200) {
            let problem = try problems.next(family, count: 2 + round % 9)
            let result = try CertifiedSolver().solve(problem)
            #expect(result.status == .optimal)
            let plan = try #require(result.plan)
            try check(result, DecidedOptimum(of: problem, offloaded: plan.offloaded), problem, "\(family) \(round)")
        }
    }

    private func check(
        _ result: CertifiedResult, _ oracle: DecidedOptimum, _ problem: OffloadProblem, _ name: String,
        tolerance: Double = 1e-6
    ) throws {
        let price = try #require(result.price)
        let budget = problem.stepBudget
        let found = oracle.marginalValues(budget: budget)
        expect(price, found.price, tolerance, "\(name): price")
        expect(result.priceBelow, found.below, tolerance, "\(name): priceBelow")
        // Other users join in soon, so that the distance must be small, and the differences are of sums that are rounded.
        let distance = 1e-4 * max(budget, 1)
        let differences = oracle.differences(budget: budget, distance: distance)
        let rounding = 1e-13 * BruteForce.scale(of: problem) / distance
        expect(price, differences.price, 3e-5, "\(name): price by differences", rounding)
        expect(result.priceBelow, differences.below, 3e-5, "\(name): priceBelow by differences", rounding)
        try expectNoFault(result, problem, name)
    }

    /// The verifier, which shares no code with the solver, finds no fault with the prices.
    private func expectNoFault(_ result: CertifiedResult, _ problem: OffloadProblem, _ name: String, gap: Double = 1e-9)
        throws
    {
        let certificate = try #require(result.certificate)
        let findings = certificate.verify(for: problem)
        #expect(findings.failure == nil)
        let faults = certificate.plan.priceFaults(
            try #require(result.price), below: PriceBelow(result.priceBelow), objective: certificate.objective,
            allowance: max(gap * abs(certificate.objective), 2 * findings.roundingAllowance), in: problem)
        #expect(faults.isEmpty, "\(name): \(faults)")
    }

    private func expect(
        _ price: Double?, _ found: Double?, _ tolerance: Double, _ name: String, _ rounding: Double = 0
    ) {
        guard let price, let found else {
            #expect((price == nil) == (found == nil), "\(name) is \(price as Any), not \(found as Any)")
            return
        }
        #expect(abs(price - found) <= tolerance * max(found, 1e-4) + rounding, "\(name) is \(price), not \(found)")
    }

    /// With whole steps both are differences of neighbouring budgets.
    @Test(arguments: KinkedProblems.Family.allCases) func wholeSteps(family: KinkedProblems.Family) throws {
        // There may be no whole number between such limits.
        guard family != .decimal else { return }
        var problems = KinkedProblems(seed: 2)
        for round in 0..<Effort.rounds(200) {
            let problem = try problems.next(family, count: 2 + round % 9)
            let result = try CertifiedSolver(.init(stepRule: .integer)).solve(problem)
            #expect(result.status == .optimal)
            let plan = try #require(result.plan)
            let oracle = DecidedOptimum(of: problem, offloaded: plan.offloaded)
            let found = oracle.wholeDifferences(budget: problem.stepBudget)
            let name = "\(family) \(round)"
            try expectNoFault(result, problem, name)
            // The oracle's differences are of sums of numbers of this size.
            let rounding = 1e-14 * BruteForce.scale(of: problem)
            let price = try #require(result.price)
            #expect(abs(price - found.price) <= rounding, "\(name): price is \(price), not \(found.price)")
            if let below = result.priceBelow, let cost = found.below {
                #expect(abs(below - cost) <= rounding, "\(name): priceBelow is \(below), not \(cost)")
            } else {
                #expect((result.priceBelow == nil) == (found.below == nil), "\(name): \(result.priceBelow as Any)")
            }
        }
    }

    /// So many users that passes over all of them find the plan: the same prices as of a few.
    @Test(arguments: KinkedProblems.Family.allCases, StepRule.allCases)
    func manyUsers(family: KinkedProblems.Family, rule: StepRule) throws {
        guard family != .single, rule == .continuous || family != .decimal else { return }
        var problems = KinkedProblems(seed: 3)
        for _ in 0..<(Effort.isOptimised ? 4 : 1) {
            let problem = try problems.next(family, count: 5000)
            let result = try CertifiedSolver(.init(relativeGap: 1e-10, stepRule: rule)).solve(problem)
            #expect(result.status == .optimal)
            let plan = try #require(result.plan)
            let price = try #require(result.price)
            let name = "\(family), \(rule)"
            try expectNoFault(result, problem, name, gap: 1e-10)
            guard rule == .integer else {
                let oracle = DecidedOptimum(of: problem, offloaded: plan.offloaded)
                let found = oracle.marginalValues(budget: problem.stepBudget)
                // What a gap hides of the price is of the order of its root.
                let tolerance = family == .between || family == .straight ? 1e-3 : 1e-6
                expect(price, found.price, tolerance, "\(name): price")
                expect(result.priceBelow, found.below, tolerance, "\(name): priceBelow")
                continue
            }
            let margins = wholeMargins(of: plan, in: problem)
            // Each of the two costs that are subtracted is the sum of four rounded terms.
            let rounding = 0x1p-50 * largestTerms(of: plan, in: problem)
            #expect(abs(price - margins.price) <= rounding, "\(name): \(price), not \(margins.price)")
            #expect((result.priceBelow == nil) == (margins.below == nil), "\(name)")
            if let below = result.priceBelow, let cost = margins.below {
                #expect(abs(below - cost) <= rounding, "\(name): \(below), not \(cost)")
            }
        }
    }

    /// The largest sum of the magnitudes of the terms of an offloaded user's cost.
    private func largestTerms(of plan: Plan, in problem: OffloadProblem) -> Double {
        (0..<problem.count).filter { plan.offloaded[$0] }.reduce(0) { largest, user in
            let curve = problem.edge[user]
            let terms = abs(curve.constant) + curve.errorWeight + curve.utilityWeight
            return max(largest, terms + curve.stepCost * (plan.steps[user] + 1))
        }
    }

    /// What one whole step more or less means to the users of a plan, straight from the definition.
    private func wholeMargins(of plan: Plan, in problem: OffloadProblem) -> (price: Double, below: Double?) {
        var (price, below) = (0.0, Double.infinity)
        for user in 0..<problem.count where plan.offloaded[user] {
            let (curve, steps) = (problem.edge[user], plan.steps[user])
            if steps + 1 <= curve.mostSteps { price = max(price, curve.value(at: steps) - curve.value(at: steps + 1)) }
            if steps - 1 >= curve.fewestSteps {
                below = min(below, curve.value(at: steps - 1) - curve.value(at: steps))
            }
        }
        if plan.edgeStepsUsed < problem.stepBudget.rounded(.down) { return (price, 0) }
        return (price, below < .infinity ? below : nil)
    }
}

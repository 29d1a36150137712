import OffloadModel
import TestSupport
import Testing

/// The verifier: accepts what is true, refuses every lie, and never lets a bound above the optimum pass.
@Suite struct PlanCertificateTests {
    /// A plan that is feasible for sure: everybody at the fewest steps, at the edge only where it must be.
    private static func modestPlan(for problem: OffloadProblem) -> Plan {
        let offloaded = (0..<problem.count).map { !problem.local[$0].isAvailable }
        return Plan(sites: offloaded, steps: problem.local.fewestSteps)
    }

    /// A proof of random shape; leaves at random prices.
    private static func randomProof(
        for problem: OffloadProblem, depth: Int, _ generator: inout SeededGenerator
    ) -> [BoundStep] {
        let price = generator.chance(0.2) ? 0 : generator.logUniform(1e-4, 1)
        guard depth > 0 else { return [.price(price)] }
        func child() -> [BoundStep] { randomProof(for: problem, depth: depth - 1, &generator) }
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: return [.price(price)]
        case 1: return [.fixing(price: price)] + child()
        case 2:
            let limit = Int.random(in: 0..<problem.count, using: &generator)
            return [.count(limit: limit)] + child() + child()
        default:
            return [.twins(user: Int.random(in: 0..<problem.count, using: &generator), limit: 0)] + child() + child()
        }
    }

    @Test func noAcceptedBoundExceedsTheOptimum() throws {
        var problems = RandomProblems(seed: 51)
        var generator = SeededGenerator(seed: 52)
        var accepted = 0
        for _ in 0..<Effort.rounds(1500) {
            let problem = problems.next(largest: 6)
            guard let optimum = BruteForce.continuousOptimum(of: problem) else { continue }
            let plan = Self.modestPlan(for: problem)
            guard plan.violation(in: problem) == nil else { continue }
            let scale = BruteForce.scale(of: problem)
            for _ in 0..<10 {
                let proof = BoundProof(steps: Self.randomProof(for: problem, depth: 4, &generator))
                let claim = optimum + (generator.chance(0.5) ? 1 : -1) * generator.logUniform(1e-12, 1) * scale
                let certificate = PlanCertificate(
                    plan: plan, objective: plan.cost(in: problem), lowerBound: claim, proof: proof)
                let findings = certificate.verify(for: problem)
                if findings.failure == nil {
                    accepted += 1
                    #expect(claim <= optimum + 1e-13 * scale)
                }
                // The recomputed bound holds for every claim c: what fixing excludes costs at least c. If c is above
                // the optimum, the optimum is not excluded and bounds the leaves; if not, min(leaves, c) is at most c.
                if let bound = findings.lowerBound { #expect(bound <= optimum + 1e-13 * scale) }
            }
        }
        #expect(accepted > Effort.rounds(1500) / 2)
    }

    /// min over the limits of R(s) + λ·s: by bisection for real steps, by trying every number for whole ones. At the edge
    /// nobody can take more steps than there are.
    private static func minimum(
        of user: Int, at site: Site, in problem: OffloadProblem, price: Double, rule: StepRule
    ) -> Double? {
        guard let limits = problem.stepLimits(of: user, at: site, under: rule) else { return nil }
        var curve = problem.curves(at: site)[user]
        let most = site == .edge ? min(limits.upperBound, problem.spendableBudget(under: rule)) : limits.upperBound
        guard limits.lowerBound <= most else { return nil }
        curve.mostSteps = most
        guard rule == .integer else {
            let steps = BruteForce.minimiser(of: curve, price: price)
            return curve.value(at: steps) + price * steps
        }
        return stride(from: limits.lowerBound, through: most, by: 1)
            .map { curve.value(at: $0) + price * $0 }.min()
    }

    /// q(λ) by brute force over the decisions: Σ min(r_n, φ_n(λ)) − λ·S_e, which the verifier must find from below and
    /// to rounding.
    @Test(arguments: StepRule.allCases)
    func boundAtOnePriceIsTheDualFunction(rule: StepRule) throws {
        var problems = RandomProblems(seed: 53)
        var generator = SeededGenerator(seed: 54)
        var compared = 0
        for _ in 0..<Effort.rounds(1000) {
            let problem = problems.next(largest: 6)
            let offloaded = (0..<problem.count).map { problem.stepLimits(of: $0, at: .local, under: rule) == nil }
            let steps = (0..<problem.count).map { user in
                problem.stepLimits(of: user, at: offloaded[user] ? .edge : .local, under: rule)?.lowerBound ?? 0
            }
            let plan = Plan(sites: offloaded, steps: steps, stepRule: rule)
            guard plan.violation(in: problem) == nil else { continue }
            let price = generator.logUniform(1e-5, 1)
            let budget = problem.spendableBudget(under: rule)
            var dual = -price * budget
            for user in 0..<problem.count {
                let costs = Site.allCases.compactMap { site in
                    Self.minimum(
                        of: user, at: site, in: problem, price: site == .edge ? price : 0, rule: rule)
                }
                dual += try #require(costs.min())
            }
            compared += 1
            let scale = BruteForce.scale(of: problem) + price * problem.stepBudget
            let certificate = PlanCertificate(
                plan: plan, objective: plan.cost(in: problem), lowerBound: -.greatestFiniteMagnitude,
                proof: BoundProof(price: price))
            let bound = try #require(certificate.verify(for: problem).lowerBound)
            #expect(bound <= dual + 1e-15 * scale)
            #expect(dual - bound <= 1e-13 * scale)
        }
        #expect(compared > Effort.rounds(1000) / 2)
    }

    /// What a fixing step leaves out costs at least the claim, and what it leaves costs at least q at its price, so the
    /// region below it is bounded by min(claim, q) however poor the leaf is that follows.
    @Test func aFixingStepProvesTheBoundAtItsPrice() throws {
        let problem = try Populations.heterogeneous(count: 20, tightness: 0.4, seed: 3)
        let plan = Self.modestPlan(for: problem)
        func certificate(_ bound: Double, _ steps: [BoundStep]) -> PlanCertificate {
            PlanCertificate(
                plan: plan, objective: plan.cost(in: problem), lowerBound: bound, proof: BoundProof(steps: steps))
        }
        let price = 0.004
        let found = certificate(-.greatestFiniteMagnitude, [.price(price)]).verify(for: problem)
        let bound = try #require(found.lowerBound)
        #expect(!certificate(bound, [.price(100 * price)]).holds(for: problem))
        #expect(certificate(bound, [.fixing(price: price), .price(100 * price)]).holds(for: problem))
        // Nor does it prove more than that.
        let above = bound + 3 * found.roundingAllowance
        #expect(!certificate(above, [.fixing(price: price), .price(100 * price)]).holds(for: problem))
    }

    /// With the largest rates and steps exp(−p·s) is 0 beyond doubt, and so is its error: the bound must neither be lost nor
    /// loosened by the size of the exponent.
    @Test func aTermThatHasDecayedAltogetherIsZero() throws {
        let (rate, steps) = (OffloadProblem.largestRate, OffloadProblem.largestStepCount)
        let curve = CostCurve(
            constant: 0.5, stepCost: 0, errorWeight: 1, errorDecay: rate, utilityWeight: 1, utilityRate: rate,
            fewestSteps: 0, mostSteps: steps)
        let problem = try OffloadProblem(local: CostCurves([curve]), edge: CostCurves([curve]), stepBudget: 1)
        let plan = Plan(sites: [false], steps: [steps])
        let certificate = PlanCertificate(plan: plan, objective: 0.5, lowerBound: 0.5, proof: BoundProof(price: 0))
        let findings = certificate.verify(for: problem)
        #expect(findings.failure == nil)
        #expect(try #require(findings.lowerBound) >= 0.5 - 1e-15)
    }

    @Test func everyLieIsRefused() throws {
        let problem = try Populations.heterogeneous(count: 20, tightness: 0.4, seed: 3)
        let plan = Self.modestPlan(for: problem)
        let honest = PlanCertificate(
            plan: plan, objective: plan.cost(in: problem), lowerBound: -100, proof: BoundProof(price: 0.01))
        #expect(honest.holds(for: problem))

        func refused(_ change: (inout PlanCertificate) -> Void) -> CertificateFailure? {
            var lie = honest
            change(&lie)
            #expect(!lie.holds(for: problem))
            return lie.verify(for: problem).failure
        }
        let objective = honest.objective
        #expect(
            refused { $0.objective *= 1 + 1e-9 }
                == .wrongObjective(claimed: objective * (1 + 1e-9), found: objective))
        guard case .unprovenBound = refused({ $0.lowerBound = objective }) else {
            Issue.record("a bound that is not proven was accepted")
            return
        }
        #expect(refused { $0.proof.steps = [] } == .brokenProof(.incomplete))
        #expect(refused { $0.proof.steps = [.count(limit: 3), .price(0)] } == .brokenProof(.incomplete))
        #expect(refused { $0.proof.steps += [.price(1)] } == .brokenProof(.trailingSteps(1)))
        #expect(refused { $0.proof.steps = [.price(-1)] } == .brokenProof(.invalidPrice(-1)))
        #expect(refused { $0.proof.steps = [.price(.infinity)] } == .brokenProof(.invalidPrice(.infinity)))
        #expect(
            refused { $0.proof.steps = [.twins(user: 20, limit: 0), .price(0), .price(0)] }
                == .brokenProof(.invalidUser(20)))
        #expect(
            refused { $0.proof.steps = [.count(limit: 20), .price(0), .price(0)] } == .brokenProof(.invalidLimit(20)))
        #expect(
            refused { $0.plan.steps[4] = -1 }
                == .infeasiblePlan(.stepsOutOfLimits(user: 4, steps: -1, limits: 0...problem.local.mostSteps[4])))
        #expect(refused { $0.plan.steps[4] = .nan } != nil)
        #expect(
            refused {
                $0.plan.steps[4] = 0.5; $0.plan.stepRule = .integer
            } == .infeasiblePlan(.stepsNotWhole(user: 4, steps: 0.5)))
        #expect(
            refused {
                $0.plan.offloaded.removeLast(); $0.plan.steps.removeLast()
            } == .infeasiblePlan(.wrongCount(found: 19, expected: 20)))
        #expect(refused { $0.objective = .nan } != nil)
        #expect(refused { $0.lowerBound = .nan } != nil)
    }

    /// One ulp too many is too many.
    @Test func theBudgetIsExact() throws {
        let curve = CostCurve(
            constant: 0, stepCost: 0, errorWeight: 1, errorDecay: 1, utilityWeight: 0, utilityRate: 0, fewestSteps: 0,
            mostSteps: 10)
        let curves = CostCurves([curve, curve])
        let problem = try OffloadProblem(local: curves, edge: curves, stepBudget: 3)
        #expect(Plan(sites: [true, true], steps: [1, 2]).violation(in: problem) == nil)
        #expect(
            Plan(sites: [true, true], steps: [1, 2.0.nextUp]).violation(in: problem)
                == .budgetExceeded(used: 3.0.nextUp, budget: 3))
        #expect(Plan(sites: [true, false], steps: [1, 10]).violation(in: problem) == nil)
    }

    /// Numbers near the ends of the range make products overflow inside the verifier; what it cannot evaluate must
    /// prove nothing, rather than pass unseen.
    @Test func extremeNumbersProveNothingFalse() throws {
        var generator = SeededGenerator(seed: 53)
        let values = [
            0, Double.leastNonzeroMagnitude, 1e-300, 1e-9, 0.04, 1, 7, 1e3, 1e9, 1e15, 1e22, 1e30,
        ]
        var accepted = 0
        func draw() -> Double { values.randomElement(using: &generator)! }
        func modest() -> Double { generator.uniform(0, 2) }
        for _ in 0..<Effort.rounds(20_000) {
            var extreme = Int.random(in: 0..<4, using: &generator)
            func curves() throws -> CostCurves {
                CostCurves(
                    (0..<3).map { _ in
                        func one(_ usual: Double) -> Double {
                            guard extreme > 0, generator.chance(0.3) else { return usual }
                            extreme -= 1
                            return draw()
                        }
                        return CostCurve(
                            constant: -modest(), stepCost: one(0.01 * modest()), errorWeight: one(modest()),
                            errorDecay: one(modest()), utilityWeight: one(modest()), utilityRate: one(modest()),
                            fewestSteps: 0, mostSteps: one(60))
                    })
            }
            guard let problem = try? OffloadProblem(local: curves(), edge: curves(), stepBudget: 40) else { continue }
            accepted += 1
            let price = generator.chance(0.5) ? 0 : 0.1 * modest()
            func certificate(_ plan: Plan) -> PlanCertificate {
                PlanCertificate(
                    plan: plan, objective: plan.cost(in: problem), lowerBound: -.greatestFiniteMagnitude,
                    proof: BoundProof(price: price))
            }
            for _ in 0..<4 {
                let offloaded = (0..<3).map { _ in generator.chance(0.5) }
                let steps = offloaded.indices.map { user in
                    let most = problem.curves(at: offloaded[user] ? .edge : .local).mostSteps[user]
                    return min(most, [0, 1e-300, 0.1, 2, 13].randomElement(using: &generator)!)
                }
                let plan = Plan(sites: offloaded, steps: steps)
                let findings = certificate(plan).verify(for: problem)
                guard let bound = findings.lowerBound, let objective = findings.objective else { continue }
                #expect(!bound.isNaN)
                #expect(bound <= objective + findings.roundingAllowance, "\(bound) above \(objective), \(problem)")
            }
        }
        #expect(accepted > Effort.rounds(20_000) / 2)
    }
}

import OffloadModel
import TestSupport
import Testing

/// Core steps of proofs: what they prove is the optimum, no more, and every false claim is refused.
@Suite struct CoreStepTests {
    /// Everybody on its device where it can be.
    private static func modestPlan(for problem: OffloadProblem, _ rule: StepRule) -> Plan {
        let offloaded = (0..<problem.count).map { problem.stepLimits(of: $0, at: .local, under: rule) == nil }
        let steps = (0..<problem.count).map { user in
            problem.stepLimits(of: user, at: offloaded[user] ? .edge : .local, under: rule)?.lowerBound ?? 0
        }
        return Plan(sites: offloaded, steps: steps, stepRule: rule)
    }

    private static func certificate(
        _ problem: OffloadProblem, _ rule: StepRule, claim: Double, _ steps: [BoundStep], version: Int = 2
    ) -> PlanCertificate {
        let plan = modestPlan(for: problem, rule)
        return PlanCertificate(
            plan: plan, objective: plan.cost(in: problem), lowerBound: claim,
            proof: BoundProof(steps: steps, version: version))
    }

    /// A price at which some users offload and others do not.
    private static func price(of problem: OffloadProblem, _ generator: inout SeededGenerator) -> Double {
        let user = Int.random(in: 0..<problem.count, using: &generator)
        let (local, edge) = (problem.local[user], problem.edge[user])
        let steps = max(edge.fewestSteps, 1)
        let saved = (local.value(at: local.fewestSteps) - edge.value(at: steps)) / steps
        return saved > 0 ? saved * generator.uniform(0.8, 1.2) : generator.uniform(0, 0.1)
    }

    /// With a claim above the optimum what is proven is the optimum itself, whatever the price. Blocks of whole steps go through
    /// the array; a tenth of the same steps, which are real numbers, go through lists.
    @Test(arguments: HardFamilies.Family.allCases.filter(\.hasWholeBlocks), [1, 0.1])
    func blocksAreSolvedAgain(family: HardFamilies.Family, scale: Double) throws {
        var problems = HardFamilies(seed: 11)
        var generator = SeededGenerator(seed: 12)
        for round in 0..<Effort.rounds(60) {
            let drawn = try problems.next(family, users: 1...12)
            let optimum = try #require(BruteForce.wholeOptimum(of: drawn))
            // The same costs with other steps.
            func scaled(_ curves: CostCurves) -> CostCurves {
                CostCurves(
                    (0..<curves.count).map { user in
                        var curve = curves[user]
                        curve.fewestSteps *= scale
                        curve.mostSteps *= scale
                        curve.stepCost /= scale
                        curve.errorDecay /= scale
                        curve.utilityRate /= scale
                        return curve
                    })
            }
            // A little more than the budget, since a tenth is rounded.
            let problem = try OffloadProblem(
                local: scaled(drawn.local), edge: scaled(drawn.edge),
                stepBudget: drawn.stepBudget * scale * (scale < 1 ? 1 + 1e-9 : 1))
            let price = Self.price(of: problem, &generator)
            let size = BruteForce.scale(of: problem) + price * problem.stepBudget
            for rule in scale == 1 ? StepRule.allCases : [.continuous] {
                let claim = optimum + generator.logUniform(1e-6, 1) * size
                let prices = rule == .integer ? [price] : [price, 0]
                let found = Self.certificate(problem, rule, claim: claim, [.core(prices: prices)]).verify(for: problem)
                let bound = try #require(found.lowerBound, "\(family) \(round) \(rule): \(found)")
                #expect(found.failure != nil)
                #expect(abs(bound - optimum) <= 1e-12 * size, "\(family) \(round) \(rule): \(bound) for \(optimum)")
                let honest = Self.certificate(problem, rule, claim: optimum - 1e-12 * size, [.core(prices: prices)])
                #expect(honest.verify(for: problem).failure == nil, "\(family) \(round) \(rule)")
            }
        }
    }

    /// Whole steps with curves, against the dynamic program.
    @Test(arguments: [HardFamilies.Family.ranges, .steep, .mixture, .tiny, .slow])
    func wholeStepsAreSolvedAgain(family: HardFamilies.Family) throws {
        var problems = HardFamilies(seed: 13)
        var generator = SeededGenerator(seed: 14)
        for round in 0..<Effort.rounds(60) {
            let problem = try problems.next(family, users: 1...12)
            let optimum = try #require(BruteForce.wholeOptimum(of: problem))
            let size = BruteForce.scale(of: problem)
            let price = Self.price(of: problem, &generator)
            let claim = optimum + generator.logUniform(1e-6, 0.1) * size
            let found = Self.certificate(problem, .integer, claim: claim, [.core(prices: [price])]).verify(for: problem)
            let bound = try #require(found.lowerBound, "\(family) \(round): \(found)")
            #expect(abs(bound - optimum) <= 1e-12 * size, "\(family) \(round): \(bound) for \(optimum)")
        }
    }

    /// Real steps: whatever the prices, what is accepted is no more than the optimum.
    @Test(arguments: HardFamilies.Family.allCases)
    func noAcceptedBoundExceedsTheOptimum(family: HardFamilies.Family) throws {
        var problems = HardFamilies(seed: 15)
        var generator = SeededGenerator(seed: 16)
        var bounded = 0
        for _ in 0..<Effort.rounds(60) {
            let problem = try problems.next(family, users: 1...8)
            let optimum = try #require(BruteForce.continuousOptimum(of: problem))
            let size = BruteForce.scale(of: problem)
            for _ in 0..<4 {
                let price = Self.price(of: problem, &generator)
                let prices = (0..<Int.random(in: 1...5, using: &generator)).map { price * (1 + 0.3 * Double($0)) }
                let claim = optimum + (generator.chance(0.5) ? 1 : -1) * generator.logUniform(1e-12, 0.1) * size
                let found = Self.certificate(problem, .continuous, claim: claim, [.core(prices: prices)]).verify(
                    for: problem)
                guard let bound = found.lowerBound else { continue }
                bounded += 1
                #expect(bound <= optimum + 1e-13 * size)
                if found.failure == nil { #expect(claim <= optimum + 1e-13 * size) }
            }
        }
        #expect(bounded > 0)
    }

    @Test func everyFalseClaimIsRefused() throws {
        var problems = HardFamilies(seed: 17)
        let problem = try problems.next(.menu, users: 40...40)
        let optimum = try #require(BruteForce.wholeOptimum(of: problem))
        let user = try #require((0..<problem.count).first { problem.local[$0].stepCost > 0 })
        let price = (problem.local[user].value(at: 30) - problem.edge[user].value(at: 30)) / 30
        let claim = optimum - 1e-10 * abs(optimum)
        func findings(
            _ claim: Double = claim, _ steps: [BoundStep] = [.core(prices: [price])], version: Int = 2,
            _ rule: StepRule = .integer, of problem: OffloadProblem = problem
        ) -> CertificateFindings {
            Self.certificate(problem, rule, claim: claim, steps, version: version).verify(for: problem)
        }
        #expect(findings().failure == nil)
        // 1. More than the optimum.
        guard case .unprovenBound = findings(optimum + 1e-10 * abs(optimum)).failure else {
            Issue.record("a bound above the optimum was accepted")
            return
        }
        // 2. to 4. No prices.
        #expect(findings(claim, [.core(prices: [])]).failure == .brokenProof(.invalidPriceCount(0)))
        #expect(findings(claim, [.core(prices: [-price])]).failure == .brokenProof(.invalidPrice(-price)))
        #expect(findings(claim, [.core(prices: [price, .infinity])]).failure == .brokenProof(.invalidPrice(.infinity)))
        // 5. Too many.
        #expect(
            findings(claim, [.core(prices: Array(repeating: price, count: 65))]).failure
                == .brokenProof(.invalidPriceCount(65)))
        // 6. and 7. A version that does not have them, and one that does not exist.
        #expect(findings(version: 1).failure == .brokenProof(.coreInVersion1))
        #expect(findings(version: 3).failure == .brokenProof(.unknownVersion(3)))
        // 8. Steps beside it.
        #expect(findings(claim, [.core(prices: [price]), .price(0)]).failure == .brokenProof(.trailingSteps(1)))
        // 9. Half of a split.
        #expect(findings(claim, [.count(limit: 10), .core(prices: [price])]).failure == .brokenProof(.incomplete))
        guard case .unprovenBound = findings(claim, [.count(limit: 10), .core(prices: [price]), .price(0)]).failure
        else {
            Issue.record("a proof with one weak leaf was accepted")
            return
        }
        // 10. Users who would take more steps than their fewest.
        let ranges = try problems.next(.ranges, users: 40...40)
        let dear = 0.001 * price
        guard case .brokenProof(.elasticCore) = findings(1e9, [.core(prices: [dear])], .continuous, of: ranges).failure
        else {
            Issue.record("users with a choice of steps passed for rigid ones")
            return
        }
        // 11. A plan that does not cost what is said.
        var lie = Self.certificate(problem, .integer, claim: claim, [.core(prices: [price])])
        lie.objective *= 1 + 1e-9
        #expect(!lie.holds(for: problem))
    }

    /// Blocks of 10¹² steps and more do not fit an array, and sixty real ones of the same cost per step not in lists: such
    /// a step is refused rather than followed for hours.
    @Test func whatIsTooLargeIsRefused() throws {
        var generator = SeededGenerator(seed: 18)
        let sizes = (0..<60).map { _ in generator.uniform(1e12, 1e13).rounded() }
        func curves(_ stepCost: Double) -> CostCurves {
            CostCurves(
                sizes.map { size in
                    CostCurve(
                        constant: 0, stepCost: stepCost, errorWeight: 0, errorDecay: 0, utilityWeight: 0,
                        utilityRate: 0,
                        fewestSteps: size, mostSteps: size)
                })
        }
        let budget = (0.5 * sizes.reduce(0, +)).rounded()
        let problem = try OffloadProblem(local: curves(1), edge: curves(0), stepBudget: budget)
        let optimum = sizes.reduce(0, +) - budget
        if Effort.isOptimised {
            let lie = Self.certificate(problem, .integer, claim: 1.0001 * optimum, [.core(prices: [1])])
            #expect(lie.verify(for: problem).failure == .brokenProof(.coreTooLarge(users: 60)))
        }
        // Where the price alone proves the claim there is nothing to follow.
        #expect(Self.certificate(problem, .integer, claim: optimum, [.core(prices: [1])]).holds(for: problem))
    }

    // MARK: Lattices of costs

    /// Blocks far too long for an array or lists, whose costs are multiples of one number: a claim between the dual bound and the next
    /// possible cost above it needs no work, a claim beyond that does not pass.
    @Test(arguments: StepRule.allCases)
    func whatLiesBetweenTwoCostsIsProven(rule: StepRule) throws {
        var generator = SeededGenerator(seed: 31)
        let step = 3e6
        for round in 0..<Effort.rounds(40) {
            let sizes = (0..<60).map { _ in generator.uniform(1e9, 1e10).rounded() }
            let profits = sizes.map { step * ($0 / step).rounded(.up) }
            func curves(_ profits: [Double]) -> CostCurves {
                CostCurves(
                    zip(sizes, profits).map { size, profit in
                        CostCurve(
                            constant: 0, stepCost: profit / size, errorWeight: 0, errorDecay: 0, utilityWeight: 0,
                            utilityRate: 0, fewestSteps: size, mostSteps: size)
                    })
            }
            let problem = try OffloadProblem(
                local: curves(profits), edge: curves(profits.map { _ in 0 }),
                stepBudget: (generator.uniform(0.2, 0.8) * sizes.reduce(0, +)).rounded())
            // The rate of the user with whom the budget is spent has the largest bound.
            let order = (0..<60).sorted { profits[$0] / sizes[$0] > profits[$1] / sizes[$1] }
            var left = problem.stepBudget
            let last = try #require(
                order.first {
                    left -= sizes[$0]; return left < 0
                })
            let price = profits[last] / sizes[last]
            let bound = try #require(
                Self.certificate(problem, rule, claim: -1e20, [.price(price)]).verify(for: problem).lowerBound)
            let next = step * (bound / step).rounded(.up)
            guard next - bound > 1e-3 * step else { continue }
            #expect(
                Self.certificate(problem, rule, claim: next - 0.1, [.core(prices: [price])]).holds(for: problem),
                "\(round)")
            #expect(!Self.certificate(problem, rule, claim: next - 0.1, [.price(price)]).holds(for: problem))
        }
    }

    /// Claims just above and below the optimum, between two costs and on them, against exhaustive search.
    @Test(arguments: [HardFamilies.Family.ceiling, .strong, .subsetSum, .evenOdd, .types, .spanner])
    func noLatticeProvesTooMuch(family: HardFamilies.Family) throws {
        var problems = HardFamilies(seed: 32)
        var generator = SeededGenerator(seed: 33)
        for round in 0..<Effort.rounds(60) {
            let problem = try problems.next(family, users: 1...10)
            let optimum = try #require(BruteForce.wholeOptimum(of: problem))
            let size = BruteForce.scale(of: problem)
            for rule in StepRule.allCases {
                let price = Self.price(of: problem, &generator)
                for excess in [-1.0, -1e-3, -1e-9, 1e-11, 1e-9, 1e-6, 1e-3, 0.5, 1, 2.999, 3, 3.001, 6] {
                    let claim = optimum + excess * (abs(excess) < 1e-2 ? size : 1)
                    let found = Self.certificate(problem, rule, claim: claim, [.core(prices: [price, 0])])
                        .verify(for: problem)
                    let name = "\(family) \(round) \(rule) \(excess)"
                    #expect((found.failure == nil) == (excess < 0), "\(name)")
                    if let bound = found.lowerBound { #expect(bound <= optimum + 1e-12 * size, "\(name)") }
                }
            }
        }
    }

    // MARK: Reductions

    /// Devices that cannot run a step, and a server that costs the same with none: these users need no decision, and a split
    /// on the number of offloaded users counts them.
    @Test func usersWhoLoseNothingAreOffloaded() throws {
        let curve = CostCurve(
            constant: -0.5, stepCost: 0.01, errorWeight: 0.2, errorDecay: 0.05, utilityWeight: 0.5, utilityRate: 0.05,
            fewestSteps: 0, mostSteps: 40)
        var device = curve
        device.mostSteps = 0
        let count = 12
        let problem = try OffloadProblem(
            local: CostCurves(Array(repeating: device, count: count)),
            edge: CostCurves(Array(repeating: curve, count: count)), stepBudget: 30)
        let optimum = try #require(BruteForce.wholeOptimum(of: problem))
        let price = 0.03
        let alone = try #require(
            Self.certificate(problem, .integer, claim: -1e9, [.price(price)]).verify(for: problem).lowerBound)
        // All twelve offload, so the part with at most eleven is empty and the other one is everything.
        let split: [BoundStep] = [.count(limit: count - 1), .price(0), .price(price)]
        #expect(Self.certificate(problem, .integer, claim: alone, split).holds(for: problem))
        #expect(!Self.certificate(problem, .integer, claim: alone, split, version: 1).holds(for: problem))
        #expect(alone <= optimum)
    }

    /// Even blocks under an odd budget leave a step: the bound of version 2 knows that nobody can pay for it.
    @Test func theBudgetIsRoundedDownToWhatCanBeSpent() throws {
        func curve(_ size: Double, _ stepCost: Double) -> CostCurve {
            CostCurve(
                constant: 0, stepCost: stepCost, errorWeight: 0, errorDecay: 0, utilityWeight: 0, utilityRate: 0,
                fewestSteps: size, mostSteps: size)
        }
        let sizes = [6.0, 10, 14, 22, 26, 34]
        for rule in StepRule.allCases {
            let problem = try OffloadProblem(
                local: CostCurves(sizes.map { curve($0, 1) }), edge: CostCurves(sizes.map { curve($0, 0) }),
                stepBudget: 49)
            // Four of them make 48.
            let optimum = sizes.reduce(0, +) - 48
            #expect(Self.certificate(problem, rule, claim: optimum, [.price(1)]).holds(for: problem))
            #expect(!Self.certificate(problem, rule, claim: optimum, [.price(1)], version: 1).holds(for: problem))
            #expect(!Self.certificate(problem, rule, claim: optimum + 1e-9, [.price(1)]).holds(for: problem))
        }
        // One user whose fewest steps must be spent moves the lattice: 7, 9, 11, …
        var local = sizes.map { curve($0, 1) }
        var edge = sizes.map { curve($0, 0) }
        local.append(curve(7, 1))
        edge.append(curve(7, 0))
        local[6].mostSteps = 6
        let problem = try OffloadProblem(local: CostCurves(local), edge: CostCurves(edge), stepBudget: 50)
        let optimum = try #require(BruteForce.wholeOptimum(of: problem))
        let bound = try #require(
            Self.certificate(problem, .integer, claim: -1e9, [.price(1)]).verify(for: problem).lowerBound)
        #expect(abs(bound - (sizes.reduce(0, +) + 7 - 49)) <= 1e-12 && bound <= optimum + 1e-12)
    }
}

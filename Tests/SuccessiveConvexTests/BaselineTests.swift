import OffloadModel
import SuccessiveConvex
import TestSupport
import Testing

/// The baselines, and with them the water-filling of a decided set.
@Suite struct BaselineTests {
    @Test func everyPlanIsExactlyFeasible() throws {
        for seed in 0..<200 {
            let problem = try SuccessiveConvexSolverTests.randomProblem(seed: UInt64(seed))
            for rule in StepRule.allCases {
                for baseline in [Baseline.random(seed: UInt64(seed)), .allLocal, .allEdge, .greedy] {
                    let result = baseline.solve(problem, stepRule: rule)
                    if let reason = problem.infeasibility(under: rule) {
                        #expect(result.status == .infeasible(reason) && result.plan == nil)
                        continue
                    }
                    let plan = try #require(result.plan)
                    #expect(plan.violation(in: problem) == nil, "seed \(seed) \(baseline) \(rule)")
                    #expect(result.objective == plan.cost(in: problem))
                }
            }
        }
    }

    @Test func decisionsAreWhatTheNamesSay() throws {
        let problem = try ReferenceInstances.problem("hetero-n100-t30")
        #expect(try #require(Baseline.allLocal.solve(problem).plan).offloadedCount == 0)
        #expect(try #require(Baseline.allEdge.solve(problem).plan).offloadedCount == problem.count)
        let random = Baseline.random(seed: 1).solve(problem)
        #expect((30...70).contains(try #require(random.plan).offloadedCount))
        #expect(random == Baseline.random(seed: 1).solve(problem))
        #expect(random != Baseline.random(seed: 2).solve(problem))
        let greedy = try #require(Baseline.greedy.solve(problem).objective)
        let allLocal = try #require(Baseline.allLocal.solve(problem).objective)
        #expect(greedy <= allLocal)
        #expect(greedy <= random.objective ?? -.infinity)
    }

    /// Where not everybody fits, those go first who gain most per edge step, whatever their place.
    @Test func theGreedyMethodTakesTheLargestGainPerStepFirst() throws {
        // At home nobody takes a step and pays 10 and more. At the edge each takes all of its steps, which the errors
        // that are left make worth it, and then costs next to nothing.
        let steps = [4.0, 2, 8, 5, 1]
        let gains = [8.0, 6, 8, 20, 2.5]  // 2, 3, 1, 4 and 2.5 per step
        func curves(_ site: Site) -> CostCurves {
            CostCurves(
                zip(steps, gains).map { steps, gain in
                    CostCurve(
                        constant: site == .local ? gain : 0, stepCost: 0, errorWeight: site == .local ? 0 : 1e-3,
                        errorDecay: site == .local ? 0 : 0.1, utilityWeight: 0, utilityRate: 0, fewestSteps: 0,
                        mostSteps: site == .local ? 0 : steps)
                })
        }
        // How many go for a budget: 5 for user 3, 7 with user 1, 8 with user 4, 12 with user 0, and then user 2.
        let sets = [5: [3], 7: [1, 3], 8: [1, 3, 4], 12: [0, 1, 3, 4], 19: [0, 1, 3, 4], 20: [0, 1, 2, 3, 4]]
        for (budget, expected) in sets {
            let problem = try OffloadProblem(
                local: curves(.local), edge: curves(.edge), stepBudget: Double(budget))
            for rule in StepRule.allCases {
                let plan = try #require(Baseline.greedy.solve(problem, stepRule: rule).plan)
                #expect(plan.offloaded.indices.filter { plan.offloaded[$0] } == expected, "budget \(budget)")
            }
        }
    }

    /// Who is passed over for its many fewest steps does not keep others from the edge.
    @Test func everybodyWhoseFewestStepsFitIsAtTheEdge() throws {
        func curves(_ fewest: [Double], _ most: Double) -> CostCurves {
            CostCurves(
                fewest.map {
                    CostCurve(
                        constant: 0, stepCost: 1e-3, errorWeight: 0.5, errorDecay: 0.1, utilityWeight: 0.5,
                        utilityRate: 0.05, fewestSteps: $0, mostSteps: most)
                })
        }
        let fewest = [3.0, 6, 2.5, 9, 0, 1, 4]
        // 3 + 6 + 2.5 are 11.5; 9 is too much for 13.9, 1 is not, and then 4 is.
        let problem = try OffloadProblem(local: curves(fewest, 20), edge: curves(fewest, 20), stepBudget: 13.9)
        let plan = try #require(Baseline.allEdge.solve(problem).plan)
        #expect(plan.offloaded == [true, true, true, false, true, true, false])
        // Whole steps need 3 for user 2.
        let whole = try #require(Baseline.allEdge.solve(problem, stepRule: .integer).plan)
        #expect(whole.offloaded == [true, true, true, false, true, true, false])
        let tight = try #require(Baseline.allEdge.solve(problem.withStepBudget(12.9), stepRule: .integer).plan)
        #expect(tight.offloaded == [true, true, true, false, true, false, false])
        let mandatory = try OffloadProblem(
            local: curves(fewest, 8), edge: curves(fewest, 20), stepBudget: 13.9)
        let forced = try #require(Baseline.allEdge.solve(mandatory).plan)
        #expect(forced.offloaded == [true, false, false, true, true, true, false])
    }

    /// The sets of `edge` and `greedy` on random problems, put together anew from the rules with plain sums and the oracle's minimisers.
    @Test func setsAreThoseOfTheRules() throws {
        var problems = RandomProblems(seed: 90)
        var passedOver = 0
        for _ in 0..<Effort.rounds(2000) {
            let problem = problems.next(largest: 6, wholeLimits: true)
            let users = Array(0..<problem.count)
            let must = users.filter { !problem.local[$0].isAvailable }
            let free = users.filter { problem.local[$0].isAvailable && problem.edge[$0].isAvailable }
            let least = must.reduce(0) { $0 + problem.edge[$1].fewestSteps }
            guard problem.infeasibility(under: .continuous) == nil else { continue }

            var (atEdge, used) = (Set(must), least)
            for user in free where used + problem.edge[user].fewestSteps <= problem.stepBudget {
                atEdge.insert(user)
                used += problem.edge[user].fewestSteps
            }
            if let last = atEdge.max(), free.contains(where: { $0 < last && !atEdge.contains($0) }) { passedOver += 1 }
            for rule in StepRule.allCases {
                let plan = try #require(Baseline.allEdge.solve(problem, stepRule: rule).plan)
                #expect(Set(users.filter { plan.offloaded[$0] }) == atEdge)
                let local = try #require(Baseline.allLocal.solve(problem, stepRule: rule).plan)
                #expect(users.filter { local.offloaded[$0] } == must)
            }

            let wanted = users.map { BruteForce.minimiser(of: problem.edge[$0], price: 0) }
            let offers = free.map { user in
                let home = problem.local[user].value(at: BruteForce.minimiser(of: problem.local[user], price: 0))
                let gain = home - problem.edge[user].value(at: wanted[user])
                return (user: user, gain: gain, rate: gain / max(wanted[user], .leastNormalMagnitude))
            }.filter { $0.gain > 0 }.sorted { $0.rate > $1.rate }
            // Rounding decides between rates and amounts that are nearly the same, and where every number of steps costs as much.
            let isLevel = free.contains {
                problem.edge[$0].value(at: 0) == problem.edge[$0].value(at: problem.edge[$0].mostSteps)
            }
            let isClear =
                !isLevel && zip(offers, offers.dropFirst()).allSatisfy { $0.rate > $1.rate * (1 + 1e-9) }
                && offers.allSatisfy { $0.gain > 1e-9 * BruteForce.scale(of: problem) }
            var greedy = Set(must)
            var left = problem.stepBudget - least
            var isNear = false
            for offer in offers {
                isNear = isNear || abs(wanted[offer.user] - left) <= 1e-6 * (1 + left)
                guard wanted[offer.user] <= left else { continue }
                greedy.insert(offer.user)
                left -= wanted[offer.user]
            }
            guard isClear, !isNear else { continue }
            let plan = try #require(Baseline.greedy.solve(problem).plan)
            #expect(plan.offloaded == users.map(greedy.contains), "\(problem)")
        }
        #expect(passedOver > 0)
    }

    /// Where the budget does not bind, every whole number within the limits is drawn as often as any other.
    @Test func randomWholeStepsAreUniform() throws {
        let curve = CostCurve(
            constant: 0, stepCost: 1e-3, errorWeight: 0.5, errorDecay: 0.1, utilityWeight: 0.5, utilityRate: 0.05,
            fewestSteps: 1.5, mostSteps: 6.2)
        var device = curve
        (device.fewestSteps, device.mostSteps) = (0, 9)
        let count = 20_000
        let problem = try OffloadProblem(
            local: CostCurves(Array(repeating: device, count: count)),
            edge: CostCurves(Array(repeating: curve, count: count)), stepBudget: 1e6)
        let plan = try #require(Baseline.random(seed: 5).solve(problem, stepRule: .integer).plan)
        for (isEdge, numbers) in [(true, 2...6), (false, 0...9)] {
            let drawn = (0..<count).filter { plan.offloaded[$0] == isEdge }.map { Int(plan.steps[$0]) }
            #expect(drawn.allSatisfy(numbers.contains))
            let expected = Double(drawn.count) / Double(numbers.count)
            let distance = numbers.reduce(0.0) { sum, number in
                let seen = Double(drawn.filter { $0 == number }.count)
                return sum + (seen - expected) * (seen - expected) / expected
            }
            // χ² with at most 9 degrees of freedom exceeds 33.7 once in 10,000 times.
            #expect(distance < 33.7, "\(numbers) \(distance)")
        }
    }

    /// The whole rule of the random method, followed once more from the numbers that its generator gives.
    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func randomPlansFollowTheirRule(seed: UInt64) throws {
        let problem = try SuccessiveConvexSolverTests.randomProblem(seed: seed)
        for rule in StepRule.allCases {
            guard let plan = Baseline.random(seed: seed).solve(problem, stepRule: rule).plan else { continue }
            var generator = SplitMix64(seed: seed)
            for _ in 0..<problem.count { _ = generator.unit() }
            var shares: [Double] = []
            for user in 0..<problem.count {
                let curve = plan.offloaded[user] ? problem.edge[user] : problem.local[user]
                var (low, high) = (curve.fewestSteps, curve.mostSteps)
                if rule == .integer { (low, high) = (low.rounded(.up), high.rounded(.down)) }
                let unit = generator.unit()
                let drawn =
                    rule == .integer
                    ? min(low + (unit * (high - low + 1)).rounded(.down), high) : low + unit * (high - low)
                guard plan.offloaded[user] else {
                    #expect(plan.steps[user] == drawn)
                    continue
                }
                #expect((low...drawn).contains(plan.steps[user]))
                if drawn - low > 1e-3 { shares.append((plan.steps[user] - low) / (drawn - low)) }
            }
            guard rule == .continuous, let least = shares.min(), let most = shares.max() else { continue }
            #expect(most - least <= 1e-9)
            if most < 1 - 1e-9 { #expect(abs(plan.edgeStepsUsed / problem.stepBudget - 1) <= 1e-9) }
        }
    }

    /// Where the fewest steps of those who were drawn do not fit, those stay at home for whom the smallest numbers were.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func whoWishesLeastIsTakenBackFirst(seed: UInt64) throws {
        let curve = CostCurve(
            constant: 0, stepCost: 1e-3, errorWeight: 0.5, errorDecay: 0.1, utilityWeight: 0.5, utilityRate: 0.05,
            fewestSteps: 3, mostSteps: 20)
        let curves = CostCurves(Array(repeating: curve, count: 60))
        let problem = try OffloadProblem(local: curves, edge: curves, stepBudget: 31)
        let plan = try #require(Baseline.random(seed: seed).solve(problem).plan)
        var generator = SplitMix64(seed: seed)
        let wishes = (0..<problem.count).map { _ in generator.unit() }
        let most = wishes.sorted(by: >).prefix(10)
        #expect(most.allSatisfy { $0 >= 0.5 })
        #expect(plan.offloaded == wishes.map(most.contains))
    }

    /// Water-filling is optimal: steps strictly between their limits share one slope −λ, the others lie on its right
    /// side.
    @Test func offloadedUsersShareOnePrice() throws {
        for seed in 0..<100 {
            let problem = try SuccessiveConvexSolverTests.randomProblem(seed: UInt64(seed))
            guard let plan = Baseline.allEdge.solve(problem).plan else { continue }
            var prices: [Double] = []
            for user in 0..<problem.count where plan.offloaded[user] {
                let curve = problem.edge[user]
                let s = plan.steps[user]
                if s > curve.fewestSteps + 1e-9, s < curve.mostSteps - 1e-9 { prices.append(-curve.derivative(at: s)) }
            }
            guard let low = prices.min(), let high = prices.max() else { continue }
            #expect(high - low <= 1e-9 * (1e-3 + high), "seed \(seed)")
            if low > 1e-9 { #expect(abs(plan.edgeStepsUsed / problem.stepBudget - 1) < 1e-12) }
            for user in 0..<problem.count where plan.offloaded[user] {
                let curve = problem.edge[user]
                let s = plan.steps[user]
                guard curve.fewestSteps < curve.mostSteps else { continue }
                if s <= curve.fewestSteps { #expect(-curve.derivative(at: s) <= high + 1e-9) }
                if s >= curve.mostSteps { #expect(-curve.derivative(at: s) >= low - 1e-9) }
            }
        }
    }

    /// Where all L together exceed the budget by far, most are taken back; that must not take a pass for each of them.
    @Test func aTightBudgetTakesBackMany() throws {
        let count = 50_000
        let curve = CostCurve(
            constant: 0, stepCost: 1e-3, errorWeight: 0.5, errorDecay: 0.1, utilityWeight: 0.5, utilityRate: 0.05,
            fewestSteps: 1, mostSteps: 20)
        let curves = CostCurves(Array(repeating: curve, count: count))
        let problem = try OffloadProblem(local: curves, edge: curves, stepBudget: 5000.5)
        for rule in StepRule.allCases {
            let plan = try #require(Baseline.allEdge.solve(problem, stepRule: rule).plan)
            #expect(plan.violation(in: problem) == nil && plan.offloadedCount == 5000)
        }
    }

    /// Curves that are straight to rounding make the demand jump from nothing to everything at one price. Every step gains
    /// the same, so what counts is that the budget is spent.
    @Test(arguments: StepRule.allCases, [0.0, 1, 1999, 2001, 1_000_000, 1_234_567, 1_999_999])
    func straightCurvesSpendTheBudget(rule: StepRule, budget: Double) throws {
        let curve = CostCurve(
            constant: 0, stepCost: 0, errorWeight: 1e9, errorDecay: 1e-18, utilityWeight: 0, utilityRate: 0,
            fewestSteps: 0, mostSteps: 1000)
        let curves = CostCurves(Array(repeating: curve, count: 2000))
        let problem = try OffloadProblem(local: curves, edge: curves, stepBudget: budget)
        let plan = try #require(Baseline.allEdge.solve(problem, stepRule: rule).plan)
        #expect(plan.violation(in: problem) == nil)
        #expect(plan.edgeStepsUsed >= budget * (rule == .integer ? 1 : 1 - 1e-15))
    }

    /// Whole steps against a dynamic program over the budget.
    @Test func wholeStepsAreOptimal() throws {
        for seed in 0..<60 {
            let problem = try SuccessiveConvexSolverTests.randomProblem(seed: UInt64(seed))
            guard problem.count <= 16, let plan = Baseline.allEdge.solve(problem, stepRule: .integer).plan else {
                continue
            }
            let budget = Int(problem.stepBudget)
            var best = [Double](repeating: 0, count: budget + 1)
            var home = 0.0
            for user in 0..<problem.count {
                let curve = plan.offloaded[user] ? problem.edge[user] : problem.local[user]
                let (low, high) = (Int(curve.fewestSteps.rounded(.up)), Int(curve.mostSteps.rounded(.down)))
                let costs = (low...high).map { curve.value(at: Double($0)) }
                guard plan.offloaded[user] else {
                    home += try #require(costs.min())
                    continue
                }
                best = (0...budget).map { left in
                    (low...high).reduce(Double.infinity) { least, steps in
                        steps > left ? least : min(least, best[left - steps] + costs[steps - low])
                    }
                }
            }
            #expect(abs(plan.cost(in: problem) - (home + best[budget])) <= 1e-9, "seed \(seed)")
        }
    }
}

import CertifiedSolving
import OffloadModel
import TestSupport
import Testing

/// What a solve that is stopped returns.
@Suite struct EarlyStopTests {
    /// However early it ends, a solve takes back no bound and no plan that it has reported: a part of the tree that is cut
    /// short is bounded at least as well as the whole.
    @Test(arguments: StepRule.allCases)
    func aStopTakesBackNoBound(rule: StepRule) throws {
        let solver = try CertifiedSolver(.init(stepRule: rule))
        var stops = 0
        let trees: [(count: Int, tightness: Double, seed: UInt64)] = [
            (12, 0.05, 38), (20, 0.3, 22), (40, 0.6, 11), (40, 0.6, 26),
        ]
        for (count, tightness, seed) in trees {
            let problem = try Populations.heterogeneous(count: count, tightness: tightness, seed: seed)
            for last in 1...60 {
                var best = (primal: Double.infinity, dual: -Double.infinity)
                var calls = 0
                let result = solver.solve(problem) { record in
                    calls += 1
                    best.primal = min(best.primal, record.primal ?? .infinity)
                    best.dual = max(best.dual, record.dual ?? -.infinity)
                    return calls == last ? .stop : .proceed
                }
                guard result.status == .stopped else { break }
                stops += 1
                let certificate = try #require(result.certificate)
                #expect(certificate.lowerBound >= best.dual)
                // The plan is added up once more, over all users and not over those in question.
                #expect(certificate.objective <= best.primal + 1e-12 * abs(best.primal))
                #expect(certificate.verify(for: problem).failure == nil)
            }
        }
        #expect(stops > 30)
    }

    // MARK: Few users
    // One evaluation tells what the users do at a price, which makes a plan.

    /// Stopped after a row of its progress, a solve of few users returns a plan as good as the row's price: where the price is known
    /// so well that its bound misses the optimum by a share of 10⁻³, the plan misses it by no more than 2 %. The row shows that plan.
    @Test(arguments: StepRule.allCases, [200, 1000, 4000])
    func aStopHasThePlanOfTheBestPrice(rule: StepRule, count: Int) throws {
        let problem = try Populations.heterogeneous(count: count, tightness: 0.3, seed: 41)
        let solver = try CertifiedSolver(.init(stepRule: rule))
        let optimum = try #require(solver.solve(problem).objective)
        var seen = 0
        for last in 1...20 {
            var rows: [IterationRecord] = []
            let result = solver.solve(problem) { record in
                rows.append(record)
                return rows.count == last ? .stop : .proceed
            }
            guard result.status == .stopped, let row = rows.last else { break }
            let certificate = try #require(result.certificate)
            #expect(certificate.verify(for: problem).failure == nil)
            let primal = try #require(row.primal)
            // The plan of a search is added up once more in the end, and a baseline's plan can be better than any that was shown.
            #expect(certificate.objective <= primal + 1e-12 * abs(primal))
            for (earlier, later) in zip(rows, rows.dropFirst()) {
                #expect(try #require(later.primal) <= #require(earlier.primal))
            }
            guard optimum - (row.dual ?? -.infinity) <= 1e-3 * abs(optimum) else { continue }
            seen += 1
            #expect(certificate.objective - optimum <= 0.02 * abs(optimum), "\(last): \(certificate.objective)")
        }
        #expect(seen >= 2)
    }

    /// A time limit ends it with a plan as good, though nobody looks at its progress: the plan is made within the grace.
    @Test(arguments: StepRule.allCases, [1000, 4000])
    func aTimeLimitHasThePlanOfTheBestPrice(rule: StepRule, count: Int) throws {
        let problem = try Populations.heterogeneous(count: count, tightness: 0.3, seed: 41)
        let unlimited = CountingClock()
        let settings = CertifiedSolverSettings(stepRule: rule, timeLimit: 1, clock: unlimited.clock)
        let optimum = try #require(CertifiedSolver(settings).solve(problem).objective)
        var seen = 0
        for moment in stride(from: 1, to: unlimited.count, by: max(unlimited.count / 25, 1)) {
            let clock = CountingClock(leapingAfter: moment, to: 1)
            let result = try CertifiedSolver(.init(stepRule: rule, timeLimit: 1, clock: clock.clock)).solve(problem)
            guard result.status == .timeLimit else { continue }
            let certificate = try #require(result.certificate)
            #expect(certificate.verify(for: problem).failure == nil)
            guard optimum - certificate.lowerBound <= 1e-3 * abs(optimum) else { continue }
            seen += 1
            #expect(certificate.objective - optimum <= 0.02 * abs(optimum), "\(moment): \(certificate.objective)")
        }
        #expect(seen >= 2)
    }

    /// Whether somebody watches changes nothing but what is shown.
    @Test(arguments: StepRule.allCases) func beingWatchedChangesNoBit(rule: StepRule) throws {
        for (count, seed) in [(30, 1), (300, 2), (2000, 3)] as [(Int, UInt64)] {
            let problem = try Populations.heterogeneous(count: count, tightness: 0.3, seed: seed)
            for gap in [1e-2, 1e-5, 1e-9] {
                let solver = try CertifiedSolver(.init(relativeGap: gap, stepRule: rule))
                let (alone, watched) = (solver.solve(problem), solver.solve(problem) { _ in .proceed })
                #expect(alone.status == watched.status && alone.certificate == watched.certificate)
                #expect(alone.price == watched.price && alone.dualPrice == watched.dualPrice)
            }
        }
    }

    // MARK: After the first pass
    // The plan is of what users would do at a price that need not be right.

    /// At price 0 the demand is far above the budget, and with L > 0 even the fewest steps of all who gain may be. The
    /// plan must meet Σ a·s ≤ S_e exactly, and must not waste what it can spend: what is left is less than one user's L
    /// where users were sent home, nothing but rounding with real steps, and less than one user's steps with whole ones.
    @Test(arguments: StepRule.allCases, [0, 2.5, 4])
    func thePlanOfTheFirstPassFitsAndSpendsTheBudget(rule: StepRule, fewest: Double) throws {
        let drawn = try Populations.heterogeneous(count: 5000, tightness: 0.1, seed: 12)
        var (local, edge) = (drawn.local, drawn.edge)
        for user in 0..<drawn.count {
            local.fewestSteps[user] = fewest
            edge.fewestSteps[user] = fewest
        }
        let tight = try OffloadProblem(local: local, edge: edge, stepBudget: 7000.5)
        for problem in [try tight.withStepBudget(drawn.stepBudget), tight] {
            let solver = try CertifiedSolver(.init(stepRule: rule))
            let result = solver.solve(problem, startingFrom: 0) { _ in .stop }
            #expect(result.status == .stopped)
            let certificate = try #require(result.certificate)
            #expect(certificate.plan.violation(in: problem) == nil)
            #expect(certificate.verify(for: problem).failure == nil)
            let left = problem.spendableBudget(under: rule) - certificate.plan.edgeStepsUsed
            if left >= max(fewest, rule == .integer ? 100 : 1e-6) {
                // A plan that a simple method found and that is better may leave what nobody could use.
                let user = userWhoGains(by: left, certificate.plan, problem, rule)
                #expect(user == nil, "\(left) steps are left, of use to user \(user ?? -1)")
            }
        }
    }

    /// Somebody whose costs would fall by so many steps more, or by offloading with so many.
    private func userWhoGains(by steps: Double, _ plan: Plan, _ problem: OffloadProblem, _ rule: StepRule) -> Int? {
        (0..<problem.count).first { user in
            let curve = problem.edge[user]
            let sum = (plan.offloaded[user] ? plan.steps[user] : 0) + steps
            let most = rule == .integer ? sum.rounded(.down) : sum
            guard most >= problem.edge.fewestSteps[user] else { return false }
            let cost = curve.value(at: min(most, problem.edge.mostSteps[user]))
            let site = plan.offloaded[user] ? curve : problem.local[user]
            let now = site.value(at: plan.steps[user])
            return cost < now - 1e-9 * max(abs(now), 1)
        }
    }

    /// Curves that are all but straight have hardly any response near the budget: a little below the price that a step is worth
    /// everybody wants all steps, a little above it none, and from afar nothing tells where that is. A stop on either
    /// side must meet the budget, and a solve that goes on must spend it.
    @Test(arguments: StepRule.allCases, [0.25, 0.999, 1.001, 4])
    func nearlyStraightCurvesMeetTheBudgetFromEitherSide(rule: StepRule, start: Double) throws {
        func curves(_ site: Site) -> CostCurves {
            let curve = CostCurve(
                constant: site == .local ? 2000 : 0, stepCost: 0, errorWeight: site == .local ? 0 : 1000,
                errorDecay: site == .local ? 0 : 1e-7, utilityWeight: 0, utilityRate: 0, fewestSteps: 0,
                mostSteps: site == .local ? 0 : 1000)
            return CostCurves(Array(repeating: curve, count: 5000))
        }
        let problem = try OffloadProblem(local: curves(.local), edge: curves(.edge), stepBudget: 1_234_567)
        for stops in [true, false] {
            let result = try CertifiedSolver(.init(stepRule: rule)).solve(problem, startingFrom: start * 1e-4) { _ in
                stops ? .stop : .proceed
            }
            let certificate = try #require(result.certificate)
            #expect(certificate.plan.violation(in: problem) == nil)
            #expect(certificate.verify(for: problem).failure == nil)
            #expect(result.status == (stops ? .stopped : .optimal))
            // At a price that is too high nobody wants a step.
            if stops, start > 1 { continue }
            #expect(abs(certificate.plan.edgeStepsUsed / problem.stepBudget - 1) <= 1e-12)
            guard !stops else { continue }
            let price = try #require(result.price)
            #expect(abs(price / 1e-4 - 1) <= 1e-4, "\(price)")
        }
    }
}

import CertifiedSolving
import Experiments
import OffloadModel
import ScenarioFiles
import TestSupport
import Testing

/// Why users are where they are, against exhaustive search over all decisions.
@Suite struct ExplainerTests {
    private static func scenario(users: Int, seed: UInt64, tightness: Double = 0.35) throws -> Scenario {
        try ScenarioGenerator(family: .hetero, users: users, seed: seed, tightness: tightness).scenario()
    }

    /// The optimum with a user held on one side, +∞ if there is none.
    private static func optimum(
        _ problem: OffloadProblem, user: Int, at site: Site, _ rule: StepRule = .continuous
    ) throws -> Double {
        var (local, edge) = (problem.local, problem.edge)
        if site == .edge { local.mostSteps[user] = -1 } else { edge.mostSteps[user] = -1 }
        let held = try OffloadProblem(local: local, edge: edge, stepBudget: problem.stepBudget)
        let optimum =
            rule == .continuous ? BruteForce.continuousOptimum(of: held) : BruteForce.wholeOptimum(of: held)
        return optimum ?? .infinity
    }

    /// What the other side costs the whole more than this one; positive where the user belongs on this side.
    private static func advantage(
        _ problem: OffloadProblem, user: Int, of site: Site, _ rule: StepRule = .continuous
    ) throws -> Double {
        let other: Site = site == .edge ? .local : .edge
        return try optimum(problem, user: user, at: other, rule) - optimum(problem, user: user, at: site, rule)
    }

    /// The problem with one quantity changed, put together from its columns.
    private static func changed(
        _ problem: OffloadProblem, user: Int, _ quantity: SwitchQuantity, from present: Double, to value: Double
    ) throws -> OffloadProblem {
        var (local, edge, budget) = (problem.local, problem.edge, problem.stepBudget)
        switch quantity {
        case .stepBudget: budget = value
        case .localErrorDecay: local.errorDecay[user] = value
        case .edgeErrorDecay: edge.errorDecay[user] = value
        case .localInitialError: local.errorWeight[user] *= value / present
        case .edgeInitialError: edge.errorWeight[user] *= value / present
        case .utilityWeight:
            local.constant[user] += present - value
            edge.constant[user] += present - value
            (local.utilityWeight[user], edge.utilityWeight[user]) = (value, value)
        }
        return try OffloadProblem(local: local, edge: edge, stepBudget: budget)
    }

    @Test func switchPricesAreTheRootsOfTheReducedCost() throws {
        var problems = RandomProblems(seed: 31)
        var kinds: Set<String> = []
        for _ in 0..<Effort.rounds(2000) {
            let problem = problems.next(largest: 3)
            let user = 0
            let (local, edge) = (problem.local[user], problem.edge[user])
            let found = UserCurves(problem, user: user, rule: .continuous).switchPrice(near: 1e-3)
            guard local.isAvailable, edge.isAvailable else {
                if local.isAvailable { #expect(found == .noChoice(.local)) }
                if edge.isAvailable { #expect(found == .noChoice(.edge)) }
                continue
            }
            let home = local.value(at: BruteForce.minimiser(of: local, price: 0))
            func reducedCost(_ price: Double) -> Double {
                let steps = BruteForce.minimiser(of: edge, price: price)
                return edge.value(at: steps) + price * steps - home
            }
            let allowance = 1e-13 * BruteForce.scale(of: problem)
            switch found {
            case .at(let price):
                // φ(λ) − r is within rounding of 0 there, and has its sign on either side.
                #expect(abs(reducedCost(price)) <= 4 * allowance + 1e-13 * price * edge.mostSteps)
                #expect(reducedCost(0.99 * price) <= allowance && reducedCost(1.01 * price + 1e-300) >= -allowance)
                kinds.insert("at")
            case .neverOffloads:
                #expect(reducedCost(0) >= -allowance)
                kinds.insert("never")
            case .alwaysOffloads:
                #expect(edge.fewestSteps == 0 && edge.value(at: 0) < home + allowance)
                kinds.insert("always")
            case .noChoice: Issue.record("the user has a choice")
            }
        }
        #expect(kinds == ["at", "never", "always"])
    }

    /// On small scenarios exhaustive search agrees on both sides of every change, and finds none where none is told.
    @Test(arguments: 1...6) func changesAreThoseOfExhaustiveSearch(seed: UInt64) throws {
        guard Effort.isOptimised || seed <= 1 else { return }
        let scenario = try Self.scenario(users: 5, seed: seed)
        let problem = try OffloadProblem(scenario)
        let scale = 1e-9 * BruteForce.scale(of: problem)
        for user in 0..<5 {
            let explanation = try Explainer(.init(relativeGap: 1e-12)).explain(user: user, of: scenario)
            let side = explanation.site
            #expect(try Self.advantage(problem, user: user, of: side) >= -scale)
            #expect(explanation.switches.map(\.quantity) == SwitchQuantity.allCases)
            for finding in explanation.switches {
                let present = finding.present
                func advantage(_ value: Double) throws -> Double {
                    let problem = try Self.changed(problem, user: user, finding.quantity, from: present, to: value)
                    return try Self.advantage(problem, user: user, of: side)
                }
                guard let change = finding.change else {
                    // Nothing tried here moves the user either.
                    for factor in [0, 0.01, 0.1, 0.3, 0.6, 0.9, 1.1, 1.5, 3, 10, 30] {
                        if finding.quantity == .stepBudget || finding.quantity == .utilityWeight, factor == 0 {
                            continue
                        }
                        #expect(try advantage(factor * present) >= -scale * max(factor, 1), "\(finding) \(factor)")
                    }
                    continue
                }
                #expect(try advantage(change.kept) >= -scale, "\(seed) \(user) \(finding)")
                #expect(try advantage(change.switched) <= scale, "\(seed) \(user) \(finding)")
                let size = max(abs(change.kept), abs(change.switched))
                #expect(abs(change.kept - change.switched) <= 1.01e-7 * size)
                #expect(abs(change.switched - present) >= abs(change.kept - present))
            }
        }
    }

    /// Terms of rate 0 are constants of the problem, but not of what is varied: a change of a user's quality is that of the scenario
    /// with the other number in it, folded anew.
    @Test(arguments: [(0.0, 0.06), (0.05, 0), (0, 0)] as [(Double, Double)])
    func qualitiesOfUsersWithRatesOfZero(errorDecay: Double, utilityRate: Double) throws {
        func scenario(_ change: (inout CostWeights, inout UserColumns) -> Void = { _, _ in }) throws -> Scenario {
            var weights = CostWeights(time: 0.3, error: 0.4, energy: 3e-4, cost: 0.5, utility: 0.5)
            var users: UserColumns = [
                .localStepTime: .uniform(0.002), .edgeStepTime: .uniform(0.001),
                .localPowerCoefficient: .uniform(1e-26), .localFrequency: .uniform(1.5e9),
                .edgeFrequency: .uniform(5e9), .initialError: .uniform(1), .errorDecay: .uniform(errorDecay),
                .utilityRate: .uniform(utilityRate), .localStepLimit: .uniform(9), .edgeStepLimit: .uniform(50),
                .errorFloor: .uniform(0.1), .edgeErrorFloor: .uniform(0.05), .uplinkTime: .uniform(0.01),
                .edgeInitialError: .uniform(0.9), .edgeErrorDecay: .uniform(errorDecay),
                .edgeUtilityRate: .uniform(utilityRate),
            ]
            change(&weights, &users)
            return try Scenario(
                name: "", count: 1, weights: weights, edge: EdgeServer(stepBudget: 30, powerCoefficient: 1e-27),
                users: users)
        }
        let present = try scenario()
        let explanation = try Explainer().explain(user: 0, of: present)
        for finding in explanation.switches {
            for value in [0.2, 0.5, 1.5] {
                let changed = try scenario { weights, users in
                    switch finding.quantity {
                    case .stepBudget: return
                    case .localErrorDecay: users[.errorDecay] = .uniform(value)
                    case .edgeErrorDecay: users[.edgeErrorDecay] = .uniform(value)
                    case .localInitialError: users[.initialError] = .uniform(value)
                    case .edgeInitialError: users[.edgeInitialError] = .uniform(value)
                    case .utilityWeight: weights.utility = value
                    }
                }
                let problem = try OffloadProblem(changed)
                let found = try UserQuality.curves(
                    of: 0, in: present, with: finding.quantity, at: value, rule: .continuous)
                for steps in [0.0, 3, 9] {
                    for (site, curve) in [(Site.local, found.local), (.edge, found.edge)] {
                        let expected = problem.curves(at: site)[0].value(at: steps)
                        #expect(abs(curve.value(at: steps) - expected) <= 1e-14, "\(finding.quantity) \(value)")
                    }
                }
            }
        }
    }

    @Test func wholeStepsSwitchBetweenWholeBudgets() throws {
        for seed in 1...UInt64(Effort.isOptimised ? 4 : 1) {
            let scenario = try Self.scenario(users: 4, seed: seed)
            let problem = try OffloadProblem(scenario)
            for user in 0..<4 {
                let explanation = try Explainer(.init(relativeGap: 1e-12, stepRule: .integer)).explain(
                    user: user, of: scenario)
                #expect(explanation.steps == explanation.steps.rounded())
                guard let change = explanation.switches.first?.change else { continue }
                #expect(abs(change.kept - change.switched) == 1)
                #expect(change.kept == change.kept.rounded())
                for (budget, sign) in [(change.kept, 1.0), (change.switched, -1)] {
                    let gain = try Self.advantage(
                        problem.withStepBudget(budget), user: user, of: explanation.site, .integer)
                    #expect(sign * gain >= -1e-9, "\(seed) \(user) \(change)")
                }
            }
        }
    }

    @Test func termsAddUpToTheCurves() throws {
        let scenario = try Preset.phoneH100.scenario()
        let problem = try OffloadProblem(scenario)
        let result = try CertifiedSolver().solve(problem)
        let plan = try #require(result.plan)
        for user in [0, 7, 29] {
            let explanation = try Explainer().explain(user: user, of: scenario, plan: plan)
            #expect(explanation.price == result.price && explanation.status == .optimal && explanation.twins == 0)
            #expect(explanation.planned?.site == explanation.site)
            #expect(explanation.planned?.steps == explanation.steps && explanation.steps == plan.steps[user])
            let costs = explanation.curves + [explanation.local, explanation.edge].compactMap { $0 }
            for cost in costs {
                let curve = problem.curves(at: cost.site)[user]
                #expect(abs(cost.cost - curve.value(at: cost.steps)) <= 1e-14)
                #expect(cost.payment == (cost.site == .edge ? explanation.price * cost.steps : 0))
                #expect(cost.utility <= 0 && cost.time >= 0 && cost.error >= 0 && cost.energy >= 0)
            }
            for site in Site.allCases {
                let steps = explanation.curves.filter { $0.site == site }.map(\.steps)
                let best = try #require(site == .edge ? explanation.edge : explanation.local)
                let totals = explanation.curves.filter { $0.site == site }.map(\.total)
                #expect(steps == steps.sorted() && Set(steps).count == steps.count && steps.contains(best.steps))
                #expect(totals.allSatisfy { $0 >= best.total - 1e-14 })
                let exact = BruteForce.minimiser(
                    of: problem.curves(at: site)[user], price: site == .edge ? explanation.price : 0)
                #expect(abs(best.steps - exact) <= 1e-6 * (1 + exact))
            }
        }
    }

    @Test func usersWithoutAChoiceAreSaidToHaveNone() throws {
        let plain = try Self.scenario(users: 6, seed: 3)
        var users = plain.users
        users[.minimumSteps] = .perUser([26, 0, 0, 0, 0, 1])
        users[.edgeStepLimit] = .perUser([60, 50, 50, 50, 50, 0])
        let scenario = try Scenario(
            name: "", count: 6, weights: plain.weights, edge: plain.edge, users: users)
        let forced = try Explainer().explain(user: 0, of: scenario)
        #expect(forced.site == .edge && forced.local == nil && forced.switchPrice == .noChoice(.edge))
        #expect(forced.switches.isEmpty && forced.reducedCost == nil && !forced.isAgainstPrice)
        let homely = try Explainer().explain(user: 5, of: scenario)
        #expect(homely.site == .local && homely.edge == nil && homely.switchPrice == .noChoice(.local))
        // A budget below what user 0 needs is no budget to switch at.
        for user in 1..<5 {
            let change = try Explainer().explain(user: user, of: scenario).switches[0].change
            if let change { #expect(min(change.kept, change.switched) >= 26 - 1e-6) }
        }
    }

    @Test func slackBudgetsHaveNoPrice() throws {
        let scenario = try Self.scenario(users: 5, seed: 2).withStepBudget(1e6)
        let problem = try OffloadProblem(scenario)
        for user in 0..<5 {
            let explanation = try Explainer().explain(user: user, of: scenario)
            #expect(explanation.price == 0 && explanation.edgeStepsUsed < 1e6)
            guard explanation.site == .edge else {
                #expect(explanation.switchPrice == .neverOffloads && explanation.switches[0].change == nil)
                continue
            }
            let change = try #require(explanation.switches[0].change)
            #expect(change.switched < change.kept && change.kept < 1e6)
            let below = try Self.advantage(problem.withStepBudget(change.switched), user: user, of: .edge)
            #expect(below <= 1e-9)
        }
    }

    @Test func mistakesAreTyped() throws {
        let scenario = try Self.scenario(users: 3, seed: 1)
        for user in [-1, 3] {
            let error = #expect(throws: SettingError.self) { try Explainer().explain(user: user, of: scenario) }
            #expect(error?.description == "user is \(user), allowed is a whole number from 0 to 2")
        }
        #expect(throws: SettingError.self) { try Explainer(.init(relativeGap: 2)) }
        var users = scenario.users
        users[.minimumSteps] = .uniform(1000)
        let impossible = try Scenario(
            name: "", count: 3, weights: scenario.weights, edge: scenario.edge, users: users)
        #expect(throws: ExplanationError.infeasible(.user(0))) { try Explainer().explain(user: 1, of: impossible) }
    }

    /// Where a number is near the largest that a problem takes, the search for a change stops there.
    @Test func numbersNearTheirLimitsAreExplained() throws {
        var users = try Self.scenario(users: 3, seed: 4).users
        let base = try Self.scenario(users: 3, seed: 4)
        for decay in [1e12, 1e13, OffloadProblem.largestRate] {
            users[.errorDecay] = .uniform(decay)
            let scenario = try Scenario(
                name: "fast", count: 3, weights: base.weights, edge: base.edge, users: users)
            for user in 0..<3 {
                let explanation = try Explainer().explain(user: user, of: scenario)
                #expect(explanation.switches.count == SwitchQuantity.allCases.count)
            }
        }
    }

    @Test func twinsAreCounted() throws {
        let twins = try ScenarioGenerator(family: .twins, users: 8, seed: 1, tightness: 0.5).scenario()
        let explanations = try (0..<8).map { try Explainer().explain(user: $0, of: twins) }
        #expect(explanations.allSatisfy { $0.twins == 7 && $0.switchPrice == explanations[0].switchPrice })
        // Among twins the first ones offload.
        let sides = explanations.map { $0.site == .edge }
        #expect(sides == sides.sorted { $0 && !$1 } && sides.contains(true) && sides.contains(false))
        for explanation in explanations where explanation.isAgainstPrice {
            #expect(try #require(explanation.reducedCost) != 0)
        }
    }
}

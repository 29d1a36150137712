import OffloadModel
import ScenarioFiles
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The folded columns give the same cost as (3)–(7) written out from the physical units.
@Suite struct CurveFoldingTests {
    /// A random scenario with every optional entry present or absent by chance, uniform or per user by chance.
    private func randomScenario(_ random: inout SeededGenerator) throws -> Scenario {
        let count = Int.random(in: 1...8, using: &random)
        let ranges: [(UserField, Double, Double)] = [
            (.localStepTime, 1e-4, 2), (.edgeStepTime, 1e-4, 2), (.localPowerCoefficient, 1e-28, 1e-25),
            (.localFrequency, 1e8, 3e9), (.edgeFrequency, 1e9, 2e10), (.initialError, 0.5, 1), (.errorDecay, 0, 0.9),
            (.utilityRate, 0, 0.5), (.localStepLimit, 0, 50), (.edgeStepLimit, 0, 100), (.minimumSteps, 0, 10),
            (.deadline, 0, 5), (.uplinkTime, 0, 1), (.uplinkEnergy, 0, 10), (.errorFloor, 0, 0.5),
            (.edgeErrorFloor, 0, 0.5), (.edgeInitialError, 0.5, 1), (.edgeErrorDecay, 0, 0.9),
            (.edgeUtilityRate, 0, 0.5),
        ]
        var users = UserColumns()
        for (field, low, high) in ranges where field.fallback == .required || random.chance(0.5) {
            users[field] =
                random.chance(0.3)
                ? .uniform(random.uniform(low, high))
                : .perUser((0..<count).map { _ in random.uniform(low, high) })
        }
        return try Scenario(
            name: "", count: count,
            weights: CostWeights(
                time: random.uniform(0, 1), error: random.uniform(0, 1), energy: random.uniform(0, 0.1),
                cost: random.uniform(0, 1), utility: random.uniform(0, 1)),
            edge: EdgeServer(stepBudget: random.uniform(0, 500), powerCoefficient: random.uniform(0, 1e-26)),
            users: users)
    }

    /// (3)–(7) and R = ω1·(c1·T + c2·ε + c3·E) − ω2·U for one user, straight from the definitions.
    private func cost(of user: Int, at site: Site, steps: Double, in scenario: Scenario) -> (cost: Double, size: Double)
    {
        let onEdge = site == .edge
        func value(_ local: UserField, _ edge: UserField) -> Double { scenario[onEdge ? edge : local][user] }
        let generation = steps * value(.localStepTime, .edgeStepTime)
        let coefficient = onEdge ? scenario.edge.powerCoefficient : scenario[.localPowerCoefficient][user]
        let time = generation + (onEdge ? scenario[.uplinkTime][user] : 0)
        let energy =
            coefficient * generation * pow(value(.localFrequency, .edgeFrequency), 3)
            + (onEdge ? scenario[.uplinkEnergy][user] : 0)
        let floor = value(.errorFloor, .edgeErrorFloor)
        let start = value(.initialError, .edgeInitialError)
        let error = floor + (start - floor) * exp(-steps * value(.errorDecay, .edgeErrorDecay))
        let utility = 1 - exp(-steps * value(.utilityRate, .edgeUtilityRate))
        let weights = scenario.weights
        let cost = weights.time * time + weights.error * error + weights.energy * energy
        return (weights.cost * cost - weights.utility * utility, weights.cost * cost + weights.utility)
    }

    /// The worst error over 3,000 scenarios and random step counts is a few roundings of the terms' size.
    @Test func costsAgree() throws {
        var random = SeededGenerator(seed: 11)
        var worst = 0.0
        for _ in 0..<3000 {
            let scenario = try randomScenario(&random)
            let problem = try OffloadProblem(scenario)
            for user in 0..<scenario.count {
                for site in Site.allCases {
                    let steps = random.uniform(0, 100)
                    let (expected, size) = cost(of: user, at: site, steps: steps, in: scenario)
                    let found = problem.curves(at: site)[user].value(at: steps)
                    worst = max(worst, abs(found - expected) / size)
                }
            }
        }
        #expect(worst < 8 * Double.ulpOfOne, "worst relative error \(worst)")
    }

    /// At the limit a user meets its deadline to rounding and above it would not; a negative limit means never.
    @Test func deadlines() throws {
        var random = SeededGenerator(seed: 12)
        var seen = (capped: 0, never: 0)
        for _ in 0..<2000 {
            let scenario = try randomScenario(&random)
            guard let deadline = scenario.users[.deadline] else { continue }
            let problem = try OffloadProblem(scenario)
            for user in 0..<scenario.count {
                for (site, limit, stepTime, fixed) in [
                    (Site.local, UserField.localStepLimit, UserField.localStepTime, 0),
                    (.edge, .edgeStepLimit, .edgeStepTime, scenario[.uplinkTime][user]),
                ] {
                    let most = problem.curves(at: site)[user].mostSteps
                    if deadline[user] < fixed {
                        #expect(most < 0)
                        seen.never += 1
                        continue
                    }
                    #expect(most >= 0 && most <= scenario[limit][user])
                    #expect(most * scenario[stepTime][user] + fixed <= deadline[user] * (1 + 1e-15))
                    if most < scenario[limit][user] {
                        #expect((most * 1.0001 + 1e-9) * scenario[stepTime][user] + fixed > deadline[user])
                        seen.capped += 1
                    }
                }
            }
        }
        #expect(seen.capped > 100 && seen.never > 10)
    }

    @Test func stepsThatTakeNoTimeMeetEveryDeadline() throws {
        let text = validScenario.with("\"localStepTime\": 0.002", "\"localStepTime\": 0")
            .with("60}", "60, \"deadline\": 0}")
        let problem = try OffloadProblem(scenario(text))
        #expect(problem.local.mostSteps == [15, 16, 17])
        #expect(problem.edge.mostSteps == [0, 0, 0])
    }

    /// Power times a step's time is the energy of a step: 0.0675 J and 10 J with the paper's constants.
    @Test func paperUnits() throws {
        let scenario = try Scenario(path: resource("paper-literal-n30.json"))
        let plan = Plan(sites: [true] + Array(repeating: false, count: 29), steps: Array(repeating: 1, count: 30))
        let totals = PlanTotals(adding: plan, in: scenario)
        #expect(abs(totals.energy - (10 + 29 * 0.0675)) < 1e-12)
        #expect(abs(totals.time - (0.001 + 29 * 0.002)) < 1e-15)
    }

    /// ω1·(c1·time + c2·error + c3·energy) − ω2·utility of the totals is the objective.
    @Test func totalsMakeTheObjective() throws {
        var random = SeededGenerator(seed: 13)
        for _ in 0..<500 {
            let scenario = try randomScenario(&random)
            let plan = Plan(
                sites: (0..<scenario.count).map { _ in random.chance(0.5) },
                steps: (0..<scenario.count).map { _ in random.uniform(0, 60) })
            let totals = PlanTotals(adding: plan, in: scenario)
            let weights = scenario.weights
            let cost = weights.time * totals.time + weights.error * totals.error + weights.energy * totals.energy
            let objective = weights.cost * cost - weights.utility * totals.utility
            let size = weights.cost * cost + weights.utility * Double(scenario.count)
            #expect(abs(objective - plan.cost(in: try OffloadProblem(scenario))) < 1e-14 * size)
        }
    }

    // MARK: Rates of 0

    /// Where the utility never comes, its weight is in no column: the problem is, bit by bit, that of the weight 0.
    @Test(arguments: [1, 0.7, 1e6, 1e12, 1e15, 1e29])
    func aUtilityThatNeverComesHasNoWeight(weight: Double) throws {
        var random = SeededGenerator(seed: 14)
        for _ in 0..<300 {
            let drawn = try randomScenario(&random)
            var users = drawn.users
            users[.utilityRate] = random.chance(0.5) ? .uniform(0) : .perUser(Array(repeating: 0, count: drawn.count))
            users[.edgeUtilityRate] = random.chance(0.5) ? nil : .uniform(0)
            func problem(_ weight: Double) throws -> OffloadProblem {
                var weights = drawn.weights
                weights.utility = weight
                return try OffloadProblem(
                    Scenario(name: "", count: drawn.count, weights: weights, edge: drawn.edge, users: users))
            }
            #expect(try problem(weight) == problem(0))
        }
    }

    /// The same for some users only, or at one site: each user has the columns that it would have alone, and a user whose rate is 0
    /// has K = ω1·(c2·floor + c1·T + c3·E) exactly as computed without ω2. An error that does not decay is in K, ω1·c2·ε.
    @Test func ratesOfZeroFoldUserByUser() throws {
        var random = SeededGenerator(seed: 15)
        var seen = (utility: 0, error: 0, both: 0)
        for _ in 0..<1000 {
            let drawn = try randomScenario(&random)
            var users = drawn.users
            for field in [UserField.errorDecay, .utilityRate, .edgeErrorDecay, .edgeUtilityRate]
            where field.fallback == .required || users[field] != nil {
                let rates = drawn[field].values(count: drawn.count)
                users[field] = .perUser(rates.map { random.chance(0.4) ? 0 : $0 })
            }
            var weights = drawn.weights
            weights.utility = random.logUniform(1, 1e15)
            let scenario = try Scenario(
                name: "", count: drawn.count, weights: weights, edge: drawn.edge, users: users)
            let problem = try OffloadProblem(scenario)
            let factor = weights.cost * weights.error
            for user in 0..<scenario.count {
                for site in Site.allCases {
                    let onEdge = site == .edge
                    func value(_ local: UserField, _ edge: UserField) -> Double {
                        scenario[onEdge ? edge : local][user]
                    }
                    let curve = problem.curves(at: site)[user]
                    let (p, q) = (value(.errorDecay, .edgeErrorDecay), value(.utilityRate, .edgeUtilityRate))
                    let start = value(.initialError, .edgeInitialError)
                    let floor = value(.errorFloor, .edgeErrorFloor)
                    #expect(curve.errorDecay == p && curve.utilityRate == q)
                    #expect(curve.utilityWeight == (q == 0 ? 0 : weights.utility))
                    #expect(curve.errorWeight == (p == 0 ? 0 : factor * (start - floor)))
                    var constant = factor * (p == 0 ? start : floor) - (q == 0 ? 0 : weights.utility)
                    if onEdge {
                        constant +=
                            weights.cost * weights.time * scenario[.uplinkTime][user]
                            + weights.cost * weights.energy * scenario[.uplinkEnergy][user]
                    }
                    #expect(curve.constant == constant)
                    seen.utility += q == 0 ? 1 : 0
                    seen.error += p == 0 ? 1 : 0
                    seen.both += p == 0 && q == 0 ? 1 : 0
                }
            }
        }
        #expect(seen.utility > 1000 && seen.error > 1000 && seen.both > 200)
    }

    /// What both sites share, and what needs no arithmetic, is stored once.
    @Test func columnsShareStorage() throws {
        func address(_ values: [Double]) -> UnsafeRawPointer? { values.withUnsafeBytes { $0.baseAddress } }
        let scenario = try ScenarioGenerator(family: .hetero, users: 1000, seed: 1).scenario()
        let problem = try OffloadProblem(scenario)
        for column in [
            \CostCurves.constant, \.errorWeight, \.errorDecay, \.utilityWeight, \.utilityRate, \.fewestSteps,
        ] {
            #expect(address(problem.local[keyPath: column]) == address(problem.edge[keyPath: column]))
        }
        #expect(address(problem.local.errorDecay) == address(scenario[.errorDecay].values(count: 1000)))
        #expect(address(problem.edge.mostSteps) == address(scenario[.edgeStepLimit].values(count: 1000)))
    }
}

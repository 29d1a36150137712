import Experiments
import OffloadModel
import ScenarioFiles
import TestSupport
import Testing

/// The warning that nobody can gain by offloading: given when, and only when, that is so.
@Suite struct OffloadObstacleTests {
    private static func obstacle(_ scenario: Scenario, rule: StepRule = .continuous) throws -> OffloadObstacle? {
        try OffloadObstacle(scenario, OffloadProblem(scenario), rule: rule)
    }

    /// What each user gains by offloading where edge steps are free; +∞ if it must, −∞ if it cannot.
    private static func gains(_ scenario: Scenario) throws -> [Double] {
        let problem = try OffloadProblem(scenario)
        return (0..<problem.count).map { user in
            let (local, edge) = (problem.local[user], problem.edge[user])
            guard local.isAvailable else { return .infinity }
            guard edge.isAvailable else { return -.infinity }
            return local.value(at: BruteForce.minimiser(of: local, price: 0))
                - edge.value(at: BruteForce.minimiser(of: edge, price: 0))
        }
    }

    @Test func thePapersOwnConstantsAreTheOnlyPresetInTheWay() throws {
        for preset in Preset.allCases {
            for rule in StepRule.allCases {
                #expect(try (Self.obstacle(preset.scenario(), rule: rule) != nil) == (preset == .paperLiteral))
            }
        }
        let scenario = try Preset.paperLiteral.scenario()
        let obstacle = try #require(try Self.obstacle(scenario))
        // 10 kW for a millisecond at ω1·c3 = ½·⅓ per joule; C1·½·⅓·1 + C2·½ is what a first step can gain.
        #expect(abs(obstacle.stepEnergy - 10.0 / 6) <= 1e-12)
        #expect(abs(obstacle.stepTime - 0.001 / 6) <= 1e-15)
        #expect(abs(obstacle.largestGain - (0.05 / 6 + 0.04 / 2)) <= 1e-12)
        #expect(obstacle.user == 0 && obstacle.loss > 0)
        let remedy = try #require(obstacle.remedy)
        #expect(remedy.field == .energyWeight && remedy.present == 1.0 / 3)
        for (factor, helps) in [(1.0, true), (1.011, false)] {
            var weights = scenario.weights
            weights.energy = remedy.needed * factor
            let changed = try Scenario(
                name: "", count: 30, weights: weights, edge: scenario.edge, users: scenario.users)
            #expect(try Self.gains(changed).contains { $0 > 0 } == helps)
        }
        for word in ["nobody gains", "energy 1.67", "gains at most 0.0283", "weights.energy", "per joule"] {
            #expect(obstacle.description.contains(word), "\(obstacle)")
        }
    }

    /// On random scenarios, with the costs of either site drawn over powers of ten.
    @Test func itIsToldExactlyWhenNobodyGains() throws {
        var random = SeededGenerator(seed: 8)
        var told = 0
        let rounds = Effort.rounds(1500)
        for round in 0..<rounds {
            let plain = try ScenarioGenerator(family: .hetero, users: 1 + round % 4, seed: UInt64(round)).scenario()
            var weights = plain.weights
            weights.energy = random.logUniform(1e-5, 1)
            weights.time = random.logUniform(1e-3, 1e3)
            var users = plain.users
            if random.chance(0.3) { users[.uplinkTime] = .uniform(random.logUniform(1e-4, 1)) }
            if random.chance(0.2) { users[.edgeErrorFloor] = .uniform(0.5) }
            if random.chance(0.2) { users[.edgeStepLimit] = .uniform(random.uniform(0, 20)) }
            if random.chance(0.2) { users[.minimumSteps] = .uniform(random.uniform(0, 12)) }
            let scenario = try Scenario(
                name: "", count: plain.count, weights: weights, edge: plain.edge, users: users)
            let gains = try Self.gains(scenario)
            let obstacle = try Self.obstacle(scenario)
            if let obstacle {
                told += 1
                #expect(gains.allSatisfy { $0 <= 1e-13 })
                if let user = obstacle.user {
                    let allowance = 1e-12 * (1 + obstacle.loss)
                    #expect(abs(obstacle.loss + gains[user]) <= allowance)
                    #expect(gains.allSatisfy { $0 <= gains[user] + allowance })
                } else {
                    #expect(gains.allSatisfy { $0 == -.infinity })
                }
                guard let remedy = obstacle.remedy else { continue }
                var lowered = weights
                if remedy.field == .timeWeight { lowered.time = remedy.needed } else { lowered.energy = remedy.needed }
                let helped = try Scenario(
                    name: "", count: plain.count, weights: lowered, edge: plain.edge, users: users)
                #expect(try Self.gains(helped).contains { $0 > -1e-13 })
            } else if problemHasPlan(gains) {
                #expect(gains.contains { $0 > -1e-13 })
            }
        }
        #expect(told > rounds / 10 && told < 9 * rounds / 10)
    }

    /// A user that can run nowhere is +∞ here; then there is no plan, and nothing to tell.
    private func problemHasPlan(_ gains: [Double]) -> Bool { gains.allSatisfy { $0 < .infinity } }

    /// The one who gains may come late.
    @Test func everybodyIsAsked() throws {
        let literal = try Preset.paperLiteral.scenario()
        var users = literal.users
        var frequencies = [Double](repeating: 1e10, count: 5000)
        func scenario() throws -> Scenario {
            users[.edgeFrequency] = .perUser(frequencies)
            return try Scenario(
                name: "", count: 5000, weights: literal.weights, edge: literal.edge, users: users)
        }
        #expect(try Self.obstacle(scenario()) != nil)
        frequencies[4321] = 1e9
        #expect(try Self.obstacle(scenario()) == nil)
        frequencies[4321] = 2e9
        #expect(try #require(try Self.obstacle(scenario())).user == 4321)
    }

    @Test func limitsCanBeInTheWayToo() throws {
        let plain = try Preset.example.scenario()
        var users = plain.users
        users[.minimumSteps] = .uniform(2)
        users[.edgeStepLimit] = .uniform(1)
        let scenario = try Scenario(
            name: "", count: plain.count, weights: plain.weights, edge: plain.edge, users: users)
        let obstacle = try #require(try Self.obstacle(scenario))
        #expect(obstacle.user == nil && obstacle.remedy == nil)
        #expect(obstacle.description.hasPrefix("nobody can offload"))
    }
}

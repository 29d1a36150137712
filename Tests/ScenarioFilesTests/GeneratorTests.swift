import OffloadModel
import ScenarioFiles
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct GeneratorTests {
    /// A fingerprint of all bits of a scenario (FNV-1a), to notice any change of what a seed makes.
    private func fingerprint(_ scenario: Scenario) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func mix(_ value: Double) {
            hash = (hash ^ value.bitPattern) &* 0x0000_0100_0000_01b3
        }
        mix(scenario.edge.stepBudget)
        for field in UserField.allCases {
            for user in 0..<scenario.count where scenario.users[field] != nil { mix(scenario[field][user]) }
        }
        return hash
    }

    @Test(arguments: [
        (ScenarioFamily.hetero, 15_802_346_049_046_003_159 as UInt64), (.twins, 3_897_023_715_364_994_871),
        (.types, 10_734_124_933_854_510_737), (.nearTwins, 2_336_697_805_024_369_353),
    ])
    func pinned(family: ScenarioFamily, expected: UInt64) throws {
        let scenario = try ScenarioGenerator(family: family, users: 100, seed: 42).scenario()
        #expect(fingerprint(scenario) == expected)
    }

    @Test func firstValues() throws {
        // SplitMix64's published sequence for the seed 1234567.
        var random = SplitMix64(seed: 1_234_567)
        #expect(random.next() == 6_457_827_717_110_365_317)
        #expect(random.next() == 3_203_168_211_198_807_973)
        #expect(random.next() == 9_817_491_932_198_370_423)
    }

    /// All values lie in the documented ranges, and every part of a range occurs.
    @Test func ranges() throws {
        let scenario = try ScenarioGenerator(family: .hetero, users: 20_000, seed: 3).scenario()
        for (field, low, high) in [
            (UserField.localStepTime, 0.0016, 0.0025), (.localFrequency, 1.2e9, 1.8e9), (.initialError, 0.8, 1),
            (.errorDecay, 0.02, 0.10), (.utilityRate, 0.01, 0.08), (.localStepLimit, 5, 25), (.edgeStepLimit, 30, 100),
        ] {
            guard case .perUser(let values) = scenario[field] else {
                Issue.record("\(field) is uniform")
                continue
            }
            #expect(values.allSatisfy { $0 >= low && $0 <= high })
            let mean = values.reduce(0, +) / Double(values.count)
            #expect(abs(mean - 0.5 * (low + high)) < 0.02 * (high - low), "\(field)")
            for part in 0..<10 {
                let edge = low + (high - low) * Double(part) / 10
                #expect(values.contains { $0 >= edge && $0 <= edge + 0.1 * (high - low) })
            }
        }
        #expect(scenario[.edgeStepTime] == .uniform(0.001))
        guard case .perUser(let limits) = scenario[.edgeStepLimit] else { return }
        #expect(limits.allSatisfy { $0 == $0.rounded() })
        #expect(Set(limits).count == 71)
    }

    @Test func families() throws {
        func curves(_ family: ScenarioFamily) throws -> [CostCurve] {
            let problem = try OffloadProblem(ScenarioGenerator(family: family, users: 500, seed: 5).scenario())
            return (0..<500).map { problem.edge[$0] }
        }
        #expect(Set(try curves(.hetero)).count == 500)
        #expect(Set(try curves(.twins)).count == 1)
        #expect(Set(try curves(.types)).count == 3)
        let near = try curves(.nearTwins)
        #expect(Set(near).count == 500)
        for value in [\CostCurve.errorDecay, \.stepCost, \.mostSteps] {
            let values = near.map { $0[keyPath: value] }
            let spread = (values.max()! - values.min()!) / values[0]
            // A step's cost is a product of several perturbed values: time and the cube of the frequency.
            #expect(spread > 1e-6 && spread < 8.1e-6)
        }
    }

    /// The first users of a larger scenario are the users of a smaller one.
    @Test func usersDoNotDependOnTheirNumber() throws {
        let small = try ScenarioGenerator(family: .hetero, users: 10, seed: 9).scenario()
        let large = try ScenarioGenerator(family: .hetero, users: 1000, seed: 9).scenario()
        #expect(large[.errorDecay].values(count: 1000).prefix(10).elementsEqual(small[.errorDecay].values(count: 10)))
    }

    /// The reference files were made by another program with the same definition of tightness; the demand that is
    /// computed here gives their budgets.
    @Test(arguments: ["n2", "n5", "n12", "n30", "n100", "n1000"])
    func budgetsOfTheReferenceFiles(size: String) throws {
        for (name, tightness) in [("t30", 0.3), ("t70", 0.7)] {
            let scenario = try Scenario(path: resource("hetero-\(size)-\(name).json"))
            #expect((tightness * scenario.freeEdgeDemand()).rounded(.down) == scenario.edge.stepBudget)
        }
    }

    /// The demand is where the edge curve's slope vanishes, or an end of its range.
    @Test func demandIsTheMinimiser() throws {
        let problem = try OffloadProblem(ScenarioGenerator(family: .hetero, users: 2000, seed: 6).scenario())
        var inside = 0
        for user in 0..<problem.count {
            let curve = problem.edge[user]
            let steps = EdgeDemand(
                stepCost: curve.stepCost, errorFall: curve.errorDecay * curve.errorWeight,
                errorDecay: curve.errorDecay, utilityFall: curve.utilityRate * curve.utilityWeight,
                utilityRate: curve.utilityRate, limit: curve.mostSteps
            ).steps
            if steps == curve.mostSteps {
                #expect(curve.derivative(at: steps) <= 0)
            } else {
                #expect(abs(curve.derivative(at: steps)) < 1e-9 * curve.stepCost)
                inside += 1
            }
        }
        #expect(inside > 200)
    }

    @Test func exponentialIsAccurate() {
        var random = SplitMix64(seed: 8)
        var worst = 0.0
        for _ in 0..<100_000 {
            let x = -random.uniform(0, 690)
            worst = max(worst, abs(EdgeDemand.exponential(x) / exp(x) - 1))
        }
        #expect(worst < 4 * Double.ulpOfOne, "worst relative error \(worst)")
        #expect(EdgeDemand.exponential(0) == 1 && EdgeDemand.exponential(-1e9) == 0)
    }

    @Test func settingsAreChecked() {
        #expect(throws: SettingError.self) { try ScenarioGenerator(family: .hetero, users: 0, seed: 1) }
        #expect(throws: SettingError.self) {
            try ScenarioGenerator(family: .hetero, users: 1_000_000_000_000, seed: 1)
        }
        #expect(throws: SettingError.self) {
            try ScenarioGenerator(family: .hetero, users: 1, seed: 1, tightness: .nan)
        }
        #expect(throws: SettingError.self) {
            try ScenarioGenerator(family: .hetero, users: 1, seed: 1, tightness: -0.1)
        }
        #expect(throws: SettingError.self) { try ScenarioGenerator(family: .types, users: 1, seed: 1, typeCount: 0) }
        for range in [0, -1, 100_001] {
            #expect(throws: SettingError.self) {
                try ScenarioGenerator(family: .spanner, users: 1, seed: 1, itemRange: range)
            }
        }
        let error = #expect(throws: SettingError.self) {
            try ScenarioGenerator(family: .hetero, users: 1, seed: 1, tightness: 1e308)
        }
        #expect(error?.description == "tightness is 1e+308, allowed is a number from 0 to 1e+100")
    }

    @Test func tightnessScalesTheBudget() throws {
        let budgets = try [0, 0.3, 0.7, 1].map {
            try ScenarioGenerator(family: .types, users: 300, seed: 2, tightness: $0).scenario().edge.stepBudget
        }
        #expect(budgets[0] == 0)
        #expect(abs(budgets[1] - 0.3 * budgets[3]) <= 1 && abs(budgets[2] - 0.7 * budgets[3]) <= 1)
        #expect(budgets.allSatisfy { $0 == $0.rounded() })
    }
}

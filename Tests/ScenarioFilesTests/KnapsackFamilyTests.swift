import OffloadModel
import ScenarioFiles
import Testing

/// The classes of hard knapsacks: what the scenario's costs say must be a knapsack of the class.
@Suite struct KnapsackFamilyTests {
    private static let families = ScenarioFamily.allCases.filter(\.isKnapsack)

    private func scenario(
        _ family: ScenarioFamily, users: Int = 400, seed: UInt64 = 3, tightness: Double = 0.5, range: Int = 1000
    ) throws -> Scenario {
        try ScenarioGenerator(
            family: family, users: users, seed: seed, tightness: tightness, itemRange: range
        ).scenario()
    }

    /// The items that the curves of P1 have: the only number of steps, and what offloading saves.
    private func items(_ scenario: Scenario) throws -> [(weight: Int, profit: Double)] {
        let problem = try OffloadProblem(scenario)
        return try (0..<problem.count).map { user in
            let (local, edge) = (problem.local[user], problem.edge[user])
            let weight = try #require(Int(exactly: edge.fewestSteps))
            for curve in [local, edge] {
                #expect(curve.fewestSteps == Double(weight) && curve.mostSteps == Double(weight))
            }
            #expect(edge.value(at: Double(weight)) == 0)
            return (weight, local.value(at: Double(weight)))
        }
    }

    /// True for a profit up to the rounding of the quotient and the product that carry it.
    private func isEqual(_ profit: Double, _ wanted: Double) -> Bool { abs(profit - wanted) <= wanted.ulp }

    @Test(arguments: families, [1000, 100, 1])
    func itemsAreOfTheClass(family: ScenarioFamily, range: Int) throws {
        let items = try items(scenario(family, range: range))
        let (tenth, few) = (range / 10, range / 500)
        for (weight, profit) in items {
            let whole = profit.rounded()
            let name = "\(weight) \(profit)"
            if family != .circle { #expect(isEqual(profit, whole), "\(name)") }
            switch family {
            case .inverseStronglyCorrelated: #expect(1...range ~= Int(whole), "\(name)")
            case .evenOdd: #expect(2...max(range, 2) ~= weight, "\(name)")
            case .similarWeights: #expect(100 * range...100 * range + tenth ~= weight, "\(name)")
            case .spanner: #expect(1...10 * ((2 * range + 9) / 10) ~= weight, "\(name)")
            default: #expect(1...range ~= weight, "\(name)")
            }
            let steps = Double(weight)
            switch family {
            case .uncorrelated, .similarWeights: #expect(1...range ~= Int(whole), "\(name)")
            case .weaklyCorrelated: #expect(max(1, weight - tenth)...weight + tenth ~= Int(whole), "\(name)")
            case .stronglyCorrelated: #expect(Int(whole) == weight + tenth, "\(name)")
            case .inverseStronglyCorrelated: #expect(Int(whole) + tenth == weight, "\(name)")
            case .almostStronglyCorrelated:
                #expect(weight + tenth - few...weight + tenth + few ~= Int(whole), "\(name)")
            case .subsetSum: #expect(Int(whole) == weight, "\(name)")
            case .evenOdd: #expect(Int(whole) == weight && weight % 2 == 0, "\(name)")
            case .profitCeiling: #expect(Int(whole) == 3 * Int((steps / 3).rounded(.up)), "\(name)")
            case .circle:
                let wide = 2 * Double(range)
                let wanted = 2.0 / 3 * (wide * wide - (steps - wide) * (steps - wide)).squareRoot()
                #expect(abs(profit - wanted) <= 4 * wanted.ulp, "\(name)")
            default: break
            }
        }
        if range == 1000, family != .spanner { #expect(Set(items.map(\.weight)).count > 90) }
    }

    /// All items are multiples of two, and each of the two is used with every factor.
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func spannersHaveTwoItems(seed: UInt64) throws {
        let items = try items(scenario(.spanner, users: 600, seed: seed))
        let rates = Set(items.map { Int(($0.profit / Double($0.weight) * 1e12).rounded()) })
        #expect(rates.count == 2)
        for rate in rates {
            let alike = items.filter { Int(($0.profit / Double($0.weight) * 1e12).rounded()) == rate }
            let least = alike.map(\.weight).min()!
            #expect(Set(alike.map(\.weight)) == Set((1...10).map { $0 * least }))
            // Strongly correlated before they were divided by ten and rounded up.
            let profit = alike.first { $0.weight == least }!.profit.rounded()
            #expect(19...21 ~= Int(profit) - least)
        }
    }

    @Test(arguments: families) func drawsFillTheirRanges(family: ScenarioFamily) throws {
        let items = try items(scenario(family, users: 20_000))
        switch family {
        case .uncorrelated, .similarWeights:
            let mean = items.reduce(0) { $0 + $1.profit } / 20_000
            #expect(abs(mean - 500.5) < 10)
        case .weaklyCorrelated:
            let differences = items.filter { $0.weight > 100 }.map { Int($0.profit.rounded()) - $0.weight }
            #expect(differences.min() == -100 && differences.max() == 100)
        case .almostStronglyCorrelated:
            #expect(Set(items.map { Int($0.profit.rounded()) - $0.weight }) == Set(98...102))
        case .evenOdd: #expect(Set(items.map(\.weight)).count == 500)
        default: break
        }
        guard family != .spanner, family != .evenOdd else { return }
        let weights = Set(items.map(\.weight))
        #expect(weights.count == (family == .similarWeights ? 101 : 1000))
    }

    @Test(arguments: families) func capacityIsAShareOfAllWeights(family: ScenarioFamily) throws {
        for tightness in [0, 0.1, 0.37, 0.9] {
            let scenario = try scenario(family, users: 57, tightness: tightness)
            let total = try items(scenario).reduce(0) { $0 + $1.weight }
            let capacity = scenario.edge.stepBudget
            let share = (tightness * Double(total)).rounded(.down)
            if family == .evenOdd {
                #expect(capacity.truncatingRemainder(dividingBy: 2) == 1 && share...share + 1 ~= capacity)
            } else {
                #expect(capacity == share)
            }
        }
    }

    /// The first items of a larger knapsack are the items of a smaller one, and a written scenario is read as it was.
    @Test(arguments: families) func itemsDoNotDependOnTheirNumber(family: ScenarioFamily) throws {
        let (small, large) = try (scenario(family, users: 10, seed: 9), scenario(family, users: 100, seed: 9))
        for field in [UserField.localStepTime, .minimumSteps] {
            #expect(large[field].values(count: 100).prefix(10).elementsEqual(small[field].values(count: 10)))
        }
        #expect(try scenario(family, users: 10, seed: 9) == small)
        #expect(try scenario(family, users: 10, seed: 8) != small)
        #expect(try Scenario(json: small.json()) == small)
    }
}

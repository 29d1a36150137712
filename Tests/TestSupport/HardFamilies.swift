import OffloadModel

/// Small random problems of the kinds that make knapsacks hard, and of their like with curves.
public struct HardFamilies {
    /// What a problem is like. Weights are blocks of steps and profits what offloading saves, unless said otherwise.
    public enum Family: String, CaseIterable, Sendable {
        /// Profits and weights have nothing to do with each other.
        case uncorrelated
        /// Profits near the weights.
        case weak
        /// The weight and a constant.
        case strong
        /// Profits with a constant less than the weight.
        case inverse
        /// The weight and a constant, and a little more or less.
        case almostStrong
        /// Profits that are the weights.
        case subsetSum
        /// The same with even weights and an odd budget.
        case evenOdd
        /// Large weights that hardly differ.
        case similar
        /// Multiples of two pairs.
        case spanner
        /// Profits rounded up to multiples of three.
        case ceiling
        /// Profits on a circle over the weights.
        case circle
        /// Menus of 20, 25, 30, 40 and 50 steps.
        case menu
        /// Four or eight steps of a distilled model.
        case distilled
        /// A few kinds of users.
        case types
        /// Blocks of real numbers of steps.
        case realBlocks
        /// Fewest steps from which few users want more.
        case steep
        /// Fewest steps and room above them.
        case ranges
        /// Some of each: blocks, ranges and free users.
        case mixture
        /// Devices that can do few steps or none, and budgets of a few steps.
        case tiny
        /// Devices many times slower than the server.
        case slow

        /// True if all steps are blocks of whole numbers.
        public var hasWholeBlocks: Bool {
            switch self {
            case .realBlocks, .steep, .ranges, .mixture, .tiny, .slow: false
            default: true
            }
        }
    }

    private var generator: SeededGenerator

    /// Starts a sequence.
    public init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// The next problem of a family.
    public mutating func next(_ family: Family, users: ClosedRange<Int>) throws -> OffloadProblem {
        let count = Int.random(in: users, using: &generator)
        let pairs: [(CostCurve, CostCurve)]
        switch family {
        case .menu, .distilled, .steep, .ranges, .mixture, .tiny, .slow: pairs = (0..<count).map { _ in curves(family) }
        default: pairs = blocks(family, count: count).map { block($0.weight, profit: $0.profit) }
        }
        let edge = pairs.map(\.1)
        let wanted = edge.reduce(0) { $0 + max($1.fewestSteps, min($1.mostSteps, 20)) }
        var budget = generator.uniform(0.1, 0.7) * wanted
        if family == .tiny { budget = Double(Int.random(in: 1...8, using: &generator)) }
        if family == .slow { budget = generator.uniform(0.005, 0.1) * 0.8 * edge.reduce(0) { $0 + $1.mostSteps } }
        if family.hasWholeBlocks || generator.chance(0.7) { budget.round() }
        if family == .evenOdd || family == .types { budget = 2 * (budget / 2).rounded(.down) + 1 }
        return try OffloadProblem(
            local: CostCurves(pairs.map(\.0)), edge: CostCurves(edge), stepBudget: max(budget, 1))
    }

    // MARK: Blocks

    private mutating func whole(_ range: ClosedRange<Int>) -> Double {
        Double(Int.random(in: range, using: &generator))
    }

    private mutating func blocks(_ family: Family, count: Int) -> [(weight: Double, profit: Double)] {
        let kinds = [12.0, 20, 30]
        let pairs = [(whole(2...9), whole(2...9)), (whole(2...9), whole(2...9))]
        return (0..<count).map { _ in
            let weight = whole(1...40)
            switch family {
            case .weak: return (weight, max(1, weight + generator.uniform(-4, 4)))
            case .strong: return (weight, weight + 4)
            case .inverse: return (weight, max(weight - 4, 0.5))
            case .almostStrong: return (weight, weight + 4 + generator.uniform(-0.08, 0.08))
            case .subsetSum: return (weight, weight)
            case .evenOdd: return (2 * weight, 2 * weight)
            case .similar: return (200 + whole(0...8), whole(1...40))
            case .spanner:
                let (pair, times) = (pairs.randomElement(using: &generator)!, whole(1...6))
                return (pair.0 * times, pair.1 * times)
            case .ceiling: return (weight, 3 * (weight / 3).rounded(.up))
            case .circle: return (weight, 2 / 3.0 * (80 * 80 - (weight - 80) * (weight - 80)).squareRoot())
            case .types:
                let kind = kinds.randomElement(using: &generator)!
                return (kind, kind)
            case .realBlocks:
                let weight = generator.uniform(10, 50)
                return (weight, weight * generator.uniform(0.9, 1.1))
            default: return (weight, whole(1...40))
            }
        }
    }

    /// A user that takes exactly so many steps anywhere, pays the profit on its device, and nothing at the server.
    private func block(_ weight: Double, profit: Double) -> (CostCurve, CostCurve) {
        func curve(_ stepCost: Double) -> CostCurve {
            CostCurve(
                constant: 0, stepCost: stepCost, errorWeight: 0, errorDecay: 0, utilityWeight: 0, utilityRate: 0,
                fewestSteps: weight, mostSteps: weight)
        }
        return (curve(profit / weight), curve(0))
    }

    // MARK: Curves

    private mutating func curves(_ family: Family) -> (CostCurve, CostCurve) {
        let third = 1.0 / 3
        var rates = 0.02...0.1
        var (localTime, edgeTime) = (generator.uniform(0.02, 0.6), 0.02)
        var limits = (fewest: 0.0, local: whole(5...20), edge: whole(20...60))
        switch family {
        case .menu:
            let steps = [20.0, 25, 30, 40, 50].randomElement(using: &generator)!
            limits = (steps, steps, steps)
        case .distilled:
            let steps = [4.0, 8].randomElement(using: &generator)!
            limits = (steps, steps, steps)
            rates = 0.2...0.9
        case .steep:
            let steps = [4.0, 6, 8, 10].randomElement(using: &generator)!
            limits = (steps, 20, 20)
            rates = 1...5
        case .ranges:
            let steps = [20.0, 25, 30].randomElement(using: &generator)!
            limits = (steps, 50, [50.0, 60].randomElement(using: &generator)!)
        case .mixture:
            let steps = [0.0, 0, 10, 20, 25].randomElement(using: &generator)!
            let most = steps > 0 && generator.chance(0.6) ? steps : max(steps, 40)
            limits = (steps, generator.chance(0.9) ? most : max(steps, most / 2), most)
        case .tiny:
            (localTime, edgeTime) = (generator.uniform(8e-4, 0.4), generator.uniform(3e-4, 0.02))
            limits = (0, whole(0...6), [10.0, 20, 30].randomElement(using: &generator)!)
            if generator.chance(0.5) { rates = 0.2...1 }
        default:
            localTime = 0.002 * generator.uniform(0.9, 1.1) * [20.0, 30, 40, 60, 80].randomElement(using: &generator)!
            edgeTime = 0.001
        }
        let errorWeight = 0.5 * third * generator.uniform(0.8, 1)
        let (errorDecay, utilityRate) = (
            generator.uniform(rates.lowerBound, rates.upperBound), generator.uniform(rates.lowerBound, rates.upperBound)
        )
        func curve(stepTime: Double, most: Double) -> CostCurve {
            CostCurve(
                constant: -0.5, stepCost: 0.5 * third * stepTime, errorWeight: errorWeight, errorDecay: errorDecay,
                utilityWeight: 0.5, utilityRate: utilityRate, fewestSteps: limits.fewest, mostSteps: most)
        }
        var edge = curve(stepTime: edgeTime, most: limits.edge)
        if family == .mixture || family == .tiny, generator.chance(0.5) { edge.constant += generator.uniform(0, 0.1) }
        return (curve(stepTime: localTime, most: limits.local), edge)
    }
}

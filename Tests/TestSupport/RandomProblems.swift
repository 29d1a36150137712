import OffloadModel

/// Random problems that are small enough for exhaustive search, with every degenerate case mixed in.
public struct RandomProblems {
    private var generator: SeededGenerator

    /// Starts a sequence.
    public init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// The next problem with at most `largest` users.
    ///
    /// - Parameter wholeLimits: true to draw small whole limits and budgets, as the dynamic program needs.
    public mutating func next(largest: Int, wholeLimits: Bool = false) -> OffloadProblem {
        let count = Int.random(in: 1...largest, using: &generator)
        let scale = generator.chance(0.2) ? generator.logUniform(1e-8, 1e8) : 1
        let twins = generator.chance(0.2)
        let ranges = wholeLimits ? 12.0 : 80.0
        var local: [CostCurve] = []
        var edge: [CostCurve] = []
        for user in 0..<count {
            if twins, user > 0, generator.chance(0.7) {
                local.append(local[user - 1])
                edge.append(edge[user - 1])
                continue
            }
            let pair = pair(scale: scale, range: ranges, whole: wholeLimits)
            local.append(pair.local)
            edge.append(pair.edge)
        }
        let most = edge.reduce(0) { $0 + max($1.mostSteps, 0) }
        var budget =
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: 0.0
            case 1: 2 * most + 1
            default: generator.uniform(0, 1) * most
            }
        if wholeLimits || generator.chance(0.3) { budget.round(.down) }
        guard
            let problem = try? OffloadProblem(
                local: CostCurves(local), edge: CostCurves(edge), stepBudget: budget)
        else { fatalError("the generator drew an invalid problem") }
        return problem
    }

    private mutating func pair(scale: Double, range: Double, whole: Bool) -> (local: CostCurve, edge: CostCurve) {
        func limit(_ value: Double) -> Double { whole ? value.rounded(.down) : value }
        let fewest = generator.chance(0.3) ? limit(generator.uniform(0, range / 6)) : 0
        var localMost = limit(generator.uniform(0, range / 3))
        var edgeMost = limit(generator.uniform(range / 4, range))
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: localMost = 0
        case 1: edgeMost = localMost
        case 2: swap(&localMost, &edgeMost)
        case 3: edgeMost = fewest
        default: break
        }
        let utility = scale * generator.uniform(0.1, 1)
        let local = curve(scale: scale, utility: utility, fewest: fewest, most: localMost)
        var edge = curve(scale: scale, utility: utility, fewest: fewest, most: edgeMost)
        if generator.chance(0.5) {
            edge.errorWeight = local.errorWeight
            edge.errorDecay = local.errorDecay
            edge.utilityRate = local.utilityRate
        }
        return (local, edge)
    }

    private mutating func curve(scale: Double, utility: Double, fewest: Double, most: Double) -> CostCurve {
        var curve = CostCurve(
            constant: -utility + scale * (generator.chance(0.3) ? generator.uniform(0, 0.2) : 0),
            stepCost: scale * generator.logUniform(1e-4, 3e-2), errorWeight: scale * generator.uniform(0.05, 0.5),
            errorDecay: generator.logUniform(1e-2, 1), utilityWeight: utility,
            utilityRate: generator.logUniform(1e-2, 1), fewestSteps: fewest, mostSteps: most)
        switch Int.random(in: 0..<16, using: &generator) {
        case 0: curve.errorWeight = 0
        case 1: curve.utilityRate = 0
        case 2: curve.errorDecay = curve.utilityRate
        case 3: curve.stepCost = 0
        case 4: curve.errorDecay = 0
        case 5: curve.errorDecay = curve.utilityRate * (1 + 1e-9)
        case 6: (curve.errorWeight, curve.utilityRate) = (0, 0)
        default: break
        }
        return curve
    }
}

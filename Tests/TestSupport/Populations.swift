import OffloadModel

/// Problems of any size with the parameters of the paper's setting (c3 per kilojoule).
public enum Populations {
    /// Users that all differ.
    public static func heterogeneous(count: Int, tightness: Double, seed: UInt64) throws -> OffloadProblem {
        var generator = SeededGenerator(seed: seed)
        return try build(count: count, tightness: tightness) { _ in draw(&generator) }
    }

    /// Users that are all alike, up to a relative spread.
    public static func twins(count: Int, tightness: Double, spread: Double, seed: UInt64) throws -> OffloadProblem {
        var generator = SeededGenerator(seed: seed)
        let first = draw(&generator)
        return try build(count: count, tightness: tightness) { _ in
            func vary(_ value: Double) -> Double { value * (1 + spread * generator.uniform(-1, 1)) }
            var (local, edge) = first
            guard spread > 0 else { return first }
            local.stepCost = vary(local.stepCost)
            local.errorWeight = vary(local.errorWeight)
            local.errorDecay = vary(local.errorDecay)
            local.utilityRate = vary(local.utilityRate)
            edge.stepCost = vary(edge.stepCost)
            (edge.errorWeight, edge.errorDecay) = (local.errorWeight, local.errorDecay)
            edge.utilityRate = local.utilityRate
            return (local, edge)
        }
    }

    /// A few kinds of users, each many times.
    public static func types(count: Int, kinds: Int, tightness: Double, seed: UInt64) throws -> OffloadProblem {
        var generator = SeededGenerator(seed: seed)
        let drawn = (0..<kinds).map { _ in draw(&generator) }
        return try build(count: count, tightness: tightness) { drawn[$0 % kinds] }
    }

    private static func draw(_ generator: inout SeededGenerator) -> (local: CostCurve, edge: CostCurve) {
        let third = 1.0 / 3
        let localTime = 0.002 * generator.uniform(0.9, 1.1)
        let frequency = 1.5e9 * generator.uniform(0.8, 1.2)
        let errorWeight = 0.5 * third * generator.uniform(0.8, 1)
        let errorDecay = generator.uniform(0.02, 0.1)
        let utilityRate = generator.uniform(0.01, 0.08)
        func curve(stepTime: Double, watts: Double, most: Double) -> CostCurve {
            CostCurve(
                constant: -0.5, stepCost: 0.5 * (third * stepTime + 1e-3 * third * watts * stepTime),
                errorWeight: errorWeight, errorDecay: errorDecay, utilityWeight: 0.5, utilityRate: utilityRate,
                fewestSteps: 0, mostSteps: most)
        }
        return (
            curve(
                stepTime: localTime, watts: 1e-26 * frequency * frequency * frequency,
                most: generator.uniform(5, 25).rounded()),
            curve(stepTime: 0.001, watts: 1e4, most: generator.uniform(30, 100).rounded())
        )
    }

    private static func build(
        count: Int, tightness: Double, user: (Int) -> (local: CostCurve, edge: CostCurve)
    ) throws -> OffloadProblem {
        var local: [CostCurve] = []
        var edge: [CostCurve] = []
        local.reserveCapacity(count)
        edge.reserveCapacity(count)
        for index in 0..<count {
            let pair = user(index)
            local.append(pair.local)
            edge.append(pair.edge)
        }
        let budget = (tightness * 0.8 * edge.reduce(0) { $0 + $1.mostSteps }).rounded()
        return try OffloadProblem(local: CostCurves(local), edge: CostCurves(edge), stepBudget: budget)
    }
}

extension Populations {
    /// Users that need exactly w_n steps wherever they run, with budget for half of all: a subset-sum problem whose weights
    /// 2^(n+k+1) + 2^(k+j) + 1, k = ⌊log2 n⌋, make every subset another sum and none the budget. Neither splits nor lists of
    /// undominated subsets finish it once there are thirty users; at most 40, for larger numbers of steps are refused.
    ///
    /// Source: V. Chvátal, "Hard knapsack problems", Operations Research 28, 1980.
    public static func subsetSum(users: Int) throws -> OffloadProblem {
        let logarithm = Int.bitWidth - 1 - users.leadingZeroBitCount
        let sizes = (1...users).map { Double(1 << (users + logarithm + 1) + 1 << (logarithm + $0) + 1) }
        func curves(constant: Double, stepCost: Double) -> CostCurves {
            CostCurves(
                sizes.map { size in
                    CostCurve(
                        constant: constant, stepCost: stepCost, errorWeight: 0, errorDecay: 0, utilityWeight: 0,
                        utilityRate: 0, fewestSteps: size, mostSteps: size)
                })
        }
        return try OffloadProblem(
            local: curves(constant: 0, stepCost: 2), edge: curves(constant: 0, stepCost: 1),
            stepBudget: (sizes.reduce(0, +) / 2).rounded(.down))
    }
}

import OffloadModel

/// Small random problems in units of any size, in whose curves costs of 10⁴ to 10¹⁵ times what is decided cancel.
public struct CancellingProblems {
    private var generator: SeededGenerator

    /// Which terms are opposite to K.
    public enum Kind: CaseIterable, Sendable {
        /// Those of rate 0 alone: constants, which cancel exactly.
        case constants
        /// Those of some users, and of others terms that hardly decay.
        case mixed
        /// Terms that hardly decay.
        case slow
    }

    /// Starts a sequence.
    public init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// The next problem, of at most four users, with whole limits.
    public mutating func next(_ kind: Kind) -> OffloadProblem {
        let unit = generator.logUniform(1e-12, 1e12)
        let weight = unit * generator.logUniform(1e4, 1e15)
        let count = Int.random(in: 1...4, using: &generator)
        var local: [CostCurve] = []
        var edge: [CostCurve] = []
        for _ in 0..<count {
            let isSlow = kind == .slow || (kind == .mixed && generator.chance(0.5))
            let fewest = generator.chance(0.2) ? generator.uniform(0, 2).rounded() : 0
            let most = (generator.uniform(1, 5).rounded(), generator.uniform(2, 12).rounded())
            local.append(curve(unit: unit, weight: weight, isSlow: isSlow, fewest: fewest, most: most.0))
            edge.append(curve(unit: unit, weight: weight, isSlow: isSlow, fewest: fewest, most: most.1))
        }
        let budget = (generator.uniform(0, 1) * edge.reduce(0) { $0 + $1.mostSteps }).rounded()
        guard
            let problem = try? OffloadProblem(
                local: CostCurves(local), edge: CostCurves(edge), stepBudget: max(budget, 8))
        else { fatalError("the generator drew an invalid problem") }
        return problem
    }

    /// A curve of costs near `unit`, whose K and constant term have the magnitude `weight`.
    private mutating func curve(
        unit: Double, weight: Double, isSlow: Bool, fewest: Double, most: Double
    ) -> CostCurve {
        let rate = isSlow ? generator.logUniform(1e-12, 1e-7) : 0
        let own = generator.chance(0.5) ? 0 : unit * generator.uniform(0, 0.5)
        var curve = CostCurve(
            // Rounded with the weight, as a scenario's sum of two numbers is.
            constant: own - weight, stepCost: unit * generator.logUniform(1e-3, 1e-1),
            errorWeight: unit * generator.uniform(0.1, 1), errorDecay: generator.logUniform(0.02, 1),
            utilityWeight: weight, utilityRate: rate, fewestSteps: fewest, mostSteps: most)
        if generator.chance(0.3) {
            swap(&curve.errorWeight, &curve.utilityWeight)
            swap(&curve.errorDecay, &curve.utilityRate)
        }
        return curve
    }
}

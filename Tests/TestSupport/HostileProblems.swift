import OffloadModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Problems drawn to break solvers: every quantity from 1e-300 to 1e300, rates that nearly agree or vanish, reversed and
/// empty limits, ties by the thousand, budgets of nothing and of everything, sums that cancel.
///
/// A draw is made of what its family is after, and then of a few accidents that befall any family. Some draws are
/// outside the numbers that ``OffloadModel/OffloadProblem`` takes; ``next()`` says so by an error.
public struct HostileProblems {
    /// What a draw is after.
    public enum Family: String, CaseIterable, Sendable {
        /// Ordinary numbers with every degenerate case.
        case ordinary
        /// Every quantity with an exponent of its own, over the whole range of numbers.
        case anyExponent
        /// Ordinary numbers in absurd units of cost, steps, or both.
        case absurdUnits
        /// p and q equal, a few ulp apart, or zero.
        case nearRates
        /// Limits that are empty, reversed, equal, or beyond 2⁵³, and minimum steps that force sites.
        case hardLimits
        /// Users that are all alike, or of a few kinds, or alike up to the last bit.
        case ties
        /// Constants of alternating sign that cancel.
        case cancellation
        /// One user.
        case single
        /// Flat curves, free steps, and steps that cost more than they can save.
        case flat
        /// So many users that the solver passes over all of them, of a few kinds taken from any other family, half of them
        /// each a little different. Drawn now and then.
        case crowd
    }

    /// A problem's columns, not yet checked.
    public struct Draw: Sendable {
        /// What it was drawn for.
        public var family: Family
        /// One curve per user, on the device.
        public var local: [CostCurve]
        /// One curve per user, at the edge.
        public var edge: [CostCurve]
        /// S_e.
        public var stepBudget: Double

        /// The problem, if its numbers are among those accepted.
        public func problem() throws -> OffloadProblem {
            try OffloadProblem(local: CostCurves(local), edge: CostCurves(edge), stepBudget: stepBudget)
        }
    }

    private var generator: SeededGenerator

    /// Starts a sequence.
    public init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// The next draw, with at most `largest` users (ties: up to a hundred times as many, now and then).
    public mutating func next(largest: Int = 12, family: Family? = nil) -> Draw {
        let family = family ?? (generator.chance(0.003) ? .crowd : drawFamily())
        var count = Int.random(in: 1...largest, using: &generator)
        if family == .single { count = 1 }
        if family == .ties, generator.chance(0.05) { count = Int.random(in: 1000...1200, using: &generator) }
        if family == .crowd { return crowd(Int.random(in: 4096...4800, using: &generator)) }
        var local: [CostCurve] = []
        var edge: [CostCurve] = []
        let kinds = family == .ties ? Int.random(in: 1...3, using: &generator) : count
        for user in 0..<count {
            if user >= kinds {
                local.append(local[user % kinds])
                edge.append(edge[user % kinds])
            } else {
                let pair = pair(family, user: user)
                local.append(pair.0)
                edge.append(pair.1)
            }
        }
        if family == .ties, generator.chance(0.3) {
            // Alike up to the last bit.
            for user in 0..<count where generator.chance(0.5) { edge[user].stepCost = edge[user].stepCost.nextUp }
        }
        if family == .absurdUnits { changeUnits(&local, &edge) }
        return Draw(family: family, local: local, edge: edge, stepBudget: budget(edge, local, family))
    }

    private mutating func drawFamily() -> Family {
        Family.allCases.filter { $0 != .crowd }.randomElement(using: &generator)!
    }

    private mutating func crowd(_ count: Int) -> Draw {
        let family = drawFamily()
        let kinds = (0..<Int.random(in: 1...6, using: &generator)).map { pair(family, user: $0) }
        var local = (0..<count).map { kinds[$0 % kinds.count].0 }
        var edge = (0..<count).map { kinds[$0 % kinds.count].1 }
        for user in 0..<count where generator.chance(0.5) {
            let factor = generator.uniform(0.999, 1)
            local[user].stepCost *= factor
            edge[user].errorWeight *= factor
        }
        if family == .absurdUnits { changeUnits(&local, &edge) }
        return Draw(family: .crowd, local: local, edge: edge, stepBudget: budget(edge, local, family))
    }

    // MARK: One user

    private mutating func pair(_ family: Family, user: Int) -> (CostCurve, CostCurve) {
        var local = curve(family)
        var edge = curve(family)
        if generator.chance(0.5) {
            // One image model for both sites, as in the paper.
            edge.errorWeight = local.errorWeight
            (edge.errorDecay, edge.utilityRate) = (local.errorDecay, local.utilityRate)
        }
        edge.utilityWeight = local.utilityWeight
        edge.fewestSteps = local.fewestSteps
        switch family {
        case .cancellation:
            let size = generator.logUniform(1, 1e16)
            local.constant = user % 2 == 0 ? size : -size
            edge.constant = local.constant + generator.uniform(-1, 1)
            if generator.chance(0.3) {
                local.constant = -(local.errorWeight + local.utilityWeight)
                edge.constant = local.constant
            }
        case .hardLimits: limit(&local, &edge)
        default:
            if generator.chance(0.15) { limit(&local, &edge) }
        }
        return (local, edge)
    }

    private mutating func limit(_ local: inout CostCurve, _ edge: inout CostCurve) {
        switch Int.random(in: 0..<12, using: &generator) {
        case 0: local.mostSteps = 0
        case 1: edge.mostSteps = 0
        case 2: swap(&local.mostSteps, &edge.mostSteps)
        case 3: local.mostSteps = -1
        case 4: edge.mostSteps = -1
        case 5: (local.fewestSteps, edge.fewestSteps) = (local.mostSteps, local.mostSteps)
        case 6: (local.fewestSteps, edge.fewestSteps) = (edge.mostSteps, edge.mostSteps)
        case 7:
            let fewest = max(local.mostSteps, 0).nextUp
            (local.fewestSteps, edge.fewestSteps) = (fewest, fewest)
        case 8:
            // Between two whole numbers there is none.
            local.mostSteps = local.fewestSteps.rounded(.down) + 0.75
            local.fewestSteps = local.mostSteps - 0.5
            edge.fewestSteps = local.fewestSteps
        case 9: edge.mostSteps = generator.logUniform(1e6, 1.02e15)
        case 10: local.mostSteps = generator.logUniform(1e6, 1.02e15)
        default: edge.mostSteps = generator.logUniform(1e-300, 1)
        }
    }

    private mutating func curve(_ family: Family) -> CostCurve {
        if family == .anyExponent { return anyCurve() }
        let fewest = generator.chance(0.25) ? generator.uniform(0, 10) : 0
        var curve = CostCurve(
            constant: generator.uniform(-1, 0.2), stepCost: generator.logUniform(1e-5, 3e-2),
            errorWeight: generator.uniform(0.01, 1), errorDecay: generator.logUniform(1e-3, 1),
            utilityWeight: generator.uniform(0.05, 1), utilityRate: generator.logUniform(1e-3, 1), fewestSteps: fewest,
            mostSteps: fewest + generator.uniform(0, 80))
        if generator.chance(0.5) { curve.mostSteps.round() }
        if family == .nearRates {
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: curve.utilityRate = curve.errorDecay
            case 1: curve.utilityRate = curve.errorDecay.nextUp
            case 2: curve.utilityRate = curve.errorDecay * (1 + generator.logUniform(1e-16, 1e-3))
            case 3: (curve.utilityRate, curve.errorDecay) = (0, 0)
            case 4: curve.utilityRate = generator.chance(0.5) ? 0 : .leastNonzeroMagnitude
            default: curve.errorDecay = generator.logUniform(1e-300, 1e-12)
            }
        }
        if family == .flat || generator.chance(0.1) { flatten(&curve) }
        return curve
    }

    private mutating func flatten(_ curve: inout CostCurve) {
        switch Int.random(in: 0..<9, using: &generator) {
        case 0: curve.stepCost = 0
        case 1: curve.errorWeight = 0
        case 2: curve.utilityWeight = 0
        case 3: (curve.errorWeight, curve.utilityWeight) = (0, 0)
        case 4: (curve.errorWeight, curve.utilityWeight, curve.stepCost) = (0, 0, 0)
        case 5: (curve.errorWeight, curve.utilityWeight, curve.stepCost, curve.constant) = (0, 0, 0, 0)
        case 6: curve.stepCost = generator.logUniform(1, 1e12)
        case 7: curve.stepCost = curve.errorDecay * curve.errorWeight + curve.utilityRate * curve.utilityWeight
        default: (curve.errorDecay, curve.stepCost) = (0, 0)
        }
    }

    private mutating func anyCurve() -> CostCurve {
        let reach = [generator.uniform(1, 15), generator.uniform(15, 60), 300].randomElement(using: &generator)!
        /// A number whose exponent may be anything up to one that is accepted, and once in a while beyond.
        func any(upTo largest: Double, _ generator: inout SeededGenerator) -> Double {
            if generator.chance(0.1) { return 0 }
            if generator.chance(0.02) { return .leastNonzeroMagnitude }
            let top = generator.chance(0.001) ? 300 : min(reach, largest)
            return pow(10, generator.uniform(-reach, top))
        }
        let fewest = generator.chance(0.5) ? 0 : any(upTo: 14, &generator)
        let constant = any(upTo: 30, &generator)
        return CostCurve(
            constant: generator.chance(0.5) ? constant : -constant, stepCost: any(upTo: 30, &generator),
            errorWeight: any(upTo: 30, &generator), errorDecay: any(upTo: 15, &generator),
            utilityWeight: any(upTo: 30, &generator), utilityRate: any(upTo: 15, &generator), fewestSteps: fewest,
            mostSteps: generator.chance(0.7) ? fewest + any(upTo: 14, &generator) : any(upTo: 15, &generator))
    }

    private mutating func changeUnits(_ local: inout [CostCurve], _ edge: inout [CostCurve]) {
        let cost = generator.chance(0.7) ? pow(10, generator.uniform(-300, 30)) : 1
        let steps = generator.chance(0.5) ? pow(10, generator.uniform(-15, 13)) : 1
        func change(_ curve: inout CostCurve) {
            curve.constant *= cost
            curve.errorWeight *= cost
            curve.utilityWeight *= cost
            curve.stepCost *= cost / steps
            curve.errorDecay /= steps
            curve.utilityRate /= steps
            curve.fewestSteps *= steps
            curve.mostSteps *= steps
        }
        for user in local.indices {
            change(&local[user])
            change(&edge[user])
        }
    }

    // MARK: The budget

    private mutating func budget(_ edge: [CostCurve], _ local: [CostCurve], _ family: Family) -> Double {
        var least = 0.0
        var most = 0.0
        for user in edge.indices {
            if local[user].fewestSteps > local[user].mostSteps { least += edge[user].fewestSteps }
            most += max(edge[user].mostSteps, 0)
        }
        switch Int.random(in: 0..<14, using: &generator) {
        case 0: return 0
        case 1: return .leastNonzeroMagnitude
        case 2: return least
        case 3: return max(least.nextDown, 0)
        case 4: return min(most, .greatestFiniteMagnitude)
        case 5: return 1e9 * 100
        case 6: return generator.logUniform(1e10, 1e300)
        case 7: return .greatestFiniteMagnitude
        case 8: return (generator.uniform(0, 1) * most).rounded(.down)
        case 9: return min(least * (1 + generator.logUniform(1e-16, 1e-2)), .greatestFiniteMagnitude)
        default: return min(least + generator.uniform(0, 1) * (most - least), .greatestFiniteMagnitude)
        }
    }
}

import OffloadModel
import TestSupport

/// Small scenarios drawn to make a comparison fail that should not: times, energies, weights and steps in units from 1e-9 to
/// 1e9, weights that cancel or are 0, rates of 0 and equal ones, budgets of nothing, of next to nothing, of exactly what is
/// needed and of more than anybody can use, minimum steps up to the limits, twins, users without a choice.
///
/// Curves are folded here from physical numbers, R(s) = K + A·s + B·exp(−p·s) + D·exp(−q·s) as in (3)–(7).
struct HostileScenarios {
    private var random: SeededGenerator

    /// A scenario and the penalty of the paper's method for it.
    struct Draw: CustomStringConvertible {
        var problem: OffloadProblem
        var penalty: Double

        /// All numbers, for messages.
        var description: String {
            let users = (0..<problem.count).map { "\(problem.local[$0])\n\(problem.edge[$0])" }
            return "τ \(penalty), S_e \(problem.stepBudget)\n" + users.joined(separator: "\n")
        }
    }

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// The next feasible draw.
    mutating func next(largest: Int = 6) -> Draw {
        while true {
            guard let problem = try? draw(count: Int.random(in: 1...largest, using: &random)),
                problem.infeasibility(under: .continuous) == nil
            else { continue }
            let penalty =
                switch Int.random(in: 0..<10, using: &random) {
                case 0: 0.0
                case 1: 0.1
                case 2: 1e12
                case 3, 4: random.logUniform(1e-3, 1e12)
                default: 1e5
                }
            return Draw(problem: problem, penalty: penalty)
        }
    }

    /// What all users of a scenario have in common.
    private struct Units {
        var steps, seconds, joules: Double
        var time, error, energy, cost, utility: Double
        var isAtLimits, isPerUser, sharesRates: Bool
    }

    /// A number of the size given, now and then in another unit or 0.
    private mutating func weight(_ usual: Double, least: Double = 1e-9, zero: Double = 0.1) -> Double {
        if random.chance(zero) { return 0 }
        return random.chance(0.35) ? random.logUniform(least, 1e9) : usual
    }

    private mutating func unit(_ chance: Double, _ reach: Double = 1e9) -> Double {
        random.chance(chance) ? random.logUniform(1 / reach, reach) : 1
    }

    private mutating func draw(count: Int) throws -> OffloadProblem {
        let units = Units(
            steps: unit(0.35, 1e6), seconds: unit(0.25), joules: unit(0.25), time: weight(0.33), error: weight(0.33),
            energy: weight(3e-4), cost: weight(0.5, least: 1e-19, zero: 0.07),
            utility: weight(0.5, least: 1e-19, zero: 0.15), isAtLimits: random.chance(0.1),
            isPerUser: random.chance(0.1), sharesRates: random.chance(0.7))
        let isTwin = random.chance(0.15)
        var (local, edge) = ([CostCurve](), [CostCurve]())
        for user in 0..<count {
            let pair = isTwin && user > 0 ? (local[0], edge[0]) : self.pair(units)
            local.append(pair.0)
            edge.append(pair.1)
        }
        return try OffloadProblem(
            local: CostCurves(local), edge: CostCurves(edge), stepBudget: budget(local, edge, units))
    }

    private mutating func pair(_ units: Units) -> (CostCurve, CostCurve) {
        let own = units.isPerUser ? unit(0.8) : 1
        var (localMost, edgeMost) = (random.uniform(3, 25).rounded(), random.uniform(10, 95).rounded())
        switch Int.random(in: 0..<14, using: &random) {
        case 0: edgeMost = localMost
        case 1: (localMost, edgeMost) = (edgeMost, localMost)
        case 2: localMost = 0
        case 3: localMost = -1
        case 4: edgeMost = -1
        default: break
        }
        var fewest = 0.0
        switch Int.random(in: 0..<10, using: &random) {
        case 0: fewest = random.uniform(0, 1) * max(min(localMost, edgeMost), 0)
        case 1: fewest = max(min(localMost, edgeMost), 0)
        case 2: fewest = max(localMost, edgeMost)
        case 3: fewest = 0.5 * (localMost + edgeMost)
        default: break
        }
        if units.isAtLimits {
            edgeMost = max(edgeMost, 1)
            (localMost, fewest) = (edgeMost, edgeMost)
        }
        fewest = max(fewest, 0)
        var rates = (random.uniform(0.02, 0.12), random.uniform(0.01, 0.08))
        switch Int.random(in: 0..<10, using: &random) {
        case 0: rates.1 = rates.0
        case 1: rates.0 = 0
        case 2: rates.1 = 0
        default: break
        }
        func curve(_ stepTime: Double, _ power: Double, _ fixedTime: Double, _ most: Double) -> CostCurve {
            let floor = random.chance(0.2) ? random.uniform(0, 0.3) : 0
            let cost = units.cost
            return CostCurve(
                constant: -units.utility + cost * (units.error * floor + units.time * fixedTime),
                stepCost: cost * (units.time * stepTime + units.energy * power * stepTime) / units.steps,
                errorWeight: cost * units.error * random.uniform(0.6, 1), errorDecay: rates.0 / units.steps,
                utilityWeight: units.utility, utilityRate: rates.1 / units.steps, fewestSteps: fewest * units.steps,
                mostSteps: most < 0 ? -1 : most * units.steps)
        }
        let seconds = own * units.seconds
        let local = curve(
            random.uniform(1, 3) * 1e-3 * seconds, random.uniform(10, 60) * units.joules, 0, localMost)
        if !units.sharesRates { rates = (random.uniform(0.02, 0.12), random.uniform(0.01, 0.08)) }
        let uplink = random.chance(0.3) ? random.uniform(0, 0.02) * seconds : 0
        let edge = curve(
            random.uniform(0.3, 1) * 1e-3 * seconds, random.uniform(100, 10_000) * units.joules, uplink, edgeMost)
        return (local, edge)
    }

    private mutating func budget(_ local: [CostCurve], _ edge: [CostCurve], _ units: Units) -> Double {
        let forced = edge.indices.filter { !local[$0].isAvailable }
        let needed = PreciseSum(forced.map { edge[$0].fewestSteps }).value
        let least = PreciseSum(edge.map(\.fewestSteps)).value
        let most = PreciseSum(edge.map { max($0.mostSteps, 0) }).value
        switch Int.random(in: 0..<18, using: &random) {
        case 0: return needed
        case 1: return needed + 1e-300
        case 2: return needed + 1e-100
        case 3: return needed + 1e-30
        case 4: return needed * (1 + random.logUniform(1e-15, 1e-3))
        case 5: return least
        case 6: return least * (1 + random.logUniform(1e-15, 1e-3))
        case 7: return most
        case 8: return most * (1 - random.logUniform(1e-12, 1e-6))
        case 9: return .greatestFiniteMagnitude
        case 10: return random.logUniform(1e3, 1e300)
        default: return needed + random.uniform(0, 1) * (most - needed)
        }
    }
}

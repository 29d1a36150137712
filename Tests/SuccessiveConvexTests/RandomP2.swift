import OffloadModel
import SuccessiveConvex
import TestSupport

/// Random P2 with everything that a problem can have: reversed, equal and zero caps, fewest steps, pinned decisions,
/// frozen steps, τ from 0 to 1e5, slack and binding budgets.
enum RandomP2 {
    static func make(seed: UInt64) throws -> P2Problem {
        var random = SeededGenerator(seed: seed)
        let count = [1, 2, 3, 7, 8, 9, 15, 16, 17, 33, 64, 100][Int(random.next() % 12)]
        let sharesRates = random.chance(0.5)
        let problem = try problem(count: count, sharesRates: sharesRates, random: &random)
        let curves = ShiftedCurves(problem)
        let penalty = random.chance(0.3) ? 0 : random.logUniform(1e-3, 1e5)
        var u = [Double](), v = [Double](), z = [Double](), previous = [Double]()
        for user in 0..<count {
            let a = random.uniform(0.02, 0.98)
            let s = random.uniform(0.5, 60)
            u.append((1 - a) / (2 * curves.local[user].value(at: s)))
            v.append(a / (2 * curves.edge[user].value(at: s)))
            z.append(a / (2 * s))
            previous.append(random.chance(0.2) ? 0.5 : random.uniform(0, 1))
            let fewest = curves.local.fewestSteps[user]
            if random.chance(0.05), fewest <= curves.local.mostSteps[user] {
                v[user] = 0
                z[user] = 0
            } else if random.chance(0.05), fewest <= curves.edge.mostSteps[user] {
                u[user] = 0
            } else if random.chance(0.05), fewest == 0 {
                z[user] = .infinity
            }
        }
        let free = KKTSolver().solve(
            try P2Problem(
                curves: curves, u: u, v: v, z: z, penalty: penalty, previous: previous,
                stepBudget: .greatestFiniteMagnitude))
        let most = free.summary.demand
        let least = leastDemand(curves, u: u, v: v, z: z)
        let budget =
            random.chance(0.15) ? 1.5 * most + 1 : least + random.logUniform(1e-3, 1) * max(most - least, 1e-6)
        return try P2Problem(
            curves: curves, u: u, v: v, z: z, penalty: penalty, previous: previous, stepBudget: budget)
    }

    /// Σ of what the limits alone take from the budget, in scalar code.
    static func leastDemand(_ curves: ShiftedCurves, u: [Double], v: [Double], z: [Double]) -> Double {
        var sum = 0.0
        for user in 0..<curves.count where z[user] > 0 && z[user].isFinite {
            let fewest = curves.local.fewestSteps[user]
            let low = curves.local.mostSteps[user]
            let high = curves.edge.mostSteps[user]
            var a = u[user] == 0 ? 1.0 : 0
            if a == 0, fewest > low { a = (fewest - low) / (high - low) }
            sum += fewest * fewest * z[user] + a * a / (4 * z[user])
        }
        return sum
    }

    static func problem(
        count: Int, sharesRates: Bool, random: inout SeededGenerator
    ) throws -> OffloadProblem {
        var local = [CostCurve]()
        var edge = [CostCurve]()
        for _ in 0..<count {
            var caps = (random.uniform(1, 40).rounded(), random.uniform(10, 90).rounded())
            switch random.next() % 8 {
            case 0: caps = (caps.1, caps.0)
            case 1: caps = (caps.1, caps.1)
            case 2: caps.0 = 0
            case 3: caps.1 = caps.0 + random.logUniform(1e-9, 1)
            default: break
            }
            var fewest = 0.0
            if random.chance(0.3) { fewest = random.uniform(0, min(caps.0, caps.1)) }
            if random.chance(0.1) {
                fewest = min(caps.0, caps.1) + random.uniform(0, 1) * (max(caps.0, caps.1) - min(caps.0, caps.1))
            }
            let utility = random.uniform(0, 1)
            let rates = (random.logUniform(0.01, 0.3), random.chance(0.1) ? 0 : random.logUniform(0.01, 0.3))
            for site in Site.allCases {
                let spread = sharesRates || site == .local ? 1 : random.uniform(0.5, 2)
                let curve = CostCurve(
                    constant: -utility + random.uniform(0, 0.2), stepCost: random.logUniform(1e-4, 1e-2),
                    errorWeight: random.uniform(0.01, 0.5), errorDecay: rates.0 * spread,
                    utilityWeight: utility, utilityRate: rates.1 * spread, fewestSteps: fewest,
                    mostSteps: site == .local ? caps.0 : caps.1)
                if site == .local { local.append(curve) } else { edge.append(curve) }
            }
        }
        return try OffloadProblem(local: CostCurves(local), edge: CostCurves(edge), stepBudget: 0)
    }
}

import OffloadModel
import SuccessiveConvex
import TestSupport

/// Random P2 for both solvers: caps of either order, equal and zero, fewest steps, pinned decisions, frozen steps, τ
/// from 0 to 1e5, slack and binding budgets.
struct DrawnP2 {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// A P2 of a number of users; `degenerate` is the chance of each special case for each user.
    mutating func next(count: Int, degenerate: Double = 0.05) throws -> P2Problem {
        let sharesRates = random.chance(0.5)
        var (local, edge) = ([CostCurve](), [CostCurve]())
        for _ in 0..<count {
            let pair = curves(sharesRates: sharesRates, degenerate: degenerate)
            local.append(pair.local)
            edge.append(pair.edge)
        }
        let problem = try OffloadProblem(local: CostCurves(local), edge: CostCurves(edge), stepBudget: 0)
        let curves = ShiftedCurves(problem)
        var (u, v, z, previous) = ([Double](), [Double](), [Double](), [Double]())
        for user in 0..<count {
            let (a, s) = (random.uniform(0.05, 0.95), random.uniform(1, 60))
            u.append((1 - a) / (2 * curves.local[user].value(at: s)))
            v.append(a / (2 * curves.edge[user].value(at: s)))
            z.append(a / (2 * s))
            previous.append(random.chance(0.2) ? 0.5 : random.uniform(0, 1))
            let fewest = local[user].fewestSteps
            if random.chance(degenerate), fewest <= local[user].mostSteps {
                v[user] = 0
                z[user] = 0
            } else if random.chance(degenerate), fewest <= edge[user].mostSteps {
                u[user] = 0
            } else if random.chance(degenerate), fewest == 0 {
                z[user] = .infinity
            }
        }
        let penalty = random.chance(0.3) ? 0 : random.logUniform(1e-3, 1e5)
        func make(_ budget: Double) throws -> P2Problem {
            try P2Problem(
                curves: curves, u: u, v: v, z: z, penalty: penalty, previous: previous, stepBudget: budget)
        }
        let most = KKTSolver().solve(try make(.greatestFiniteMagnitude)).summary.demand
        let least =
            KKTSolver().solve(try make(1e-300)).status.required ?? 0
        let share = random.chance(0.15) ? 1.5 : random.logUniform(1e-2, 1)
        return try make(least + share * max(most - least, 1e-6))
    }

    private mutating func curves(sharesRates: Bool, degenerate: Double) -> (local: CostCurve, edge: CostCurve) {
        var caps = (random.uniform(1, 40).rounded(), random.uniform(10, 90).rounded())
        if random.chance(2 * degenerate) { caps = (caps.1, caps.0) }
        if random.chance(degenerate) { caps.1 = caps.0 }
        if random.chance(degenerate) { caps.0 = 0 }
        var fewest = random.chance(0.3) ? random.uniform(0, min(caps.0, caps.1)) : 0
        if random.chance(degenerate) { fewest = min(caps.0, caps.1) }
        if random.chance(degenerate) { fewest = 0.5 * (caps.0 + caps.1) }
        let utility = random.uniform(0.1, 1)
        let rates = (random.logUniform(0.01, 0.3), random.chance(degenerate) ? 0 : random.logUniform(0.01, 0.3))
        func curve(_ spread: Double, _ most: Double) -> CostCurve {
            CostCurve(
                constant: -utility + random.uniform(0, 0.2), stepCost: random.logUniform(1e-4, 1e-2),
                errorWeight: random.uniform(0.01, 0.5), errorDecay: rates.0 * spread, utilityWeight: utility,
                utilityRate: rates.1 * spread, fewestSteps: fewest, mostSteps: most)
        }
        let local = curve(1, caps.0)
        return (local, curve(sharesRates ? 1 : random.uniform(0.5, 2), caps.1))
    }
}

extension KKTStatus {
    /// What an infeasible P2 would need at least.
    var required: Double? {
        if case .infeasibleBudget(let required, _) = self { required } else { nil }
    }
}

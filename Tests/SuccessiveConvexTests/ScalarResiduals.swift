import SuccessiveConvex

/// The conditions (16a)–(20) in plain scalar code with the C library's exponential, sharing nothing with the kernels.
struct ScalarResiduals {
    var decisionStationarity = 0.0
    var stepStationarity = 0.0
    var complementarity = 0.0
    var limits = 0.0
    var signs = 0.0
    var budget = 0.0

    var largest: Double { [decisionStationarity, stepStationarity, complementarity, limits, signs, budget].max() ?? 0 }

    init(_ p2: P2Problem, _ solution: KKTSolution) {
        let delta = solution.budgetMultiplier
        var demand = 0.0
        for user in 0..<p2.count {
            let local = p2.curves.local[user]
            let edge = p2.curves.edge[user]
            let (u, v, z) = (p2.u[user], p2.v[user], p2.z[user])
            let (a, s) = (solution.decisions[user], solution.steps[user])
            let beta = solution.zeroMultipliers[user]
            let gamma = solution.oneMultipliers[user]
            let zeta = solution.capMultipliers[user]
            let eta = solution.floorMultipliers[user]
            let cap = (1 - a) * local.mostSteps + a * edge.mostSteps
            let rise = edge.mostSteps - local.mostSteps
            let isFrozen = z == .infinity
            let isPinned = u == 0 || v == 0 || z == 0
            let inverse = { (x: Double) in x > 0 && x.isFinite ? 1 / (2 * x) : 0 }

            let pull = p2.penalty * (2 * p2.previous[user] - 1)
            let terms = [
                (inverse(u) + inverse(v) + delta * inverse(z)) * a, -inverse(u), -pull, -zeta * rise, -beta, gamma,
            ]
            let scale = terms.reduce(0) { $0 + abs($1) }
            if !isPinned, scale > 0 {
                decisionStationarity = max(decisionStationarity, abs(terms.reduce(0, +)) / scale)
                complementarity = max(complementarity, beta * a / scale, gamma * (1 - a) / scale)
            }
            if isPinned { limits = max(limits, abs(a - (u == 0 ? 1 : 0))) }

            let localTerm = 2 * local.value(at: s) * local.derivative(at: s) * u
            let edgeTerm = 2 * edge.value(at: s) * edge.derivative(at: s) * v
            let price = isFrozen ? 0 : 2 * delta * s * z
            let localSize = 2 * local.value(at: s) * (2 * local.stepCost - local.derivative(at: s)) * u
            let edgeSize = 2 * edge.value(at: s) * (2 * edge.stepCost - edge.derivative(at: s)) * v
            let stepScale = localSize + edgeSize + price + zeta + eta
            if !isFrozen, stepScale > 0 {
                stepStationarity = max(
                    stepStationarity, abs(localTerm + edgeTerm + price + zeta - eta) / stepScale)
                complementarity = max(
                    complementarity, zeta * abs(cap - s) / (stepScale * (1 + abs(cap))),
                    eta * (s - local.fewestSteps) / (stepScale * (1 + abs(cap))))
            }
            if isFrozen { limits = max(limits, abs(s)) }
            if z > 0, !isFrozen { demand += s * s * z + a * a / (4 * z) }
            limits = max(limits, -a, a - 1, (s - cap) / (1 + abs(cap)), (local.fewestSteps - s) / (1 + abs(cap)))
            signs = max(signs, -beta, -gamma, -zeta, -eta, -delta)
        }
        let size = max(demand, p2.stepBudget)
        let excess = size > 0 ? (demand - p2.stepBudget) / size : 0
        budget = delta > 0 ? abs(excess) : max(excess, 0)
    }
}

import LinearAlgebra
import OffloadModel
import SuccessiveConvex

/// The conditions (16a)–(20) at a point, assembled from the BLAS evaluation of G and of the budget row.
///
/// Every residual is scaled as `KKTResiduals` of the KKT solver says, which that solver computes in the kernels, but for
/// lengths: a violated limit is divided by the largest of L and the caps, so that it does not depend on the unit of steps.
struct P2Conditions {
    /// The worst scaled residual.
    private(set) var largest = 0.0
    /// G − τ·Σ (2a^(i) − 1)·a, P2's objective.
    private(set) var objective = 0.0

    init(_ problem: P2Problem, at point: KKTSolution) throws(LinearAlgebraError) {
        let evaluation = SurrogateEvaluation(problem)
        let terms = try evaluation.terms(decisions: point.decisions, steps: point.steps)
        let totals = try evaluation.totals(of: terms)
        let delta = point.budgetMultiplier
        let direction = problem.previous.map { 2 * $0 - 1 }
        objective = totals.surrogate - problem.penalty * (try Vectors.dot(direction, point.decisions))
        var stepSizes = terms.stepSizes
        try Vectors.add(delta, times: terms.demandStepSlopes, to: &stepSizes)
        for user in 0..<problem.count {
            for residual in Self.residuals(problem, user, point, terms, size: stepSizes[user]) {
                largest = worse(largest, residual)
            }
        }
        let size = max(totals.demand, problem.stepBudget)
        let excess = size > 0 ? (totals.demand - problem.stepBudget) / size : 0
        // (16b), (19c) and the sign of δ.
        largest = [max(excess, 0), delta > 0 ? abs(excess) : 0, max(-delta, 0)].reduce(largest, worse)
    }

    private static func residuals(
        _ problem: P2Problem, _ user: Int, _ point: KKTSolution, _ terms: SurrogateTerms, size: Double
    ) -> [Double] {
        let tiny = 0x1p-1000
        let local = problem.curves.local
        let (a, s) = (point.decisions[user], point.steps[user])
        let (low, high, fewest) =
            (local.mostSteps[user], problem.curves.edge.mostSteps[user], local.fewestSteps[user])
        let beta = point.zeroMultipliers[user]
        let gamma = point.oneMultipliers[user]
        let zeta = point.capMultipliers[user]
        let eta = point.floorMultipliers[user]
        let delta = point.budgetMultiplier
        let cap = (1 - a) * low + a * high
        let drift = zeta * (high - low)
        let pull = problem.penalty * (2 * problem.previous[user] - 1)
        let price = delta * terms.demandDecisionSlopes[user]

        let decisionSize = terms.decisionSizes[user] + price + abs(pull) + abs(drift) + tiny
        let stepSize = size + zeta + eta + tiny
        let length = max(abs(low), abs(high), fewest, tiny)
        var residuals = [
            max(-a, 0), a - 1, (s - cap) / length, (fewest - s) / length,
            -beta / decisionSize, -gamma / decisionSize, -zeta / stepSize, -eta / stepSize,
            beta * a / decisionSize, gamma * (1 - a) / decisionSize,
            zeta * abs(cap - s) / (stepSize * length), eta * (s - fewest) / (stepSize * length),
        ]
        if problem.u[user] > 0, problem.v[user] > 0, problem.z[user] > 0 {
            residuals.append(abs(terms.decisionSlopes[user] + price - pull - drift - beta + gamma) / decisionSize)
        }
        if problem.z[user].isFinite {
            residuals.append(
                abs(terms.stepSlopes[user] + delta * terms.demandStepSlopes[user] + zeta - eta) / stepSize)
        }
        return residuals
    }
}

import InteriorPoint
import SuccessiveConvex

/// P2 (16) as the interior-point method sees it, x_n = (a_n, s_n):
///
///     minimise   Σ R̃_0(s)²u + (1−a)²/(4u) + R̃_1(s)²v + a²/(4v) − τ(2a^(i) − 1)·a
///     subject to −a ≤ 0,  a − 1 ≤ 0,  L − s ≤ 0,  s − S_0 − a·d ≤ 0,  Σ s²z + a²/(4z) − S_e ≤ 0,   d = S_1 − S_0
///
/// with the local inequalities in this order. A variable that P2 leaves one value, because it is pinned or frozen or
/// because L meets the cap, is taken out: no inequality of this method has an interior there. It appears as a constant
/// in all terms, and a variable without meaning takes its place, with the objective ½·(x − constant)².
struct P2Program: ArrowProgram {
    let problem: P2Problem
    /// The value of a where P2 leaves only one, else nil.
    let fixedDecisions: [Double?]
    /// The value of s where P2 leaves only one, else nil.
    let fixedSteps: [Double?]
    /// Whether s ≤ S_0 + a·d is imposed.
    let hasCap: [Bool]
    /// Whether the budget row has a variable in it.
    let hasBudget: Bool
    let userCount: Int
    let startingPoint: [Double]
    /// z, 0 where the user takes nothing from the budget by s; 1/(4z), 0 where it takes nothing by a.
    private let stepWeights: [Double]
    private let decisionWeights: [Double]
    /// 1/(4u) and 1/(4v), 0 where the term is constant.
    private let localQuarter: [Double]
    private let edgeQuarter: [Double]
    private let reward: [Double]

    var localInequalityCount: Int { 4 }
    var couplingCount: Int { 1 }

    /// The program of a P2; nil if a user's L exceeds the cap at every decision open to it.
    init?(_ problem: P2Problem) {
        let count = problem.count
        var decisions = [Double?](repeating: nil, count: count)
        var steps = decisions
        var capped = [Bool](repeating: false, count: count)
        var start = [Double](repeating: 0.5, count: 2 * count)
        var budgeted = false
        for user in 0..<count {
            guard let limits = UserLimits(problem, user) else { return nil }
            (decisions[user], steps[user], capped[user]) = (limits.decision, limits.steps, limits.hasCap)
            start[user] = limits.decision ?? 0.5
            start[count + user] = limits.steps ?? limits.middle
            let z = problem.z[user]
            if z > 0, z.isFinite, limits.steps == nil || limits.decision == nil { budgeted = true }
        }
        self.problem = problem
        (fixedDecisions, fixedSteps, hasCap, hasBudget) = (decisions, steps, capped, budgeted)
        (userCount, startingPoint) = (count, start)
        func quarter(_ column: [Double]) -> [Double] { column.map { $0 > 0 && $0.isFinite ? 1 / (4 * $0) : 0 } }
        stepWeights = problem.z.map { $0.isFinite ? $0 : 0 }
        decisionWeights = quarter(problem.z)
        (localQuarter, edgeQuarter) = (quarter(problem.u), quarter(problem.v))
        reward = problem.previous.map { problem.penalty * (2 * $0 - 1) }
    }

    func values(at x: [Double], inequalities g: inout [Double]) -> Double? {
        let count = userCount
        var objective = 0.0
        var used = 0.0
        for user in 0..<count {
            var (a, s) = (x[user], x[count + user])
            for index in 0..<4 { g[index * count + user] = -1 }
            if let fixed = fixedDecisions[user] {
                objective += 0.5 * (a - fixed) * (a - fixed)
                a = fixed
            } else {
                g[user] = -a
                g[count + user] = a - 1
            }
            if let fixed = fixedSteps[user] {
                objective += 0.5 * (s - fixed) * (s - fixed)
                s = fixed
            } else {
                g[2 * count + user] = problem.curves.local.fewestSteps[user] - s
            }
            if hasCap[user] {
                let (low, high) = (problem.curves.local.mostSteps[user], problem.curves.edge.mostSteps[user])
                g[3 * count + user] = s - ((1 - a) * low + a * high)
            }
            let local = CurveJet(problem.curves.local, user, at: s).value
            let edge = CurveJet(problem.curves.edge, user, at: s).value
            objective += local * local * problem.u[user] + (1 - a) * (1 - a) * localQuarter[user]
            objective += edge * edge * problem.v[user] + a * a * edgeQuarter[user] - reward[user] * a
            used += s * s * stepWeights[user] + a * a * decisionWeights[user]
        }
        g[4 * count] = hasBudget ? used - problem.stepBudget : -1
        return objective
    }

    func derivatives(at x: [Double], multipliers y: [Double], into out: inout ArrowDerivatives) {
        let count = userCount
        let delta = hasBudget ? y[4 * count] : 0
        for user in 0..<count {
            let decisionIsFree = fixedDecisions[user] == nil
            let stepsAreFree = fixedSteps[user] == nil
            let a = fixedDecisions[user] ?? x[user]
            let s = fixedSteps[user] ?? x[count + user]
            if decisionIsFree {
                let (stay, leave) = (localQuarter[user], edgeQuarter[user])
                out.gradientFirst[user] = 2 * a * leave - 2 * (1 - a) * stay - reward[user]
                out.hessianFirst[user] = 2 * (stay + leave + delta * decisionWeights[user])
                out.localFirst[user] = -1
                out.localFirst[count + user] = 1
                if hasBudget { out.couplingFirst[user] = 2 * a * decisionWeights[user] }
            } else {
                out.gradientFirst[user] = x[user] - a
                out.hessianFirst[user] = 1
            }
            if stepsAreFree {
                let (u, v) = (problem.u[user], problem.v[user])
                let local = CurveJet(problem.curves.local, user, at: s)
                let edge = CurveJet(problem.curves.edge, user, at: s)
                out.gradientSecond[user] = 2 * (local.value * local.slope * u + edge.value * edge.slope * v)
                out.hessianSecond[user] =
                    2 * u * (local.slope * local.slope + local.value * local.curvature)
                    + 2 * v * (edge.slope * edge.slope + edge.value * edge.curvature)
                    + 2 * delta * stepWeights[user]
                out.localSecond[2 * count + user] = -1
                if hasBudget { out.couplingSecond[user] = 2 * s * stepWeights[user] }
            } else {
                out.gradientSecond[user] = x[count + user] - s
                out.hessianSecond[user] = 1
            }
            if hasCap[user] {
                let rise = problem.curves.edge.mostSteps[user] - problem.curves.local.mostSteps[user]
                out.localFirst[3 * count + user] = decisionIsFree ? -rise : 0
                out.localSecond[3 * count + user] = stepsAreFree ? 1 : 0
            }
        }
    }
}

/// What P2's limits leave to one user: which variables have one value, and whether the cap is to be imposed.
private struct UserLimits {
    var decision: Double?
    var steps: Double?
    var hasCap = true
    /// A value of s between L and the caps.
    var middle: Double

    /// nil if L exceeds the cap at every decision open to the user.
    init?(_ problem: P2Problem, _ user: Int) {
        let (u, v, z) = (problem.u[user], problem.v[user], problem.z[user])
        let fewest = problem.curves.local.fewestSteps[user]
        let low = problem.curves.local.mostSteps[user]
        let high = problem.curves.edge.mostSteps[user]
        if u == 0 { decision = 1 }
        if v == 0 || z == 0 { decision = 0 }
        if decision == nil, max(low, high) <= fewest, low != high { decision = low > high ? 0 : 1 }
        if z == .infinity { steps = 0 }
        middle = fewest + 0.25 * max(low + high - 2 * fewest, 0)

        let cap = decision.map { (1 - $0) * low + $0 * high } ?? max(low, high)
        guard cap >= fewest else { return nil }
        if decision != nil || low == high {
            // The cap is a number.
            if cap == fewest { steps = fewest }
            if steps != nil { hasCap = false }
        } else if let steps, min(low, high) >= steps {
            hasCap = false
        }
    }
}

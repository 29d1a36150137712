import InteriorPoint
import OffloadModel

/// The best steps of a decided set, x_n = (nothing, s_n):
///
///     minimise Σ R_r(s)   subject to   L ≤ s ≤ S_r,   Σ s over the offloaded ≤ S_e
///
/// with each user's curve at its site r. A user with L = S_r is taken out, and so are all offloaded users if their L
/// fill the budget; constants remain, and variables without meaning with the objective ½·(x − constant)².
struct PlanProgram: ArrowProgram {
    let problem: OffloadProblem
    let offloaded: [Bool]
    let fixedSteps: [Double?]
    let hasBudget: Bool
    let userCount: Int
    let startingPoint: [Double]

    var localInequalityCount: Int { 2 }
    var couplingCount: Int { 1 }

    /// The program of a set; nil if a user's L exceeds its limit, or Σ L the budget.
    init?(_ problem: OffloadProblem, offloaded: [Bool]) {
        var least = PreciseSum()
        for user in 0..<problem.count where offloaded[user] { least.add(problem.edge.fewestSteps[user]) }
        guard offloaded.count == problem.count, least.value <= problem.stepBudget else { return nil }
        let isFull = least.value == problem.stepBudget
        var fixed = [Double?](repeating: nil, count: problem.count)
        var start = [Double](repeating: 0, count: 2 * problem.count)
        for user in 0..<problem.count {
            let curves = problem.curves(at: offloaded[user] ? .edge : .local)
            let (fewest, most) = (curves.fewestSteps[user], curves.mostSteps[user])
            guard fewest <= most else { return nil }
            if fewest == most || offloaded[user] && isFull { fixed[user] = fewest }
            start[problem.count + user] = fixed[user] ?? 0.5 * (fewest + most)
        }
        self.problem = problem
        self.offloaded = offloaded
        (fixedSteps, startingPoint, userCount) = (fixed, start, problem.count)
        hasBudget = zip(offloaded, fixed).contains { $0 && $1 == nil }
    }

    func values(at x: [Double], inequalities g: inout [Double]) -> Double? {
        let count = userCount
        var objective = 0.0
        var used = 0.0
        for user in 0..<count {
            let curves = problem.curves(at: offloaded[user] ? .edge : .local)
            var s = x[count + user]
            objective += 0.5 * x[user] * x[user]
            if let fixed = fixedSteps[user] {
                objective += 0.5 * (s - fixed) * (s - fixed)
                s = fixed
                (g[user], g[count + user]) = (-1, -1)
            } else {
                g[user] = curves.fewestSteps[user] - s
                g[count + user] = s - curves.mostSteps[user]
            }
            objective += CurveJet(curves, user, at: s).value
            if offloaded[user] { used += s }
        }
        g[2 * count] = hasBudget ? used - problem.stepBudget : -1
        return objective
    }

    func derivatives(at x: [Double], multipliers: [Double], into out: inout ArrowDerivatives) {
        let count = userCount
        for user in 0..<count {
            out.gradientFirst[user] = x[user]
            out.hessianFirst[user] = 1
            if let fixed = fixedSteps[user] {
                out.gradientSecond[user] = x[count + user] - fixed
                out.hessianSecond[user] = 1
            } else {
                let jet = CurveJet(problem.curves(at: offloaded[user] ? .edge : .local), user, at: x[count + user])
                out.gradientSecond[user] = jet.slope
                out.hessianSecond[user] = jet.curvature
                out.localSecond[user] = -1
                out.localSecond[count + user] = 1
                if offloaded[user] { out.couplingSecond[user] = 1 }
            }
        }
    }
}

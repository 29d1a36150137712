import InteriorPoint
import OffloadModel

/// The perspective relaxation of P1 (8), x_n = (α_n, x_n):
///
///     minimise Σ (1−α)·r + α·R_1(x/α)   subject to   −α ≤ 0,  α − 1 ≤ 0,  L·α − x ≤ 0,  x − S_1·α ≤ 0,  Σ x ≤ S_e
///
/// on the domain α > 0, where r is the least cost on the device. Its optimum is max q(λ), the dual bound.
///
/// Users who have no choice of site, or no choice of steps, are taken out: α = 1 where L > S_0, α = 0 where L > S_1,
/// x = L·α where L = S_1. If the users who must offload fill the budget with their L, nobody else can have a step.
struct PerspectiveProgram: ArrowProgram {
    /// What is left to a user to choose.
    enum Role: Sendable, Equatable {
        /// α and x.
        case both
        /// α alone, with x = L·α.
        case share
        /// x alone, with α = 1.
        case steps
        /// Nothing; α is this number and x = L·α.
        case nothing(Double)
    }

    let problem: OffloadProblem
    let roles: [Role]
    /// r, 0 where the user must offload.
    let stayCosts: [Double]
    let hasBudget: Bool
    let userCount: Int
    let startingPoint: [Double]

    var localInequalityCount: Int { 4 }
    var couplingCount: Int { 1 }

    /// The relaxation of a problem; nil if no plan exists.
    init?(_ problem: OffloadProblem) {
        guard problem.infeasibility(under: .continuous) == nil else { return nil }
        let count = problem.count
        let edge = problem.edge
        let costs = (0..<count).map { CurveJet.least(of: problem.local, $0) }
        var least = PreciseSum()
        for user in 0..<count where costs[user] == nil { least.add(edge.fewestSteps[user]) }
        let isFull = least.value >= problem.stepBudget
        roles = (0..<count).map { user in
            let (fewest, most) = (edge.fewestSteps[user], edge.mostSteps[user])
            if fewest > most { return .nothing(0) }
            let mustOffload = costs[user] == nil
            if isFull { return mustOffload ? .nothing(1) : fewest > 0 ? .nothing(0) : .share }
            if fewest == most { return mustOffload ? .nothing(1) : .share }
            return mustOffload ? .steps : .both
        }
        hasBudget = !isFull && roles.contains { if case .nothing = $0 { false } else { true } }
        var start = [Double](repeating: 0, count: 2 * count)
        for user in 0..<count {
            let middle = 0.5 * (edge.fewestSteps[user] + edge.mostSteps[user])
            switch roles[user] {
            case .both: (start[user], start[count + user]) = (0.5, 0.5 * middle)
            case .share: start[user] = 0.5
            case .steps: start[count + user] = middle
            case .nothing: break
            }
        }
        self.problem = problem
        stayCosts = costs.map { $0 ?? 0 }
        (userCount, startingPoint) = (count, start)
    }

    func values(at point: [Double], inequalities g: inout [Double]) -> Double? {
        let count = userCount
        let edge = problem.edge
        var objective = 0.0
        var used = 0.0
        for user in 0..<count {
            let (first, second) = (point[user], point[count + user])
            let (fewest, most) = (edge.fewestSteps[user], edge.mostSteps[user])
            for index in 0..<4 { g[index * count + user] = -1 }
            var (alpha, steps) = (first, fewest)
            switch roles[user] {
            case .both:
                guard alpha > 0 else { return nil }
                steps = second / alpha
                g[2 * count + user] = fewest * alpha - second
                g[3 * count + user] = second - most * alpha
                used += second
            case .share:
                objective += 0.5 * second * second
                used += fewest * alpha
            case .steps:
                objective += 0.5 * first * first
                (alpha, steps) = (1, second)
                g[2 * count + user] = fewest - second
                g[3 * count + user] = second - most
                used += second
            case .nothing(let share):
                objective += 0.5 * (first * first + second * second)
                alpha = share
                used += fewest * share
            }
            if roles[user] == .both || roles[user] == .share {
                g[user] = -alpha
                g[count + user] = alpha - 1
            }
            objective += (1 - alpha) * stayCosts[user]
            if alpha != 0 { objective += alpha * CurveJet(edge, user, at: steps).value }
        }
        g[4 * count] = hasBudget ? used - problem.stepBudget : -1
        return objective
    }

    func derivatives(at point: [Double], multipliers: [Double], into out: inout ArrowDerivatives) {
        let count = userCount
        let edge = problem.edge
        for user in 0..<count {
            let (first, second) = (point[user], point[count + user])
            let (fewest, most) = (edge.fewestSteps[user], edge.mostSteps[user])
            (out.gradientFirst[user], out.hessianFirst[user]) = (first, 1)
            (out.gradientSecond[user], out.hessianSecond[user]) = (second, 1)
            switch roles[user] {
            case .both:
                let s = second / first
                let jet = CurveJet(edge, user, at: s)
                out.gradientFirst[user] = -stayCosts[user] + jet.value - s * jet.slope
                out.gradientSecond[user] = jet.slope
                out.hessianFirst[user] = s * s * jet.curvature / first
                out.hessianCross[user] = -s * jet.curvature / first
                out.hessianSecond[user] = jet.curvature / first
                (out.localFirst[user], out.localFirst[count + user]) = (-1, 1)
                (out.localFirst[2 * count + user], out.localSecond[2 * count + user]) = (fewest, -1)
                (out.localFirst[3 * count + user], out.localSecond[3 * count + user]) = (-most, 1)
                out.couplingSecond[user] = 1
            case .share:
                out.gradientFirst[user] = CurveJet(edge, user, at: fewest).value - stayCosts[user]
                out.hessianFirst[user] = 0
                (out.localFirst[user], out.localFirst[count + user]) = (-1, 1)
                if hasBudget { out.couplingFirst[user] = fewest }
            case .steps:
                let jet = CurveJet(edge, user, at: second)
                out.gradientSecond[user] = jet.slope
                out.hessianSecond[user] = jet.curvature
                (out.localSecond[2 * count + user], out.localSecond[3 * count + user]) = (-1, 1)
                out.couplingSecond[user] = 1
            case .nothing: break
            }
        }
    }
}

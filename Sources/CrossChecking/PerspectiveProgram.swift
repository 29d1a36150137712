import InteriorPoint
import OffloadModel

/// The perspective relaxation of P1 (8), x_n = (α, y), with L·α + σ·y steps for the user, as what changes from α = 0 on:
///
///     minimise (1/F)·Σ α·(R_1(L) − r) + α·(R_1(L + σy/α) − R_1(L))
///     subject to −α ≤ 0,  α − 1 ≤ 0,  −y ≤ 0,  y − α ≤ 0,  Σ (L·α + σ·y)/ρ ≤ 1
///
/// on the domain α > 0, where r is the least cost on the device and σ = S_1 − L. ρ is what the users who must offload leave
/// of the budget with their L. Its optimum, times F and with Σ r added, is max q(λ), the dual bound; the price is F·y/ρ.
///
/// Users who have no choice of site, or no choice of steps, are taken out: α = 1 where L > S_0, α = 0 where L > S_1,
/// y = 0 where L = S_1. If the users who must offload fill the budget with their L, nobody else can have a step.
struct PerspectiveProgram: ArrowProgram {
    /// What is left to a user to choose.
    enum Role: Sendable, Equatable {
        /// α and y.
        case both
        /// α alone, with L·α steps.
        case share
        /// y alone, with α = 1.
        case steps
        /// Nothing; α is 0 or 1, and a user at the edge has L steps.
        case nothing
    }

    /// One user in units of its data.
    struct User {
        let role: Role
        /// R_1 from L on.
        let curve: RisingCurve
        /// L and σ.
        let base: Double
        let unit: Double
        /// R_1(L) − r.
        let entry: Double
        /// r, or R_1(L) where the user must offload.
        let baseCost: Double
        /// r, nil where the user must offload.
        let stayCost: Double?
        /// True if the user may run at the edge.
        let isAtEdge: Bool
    }

    let problem: OffloadProblem
    let users: [User]
    /// ρ.
    let room: Double
    /// F.
    let objectiveUnit: Double
    /// Σ of the costs at α = 0, or at L where the user must offload.
    let baseObjective: Double
    let hasBudget: Bool
    let userCount: Int
    let startingPoint: [Double]

    var localInequalityCount: Int { 4 }
    var couplingCount: Int { 1 }

    /// The relaxation of a problem; nil if no plan exists.
    init?(_ problem: OffloadProblem) {
        guard problem.infeasibility(under: .continuous) == nil else { return nil }
        let edge = problem.edge
        let costs = (0..<problem.count).map { CurveJet.least(of: problem.local, $0) }
        var least = PreciseSum()
        for user in costs.indices where costs[user] == nil { least.add(edge.fewestSteps[user]) }
        least.add(-problem.stepBudget)
        let room = max(-least.value, 0)
        let isFull = room == 0
        users = costs.enumerated().map { user, cost in
            let (fewest, most) = (edge.fewestSteps[user], edge.mostSteps[user])
            let curve = RisingCurve(edge, user, from: fewest)
            var role: Role
            if fewest > most {
                role = .nothing
            } else if isFull {
                role = cost == nil || fewest > 0 ? .nothing : .share
            } else if fewest == most {
                role = cost == nil ? .nothing : .share
            } else {
                role = cost == nil ? .steps : .both
            }
            return User(
                role: role, curve: curve, base: fewest, unit: max(most - fewest, 0),
                entry: cost.map { curve.base - $0 } ?? 0, baseCost: cost ?? curve.base, stayCost: cost,
                isAtEdge: fewest <= most)
        }
        self.problem = problem
        self.room = room
        baseObjective = PreciseSum(users.lazy.map(\.baseCost)).value
        let largest = users.reduce(0) { largest, user in
            user.role == .nothing ? largest : max(largest, abs(user.entry) + user.curve.riseSize(at: user.unit))
        }
        objectiveUnit = powerOfTwo(near: largest)
        hasBudget = !isFull && users.contains { $0.role != .nothing }
        userCount = users.count
        startingPoint =
            users.map { $0.role == .both || $0.role == .share ? 0.5 : 0 }
            + users.map { $0.role == .both ? 0.25 : $0.role == .steps ? 0.5 : 0 }
    }

    func values(at point: [Double], inequalities g: inout [Double]) -> Double? {
        let count = userCount
        var objective = 0.0
        var idle = 0.0
        var used = 0.0
        for (user, own) in users.enumerated() {
            let (alpha, y) = (point[user], point[count + user])
            for index in 0..<4 { g[index * count + user] = -1 }
            switch own.role {
            case .both:
                guard alpha > 0 else { return nil }
                (g[2 * count + user], g[3 * count + user]) = (-y, y - alpha)
                objective += alpha * (own.entry + own.curve.jet(at: own.unit * (y / alpha)).rise)
                used += (own.base * alpha + own.unit * y) / room
            case .share:
                idle += 0.5 * y * y
                objective += alpha * own.entry
                if hasBudget { used += own.base / room * alpha }
            case .steps:
                idle += 0.5 * alpha * alpha
                (g[2 * count + user], g[3 * count + user]) = (-y, y - 1)
                objective += own.curve.jet(at: own.unit * y).rise
                used += own.unit / room * y
            case .nothing:
                idle += 0.5 * (alpha * alpha + y * y)
            }
            if own.role == .both || own.role == .share { (g[user], g[count + user]) = (-alpha, alpha - 1) }
        }
        g[4 * count] = used - 1
        return objective / objectiveUnit + idle
    }

    func derivatives(at point: [Double], multipliers: [Double], into out: inout ArrowDerivatives) {
        let count = userCount
        for (user, own) in users.enumerated() {
            let (alpha, y) = (point[user], point[count + user])
            (out.gradientFirst[user], out.hessianFirst[user]) = (alpha, 1)
            (out.gradientSecond[user], out.hessianSecond[user]) = (y, 1)
            switch own.role {
            case .both:
                // With h = σ·y/α the perspective α·ρ(h) has the gradient (ρ − h·ρ′, σ·ρ′).
                let h = own.unit * (y / alpha)
                let jet = own.curve.jet(at: h)
                let curvature = jet.curvature / alpha / objectiveUnit
                out.gradientFirst[user] = (own.entry + jet.rise - h * jet.slope) / objectiveUnit
                out.gradientSecond[user] = own.unit * jet.slope / objectiveUnit
                out.hessianFirst[user] = h * h * curvature
                out.hessianCross[user] = -h * own.unit * curvature
                out.hessianSecond[user] = own.unit * own.unit * curvature
                (out.localFirst[user], out.localFirst[count + user]) = (-1, 1)
                out.localSecond[2 * count + user] = -1
                (out.localFirst[3 * count + user], out.localSecond[3 * count + user]) = (-1, 1)
                (out.couplingFirst[user], out.couplingSecond[user]) = (own.base / room, own.unit / room)
            case .share:
                out.gradientFirst[user] = own.entry / objectiveUnit
                out.hessianFirst[user] = 0
                (out.localFirst[user], out.localFirst[count + user]) = (-1, 1)
                if hasBudget { out.couplingFirst[user] = own.base / room }
            case .steps:
                let jet = own.curve.jet(at: own.unit * y)
                out.gradientSecond[user] = own.unit * jet.slope / objectiveUnit
                out.hessianSecond[user] = own.unit * own.unit * jet.curvature / objectiveUnit
                (out.localSecond[2 * count + user], out.localSecond[3 * count + user]) = (-1, 1)
                out.couplingSecond[user] = own.unit / room
            case .nothing: break
            }
        }
    }

    /// What the point changes in the objective, in units of F.
    func change(at point: [Double]) -> Double {
        var sum = PreciseSum()
        for (user, own) in users.enumerated() {
            let (alpha, y) = (point[user], point[userCount + user])
            switch own.role {
            case .both: sum.add(alpha * (own.entry + own.curve.jet(at: own.unit * (y / alpha)).rise) / objectiveUnit)
            case .share: sum.add(alpha * own.entry / objectiveUnit)
            case .steps: sum.add(own.curve.jet(at: own.unit * y).rise / objectiveUnit)
            case .nothing: break
            }
        }
        return sum.value
    }

    /// Between what numbers the optimum lies: q(λ) at the price of a result, and at 0, by weak duality, and the objective at
    /// its point, which must satisfy the constraints.
    func enclosure(_ result: InteriorPointResult) -> Enclosure {
        var upper = PreciseSum()
        upper.add(baseObjective)
        upper.add(objectiveUnit * change(at: result.point))
        let bounds = [bound(at: price(result.inequalityMultipliers)), bound(at: 0)]
        return Enclosure(lower: bounds.filter { !$0.isNaN }.max() ?? .nan, upper: upper.value)
    }

    /// q(λ) = Σ r + Σ min(0, R_1(L) − r + λL + min over h of (R_1(L + h) − R_1(L) + λh)) − λρ, without the 0 for users who
    /// must offload and without their λL, which ρ has not. Where ρ = 0 it is the limit for λ → ∞.
    private func bound(at price: Double) -> Double {
        var sum = PreciseSum()
        sum.add(baseObjective)
        sum.add(-price * room)
        for own in users where own.isAtEdge {
            let change = room > 0 ? own.curve.least(over: own.unit, price: price) : 0
            if own.stayCost == nil {
                sum.add(change)
            } else if room > 0 || own.base == 0 {
                sum.add(min(0, own.entry + price * own.base + change))
            }
        }
        return sum.value
    }

    /// The sum of the magnitudes of the terms of all costs at a point: |r| + |K| + B + D of the device, whose A·s is at
    /// most |r| + |K|, and α·(|K| + A·s + B + D) of the edge.
    func size(at point: [Double]) -> Double {
        var size = 0.0
        for (user, own) in users.enumerated() {
            let (local, edge) = (problem.local, problem.edge)
            if let stayCost = own.stayCost {
                size +=
                    2 * (abs(stayCost) + abs(local.constant[user])) + local.errorWeight[user]
                    + local.utilityWeight[user]
            }
            let (alpha, y) = (point[user], point[userCount + user])
            let share = own.role == .both || own.role == .share ? alpha : own.stayCost == nil ? 1 : 0
            let steps = own.role == .both ? own.base * alpha + own.unit * y : share * own.base + own.unit * y
            size +=
                share * (abs(edge.constant[user]) + edge.errorWeight[user] + edge.utilityWeight[user])
                + edge.stepCost[user] * abs(steps)
        }
        return size
    }

    /// λ, 0 where the budget row has no variable in it.
    func price(_ y: [Double]) -> Double { hasBudget ? objectiveUnit * y[4 * userCount] / room : 0 }
}

import InteriorPoint
import OffloadModel

/// The best steps of a decided set, x_n = (nothing, t), s = L + σ·t, as what changes from L on:
///
///     minimise Σ (R_r(L + σt) − R_r(L))/F_n   subject to   −t ≤ 0,  t − 1 ≤ 0,  Σ σt/ρ ≤ 1 over the offloaded
///
/// with each user's curve at its site r. ρ = S_e − Σ L is the room in the budget, 0 where it is mere rounding, σ the smaller one of S_r − L and, for an
/// offloaded user, ρ. F_n is a power of two: near the largest range of one user's cost, F, for all who share the budget, and
/// near the range of its own cost for a user on the device, who is a problem of its own. The price is F·y/ρ.
///
/// A user with σ = 0 is taken out; a variable without meaning takes its place, with the objective ½·t².
struct PlanProgram: ArrowProgram {
    /// One user in units of its data.
    struct User {
        let curve: RisingCurve
        /// L, S_r − L and σ.
        let base: Double
        let range: Double
        let unit: Double
        let isOffloaded: Bool
        /// F_n.
        var costUnit: Double
        /// The largest t, nil where the budget row stops s clearly below the limit.
        let most: Double?
    }

    let users: [User]
    /// ρ.
    let room: Double
    /// F, the unit of costs of those who share the budget.
    let objectiveUnit: Double
    /// Σ R_r(L).
    let baseObjective: Double
    /// True if the budget row has a variable in it.
    let hasBudget: Bool
    let userCount: Int
    let startingPoint: [Double]

    var localInequalityCount: Int { 2 }
    var couplingCount: Int { 1 }

    /// The share of the budget that is no room, since the rounding of the budget or of Σ L may have left it.
    static let roomRounding = 0x1p-48

    /// The program of a set; nil if a user's L exceeds its limit, or Σ L the budget.
    init?(_ problem: OffloadProblem, offloaded: [Bool]) {
        guard offloaded.count == problem.count else { return nil }
        var least = PreciseSum()
        for user in 0..<problem.count where offloaded[user] { least.add(problem.edge.fewestSteps[user]) }
        guard least.value <= problem.stepBudget else { return nil }
        least.add(-problem.stepBudget)
        let room = -least.value > Self.roomRounding * problem.stepBudget ? -least.value : 0
        var shared = 0.0
        var users: [User] = []
        for user in 0..<problem.count {
            let curves = problem.curves(at: offloaded[user] ? .edge : .local)
            let (fewest, most) = (curves.fewestSteps[user], curves.mostSteps[user])
            guard fewest <= most else { return nil }
            let isCut = offloaded[user] && room < most - fewest
            let unit = isCut ? room : most - fewest
            let curve = RisingCurve(curves, user, from: fewest)
            let range = curve.riseSize(at: unit)
            if offloaded[user] { shared = max(shared, range) }
            users.append(
                User(
                    curve: curve, base: fewest, range: most - fewest, unit: unit, isOffloaded: offloaded[user],
                    costUnit: powerOfTwo(near: range),
                    most: most - fewest > P2User.clearance * unit ? nil : (most - fewest) / unit))
        }
        objectiveUnit = powerOfTwo(near: shared)
        for user in users.indices where users[user].isOffloaded { users[user].costUnit = objectiveUnit }
        self.users = users
        self.room = room
        baseObjective = PreciseSum(users.lazy.map(\.curve.base)).value
        hasBudget = users.contains { $0.isOffloaded && $0.unit > 0 }
        userCount = users.count
        startingPoint = users.map { _ in 0 } + users.map { $0.unit > 0 ? 0.5 : 0 }
    }

    func values(at x: [Double], inequalities g: inout [Double]) -> Double? {
        let count = userCount
        var objective = 0.0
        var idle = 0.0
        var used = 0.0
        for (user, own) in users.enumerated() {
            let t = x[count + user]
            idle += 0.5 * x[user] * x[user]
            (g[user], g[count + user]) = (-1, -1)
            guard own.unit > 0 else {
                idle += 0.5 * t * t
                continue
            }
            g[user] = -t
            if let most = own.most { g[count + user] = t - most }
            objective += own.curve.jet(at: own.unit * t).rise / own.costUnit
            if own.isOffloaded { used += own.unit / room * t }
        }
        g[2 * count] = used - 1
        return objective + idle
    }

    func derivatives(at x: [Double], multipliers: [Double], into out: inout ArrowDerivatives) {
        let count = userCount
        for (user, own) in users.enumerated() {
            let t = x[count + user]
            (out.gradientFirst[user], out.hessianFirst[user]) = (x[user], 1)
            guard own.unit > 0 else {
                (out.gradientSecond[user], out.hessianSecond[user]) = (t, 1)
                continue
            }
            let jet = own.curve.jet(at: own.unit * t)
            out.gradientSecond[user] = jet.slope * own.unit / own.costUnit
            out.hessianSecond[user] = jet.curvature * own.unit * own.unit / own.costUnit
            out.localSecond[user] = -1
            out.localSecond[count + user] = own.most == nil ? 0 : 1
            if own.isOffloaded { out.couplingSecond[user] = own.unit / room }
        }
    }

    /// λ, 0 where the budget row has no variable in it.
    func price(_ y: [Double]) -> Double { hasBudget ? objectiveUnit * y[2 * userCount] / room : 0 }

    /// q(λ) of the set, which no cost of its is below: Σ R(L) + Σ min over h of (R(L + h) − R(L) + λh) − λρ, λ for those who
    /// are offloaded. Where ρ = 0 it is the limit for λ → ∞.
    func bound(at price: Double) -> Double {
        var sum = PreciseSum()
        sum.add(baseObjective)
        sum.add(-price * room)
        for own in users where !own.isOffloaded || room > 0 {
            sum.add(own.curve.least(over: own.range, price: own.isOffloaded ? price : 0))
        }
        return sum.value
    }

    /// The sums of the magnitudes of the terms of the Lagrangian's gradient.
    func gradientSizes(at x: [Double], multipliers y: [Double]) -> [Double] {
        let sizes = users.enumerated().map { user, own -> Double in
            guard own.unit > 0 else { return 0 }
            let slope = own.curve.slopeSize(at: own.unit * x[userCount + user]) * own.unit / own.costUnit
            return slope + (own.isOffloaded ? y[2 * userCount] * own.unit / room : 0)
        }
        return users.map { _ in 0 } + sizes
    }
}

/// The power of two at or below a positive number, 1 for anything else.
func powerOfTwo(near value: Double) -> Double { value > 0 && value.isFinite ? value.binade : 1 }

import InteriorPoint
import OffloadModel
import SuccessiveConvex

/// P2 (16) as the interior-point method sees it: what changes from the least point (a₀, L) on, in the units of ``P2User``,
/// x_n = (x, t), a = a₀ + α·x, s = L + σ·t:
///
///     minimise   Σ (R̃_0(s)²u + (1−a)²/(4u) + R̃_1(s)²v + a²/(4v) − τ(2a^(i) − 1)·a,  less its value at (a₀, L))/F_n
///     subject to −x ≤ 0,  x ≤ 1,  −t ≤ 0,  (s − S_0 − a·d)/c ≤ 0,  (Σ s²z + a²/(4z) − S_e)/ρ ≤ 0,   d = S_1 − S_0
///
/// with the local inequalities in this order. F_n is a power of two: near the largest range of one user's terms, F, for all
/// in the budget row, and near the range of its own terms for a user who is a problem of its own. c is the cap's own scale, ρ
/// the room in the budget. The multipliers of P2 are δ = F·y/ρ and ζ = F_n·y/c.
///
/// A variable that P2 leaves one value, because it is pinned or frozen or because L meets the cap, is taken out: no
/// inequality of this method has an interior there. A variable without meaning takes its place, with the objective ½·x².
/// A budget row without variables is a constant: −1 if it holds, above 0 if it does not.
struct P2Program: ArrowProgram {
    let users: [P2User]
    /// ρ = S_e − Σ least demands.
    let room: Double
    /// F.
    let objectiveUnit: Double
    /// Σ of what the terms of the users in the budget row can change, the penalty's share apart.
    let costRange: Double
    /// The users whose a was decided beforehand.
    let decided: [Int]
    /// True if the budget row has a variable in it.
    let hasBudget: Bool
    let userCount: Int
    let startingPoint: [Double]
    /// What the budget row is divided by, and what it subtracts from the demands above the least ones.
    let rowScale: Double
    private let budgetShare: Double

    var localInequalityCount: Int { 4 }
    var couplingCount: Int { 1 }

    /// How far the penalty must outweigh a user's costs for a to be decided beforehand.
    private static let decidingShare = 0x1p20

    /// The program of a P2; nil if a user's L exceeds the cap at every decision open to it.
    ///
    /// - Parameters:
    ///   - problem: P2.
    ///   - isFull: true to leave those who are in the budget row their least demand.
    ///   - decides: true to put a at the end of its range to which the penalty drives it, for users whose penalty outweighs
    ///     their costs. ``confirmsDecisions(_:of:)`` says afterwards whether that was right.
    init?(_ problem: P2Problem, isFull: Bool = false, decides: Bool = false) {
        guard var limits = P2Limits.all(of: problem) else { return nil }
        var decided: [Int] = []
        if decides {
            for user in limits.indices {
                guard let end = Self.end(problem, user, limits[user]) else { continue }
                limits[user].decide(end, of: problem, user)
                decided.append(user)
            }
        }
        let (room, rounding) = P2Limits.room(in: problem, limits)
        var users = limits.indices.map { P2User(problem, $0, limits: limits[$0], room: isFull ? nil : room) }
        var shared = 0.0
        for user in users.indices {
            let range = users[user].costRange + abs(users[user].penaltySlope)
            users[user].costUnit = powerOfTwo(near: range)
            if users[user].isInBudget { shared = max(shared, range) }
        }
        objectiveUnit = powerOfTwo(near: shared)
        for user in users.indices where users[user].isInBudget { users[user].costUnit = objectiveUnit }
        self.users = users
        self.decided = decided
        self.room = room
        costRange = PreciseSum(users.lazy.filter(\.isInBudget).map(\.costRange)).value
        hasBudget = users.contains(where: \.isInBudget)
        let isMet = isFull || !hasBudget && room >= -rounding
        rowScale = Self.rowScale(room: room, budget: problem.stepBudget)
        budgetShare = isMet ? 1 : room / rowScale
        userCount = users.count
        startingPoint = users.map { $0.decisionUnit > 0 ? 0.5 : 0 } + users.map { $0.stepUnit > 0 ? 0.25 : 0 }
    }

    /// ρ, by which the budget row is divided, or where there is no room the budget or what is missing.
    static func rowScale(room: Double, budget: Double) -> Double {
        room > 0 ? room : max(budget, -room, .leastNormalMagnitude)
    }

    /// The end of a's range to which the penalty drives it whatever the costs are; nil if it does not outweigh them.
    private static func end(_ problem: P2Problem, _ user: Int, _ limits: P2Limits) -> Double? {
        guard limits.leastDecision < limits.mostDecision else { return nil }
        let costs = 1 / (2 * problem.u[user]) + 1 / (2 * problem.v[user])
        let pull = problem.penalty * (2 * problem.previous[user] - 1)
        guard abs(pull) > decidingShare * costs else { return nil }
        return pull > 0 ? limits.mostDecision : limits.leastDecision
    }

    /// a and s of a point of the program.
    func point(_ x: [Double]) -> (decisions: [Double], steps: [Double]) {
        (
            users.indices.map { users[$0].decisionBase + users[$0].decisionUnit * x[$0] },
            users.indices.map { users[$0].stepBase + users[$0].stepUnit * x[userCount + $0] }
        )
    }

    /// δ, where the budget row has a variable in it; else 0.
    func budgetMultiplier(_ y: [Double]) -> Double { hasBudget ? objectiveUnit * y[4 * userCount] / rowScale : 0 }

    /// ζ of a user, 0 where the cap is not imposed.
    func capMultiplier(_ y: [Double], _ user: Int) -> Double {
        users[user].cap.map { users[user].costUnit * y[3 * userCount + user] / $0.scale } ?? 0
    }

    /// Whether the multipliers of a result prove that the decisions that were set beforehand are the solution's.
    ///
    /// At the least a of its range a user has D ≥ 0, at the most D ≤ 0, where D is (18a) without β and γ: those two then
    /// make up for it. Here half of the penalty must be left.
    func confirmsDecisions(_ y: [Double], of problem: P2Problem) -> Bool {
        let delta = budgetMultiplier(y)
        return decided.allSatisfy { user in
            let (u, v, z, a) = (problem.u[user], problem.v[user], problem.z[user], users[user].decisionBase)
            let pull = problem.penalty * (2 * problem.previous[user] - 1)
            let rise = problem.curves.edge.mostSteps[user] - problem.curves.local.mostSteps[user]
            let drift = capMultiplier(y, user) * rise
            let price = z.isFinite ? delta * a / (2 * z) : 0
            let slope = a / (2 * u) + a / (2 * v) + price - 1 / (2 * u) - pull - drift
            return pull > 0 ? slope <= -0.5 * pull : slope >= -0.5 * pull
        }
    }

    /// The objective of P2 at a point.
    func objective(at x: [Double]) -> Double {
        var sum = PreciseSum()
        for own in users { sum.add(own.baseObjective) }
        for (user, own) in users.enumerated() {
            let (x, t) = (x[user], x[userCount + user])
            if own.decisionUnit > 0 { sum.add(own.decisionTerms(x) + own.penaltySlope * x) }
            if own.stepUnit > 0 { sum.add(own.stepTerms(at: t).value) }
        }
        return sum.value
    }

    /// The sum of the magnitudes of the objective's terms at a point.
    func size(at x: [Double]) -> Double {
        var sum = 0.0
        for (user, own) in users.enumerated() {
            sum += own.baseSize + own.costRange + abs(own.penaltySlope * x[user])
        }
        return sum
    }

    /// The sums of the magnitudes of the terms of the Lagrangian's gradient, the bounds' multipliers apart.
    func gradientSizes(at x: [Double], multipliers y: [Double]) -> [Double] {
        let count = userCount
        let delta = y[4 * count]
        var sizes = [Double](repeating: 0, count: 2 * count)
        for (user, own) in users.enumerated() {
            let (x, t) = (x[user], x[count + user])
            let force = own.cap.map { y[3 * count + user] / $0.scale } ?? 0
            if own.decisionUnit > 0 {
                sizes[user] =
                    own.decisionSlopeSize(at: x) / own.costUnit + delta * abs(own.decisionDemand.slope(at: x))
                    + force * abs(own.cap?.rise ?? 0)
            }
            if own.stepUnit > 0 {
                sizes[count + user] =
                    own.stepSlopeSize(at: t) / own.costUnit + delta * abs(own.stepDemand.slope(at: t))
                    + force * own.stepUnit
            }
        }
        return sizes
    }

    func values(at x: [Double], inequalities g: inout [Double]) -> Double? {
        let count = userCount
        var objective = 0.0
        var idle = 0.0
        var used = 0.0
        for user in 0..<count {
            let own = users[user]
            let (x, t) = (x[user], x[count + user])
            for index in 0..<4 { g[index * count + user] = -1 }
            if own.hasZero { g[user] = -x }
            if let most = own.most { g[count + user] = x - most }
            if own.decisionUnit > 0 {
                objective += (own.decisionTerms(x) + own.penaltySlope * x) / own.costUnit
                used += own.decisionDemand(x)
            } else {
                idle += 0.5 * x * x
            }
            if own.stepUnit > 0 {
                g[2 * count + user] = -t
                objective += own.stepTerms(at: t).value / own.costUnit
                used += own.stepDemand(t)
            } else {
                idle += 0.5 * t * t
            }
            if let cap = own.cap {
                g[3 * count + user] = (own.stepUnit * t - cap.rise * x - cap.height) / cap.scale
            }
        }
        g[4 * count] = used - budgetShare
        return objective + idle
    }

    func derivatives(at x: [Double], multipliers y: [Double], into out: inout ArrowDerivatives) {
        let count = userCount
        let delta = y[4 * count]
        for user in 0..<count {
            let own = users[user]
            let (x, t) = (x[user], x[count + user])
            out.localFirst[user] = own.hasZero ? -1 : 0
            out.localFirst[count + user] = own.most == nil ? 0 : 1
            if own.decisionUnit > 0 {
                out.gradientFirst[user] = (own.decisionTerms.slope(at: x) + own.penaltySlope) / own.costUnit
                out.hessianFirst[user] =
                    2 * (own.decisionTerms.square / own.costUnit + delta * own.decisionDemand.square)
                out.couplingFirst[user] = own.decisionDemand.slope(at: x)
            } else {
                (out.gradientFirst[user], out.hessianFirst[user]) = (x, 1)
            }
            if own.stepUnit > 0 {
                let terms = own.stepTerms(at: t)
                out.gradientSecond[user] = terms.slope / own.costUnit
                out.hessianSecond[user] = terms.curvature / own.costUnit + 2 * delta * own.stepDemand.square
                out.localSecond[2 * count + user] = -1
                out.couplingSecond[user] = own.stepDemand.slope(at: t)
            } else {
                (out.gradientSecond[user], out.hessianSecond[user]) = (t, 1)
            }
            if let cap = own.cap {
                out.localFirst[3 * count + user] = own.decisionUnit > 0 ? -cap.rise / cap.scale : 0
                out.localSecond[3 * count + user] = own.stepUnit / cap.scale
            }
        }
    }
}

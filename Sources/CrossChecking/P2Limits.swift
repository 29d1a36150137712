import OffloadModel
import SuccessiveConvex

/// What the limits of P2 leave to one user: a range of a, a range of s, and what the user takes of the budget at least.
struct P2Limits {
    /// The least and the most a that is not pinned away and for which L ≤ S_0 + a·d.
    private(set) var leastDecision = 0.0
    private(set) var mostDecision = 1.0
    /// True if the cap falls to L at that end of the range, so that no bound of a is needed there.
    private(set) var isBoundedBelowByCap = false
    private(set) var isBoundedAboveByCap = false
    /// L.
    let fewest: Double
    /// How far the largest cap over the range of a is above L; 0 where s is frozen.
    private(set) var stepRange = 0.0
    /// True if z is neither 0 nor +∞, so that a and s stand in the budget row.
    let isInBudget: Bool
    /// L²z + a²/(4z) at the least a; 0 for a user who is not in the budget row.
    private(set) var leastDemand = 0.0

    /// The limits of a user; nil if L exceeds the cap at every decision that is open to it.
    init?(_ problem: P2Problem, _ user: Int) {
        let (u, v, z) = (problem.u[user], problem.v[user], problem.z[user])
        let (low, high) = (problem.curves.local.mostSteps[user], problem.curves.edge.mostSteps[user])
        fewest = problem.curves.local.fewestSteps[user]
        isInBudget = z > 0 && z.isFinite
        if u == 0 { leastDecision = 1 }
        if v == 0 || z == 0 { mostDecision = 0 }
        if fewest > min(low, high) {
            guard low != high else { return nil }
            let threshold = (fewest - low) / (high - low)
            if high > low, threshold > leastDecision {
                (leastDecision, isBoundedBelowByCap) = (threshold, true)
            } else if high < low, threshold < mostDecision {
                (mostDecision, isBoundedAboveByCap) = (threshold, true)
            }
        }
        guard leastDecision <= mostDecision else { return nil }
        measure(problem, user)
    }

    /// The limits of all users; nil if a user has none.
    static func all(of problem: P2Problem) -> [P2Limits]? {
        var limits: [P2Limits] = []
        for user in 0..<problem.count {
            guard let own = P2Limits(problem, user) else { return nil }
            limits.append(own)
        }
        return limits
    }

    /// What the least demands leave of the budget, and the share of either that rounding leaves open, as the KKT solver has
    /// it.
    static func room(in problem: P2Problem, _ limits: [P2Limits]) -> (room: Double, rounding: Double) {
        var demand = PreciseSum(limits.lazy.map(\.leastDemand))
        let size = max(demand.value, problem.stepBudget)
        demand.add(-problem.stepBudget)
        return (-demand.value, 0x1p-44 * size)
    }

    /// Sets a, within its range.
    mutating func decide(_ decision: Double, of problem: P2Problem, _ user: Int) {
        isBoundedBelowByCap = isBoundedBelowByCap && decision == leastDecision
        isBoundedAboveByCap = isBoundedAboveByCap && decision == mostDecision
        (leastDecision, mostDecision) = (decision, decision)
        measure(problem, user)
    }

    private mutating func measure(_ problem: P2Problem, _ user: Int) {
        let z = problem.z[user]
        let (low, high) = (problem.curves.local.mostSteps[user], problem.curves.edge.mostSteps[user])
        let cap = max(Self.cap(at: leastDecision, low, high), Self.cap(at: mostDecision, low, high))
        let isAtFloor = leastDecision == mostDecision && (isBoundedBelowByCap || isBoundedAboveByCap)
        stepRange = z == .infinity || isAtFloor ? 0 : max(cap - fewest, 0)
        if isInBudget { leastDemand = fewest * fewest * z + leastDecision * leastDecision / (4 * z) }
    }

    /// S_0 + a·d, exactly S_0 and S_1 at the ends.
    static func cap(at decision: Double, _ low: Double, _ high: Double) -> Double {
        (1 - decision) * low + decision * high
    }
}

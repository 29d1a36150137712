import OffloadModel
import VectorKernels

/// Which decision a node leaves to a user.
enum Side: UInt8 {
    case open, local, edge
}

/// P1 for the users whose steps at the edge matter, with all others settled: what branch and bound works on.
///
/// Users that are certain to stay local contribute a constant; the rest are gathered into compact columns.
struct CoreProblem {
    /// The index in the whole problem of each user of the core, ascending.
    let users: [Int]
    /// The edge curves of the core's users.
    let curves: CostCurves
    /// r_n of the core's users, +∞ where the user must offload.
    let localCosts: [Double]
    /// The sides that are certain before any branching.
    let sides: [Side]
    /// Σ r_n over the users outside the core.
    let settledCost: PreciseSum
    /// Σ |r_n| over the users outside the core.
    let settledMagnitude: Double
    /// What can be spent: S_e, or ⌊S_e⌋ for whole steps.
    let stepBudget: Double
    let rule: StepRule

    /// Gathers the users that `side` does not send home for good.
    init(
        problem: OffloadProblem, rule: StepRule, localCosts: [Double], side: (Int) -> Side
    ) {
        var users: [Int] = []
        var sides: [Side] = []
        var settled = PreciseSum()
        var magnitude = 0.0
        for user in 0..<problem.count {
            let side = side(user)
            if side == .local {
                settled.add(localCosts[user])
                magnitude += abs(localCosts[user])
            } else {
                users.append(user)
                sides.append(side)
            }
        }
        self.users = users
        self.sides = sides
        self.rule = rule
        settledCost = settled
        settledMagnitude = magnitude
        stepBudget = problem.spendableBudget(under: rule)
        if users.count == problem.count {
            curves = problem.edge
            self.localCosts = localCosts
        } else {
            curves = problem.edge.gathering(users)
            self.localCosts = users.map { localCosts[$0] }
        }
    }

    /// The number of users in the core.
    var count: Int { users.count }

    /// The fewest steps of a core user at the edge under the rule.
    func fewestSteps(_ member: Int) -> Double {
        rule == .integer ? curves.fewestSteps[member].rounded(.up) : curves.fewestSteps[member]
    }

    /// The most steps of a core user at the edge under the rule.
    func mostSteps(_ member: Int) -> Double {
        rule == .integer ? curves.mostSteps[member].rounded(.down) : curves.mostSteps[member]
    }
}

extension CostCurves {
    /// The curves of some users, in the order given.
    func gathering(_ users: [Int]) -> CostCurves {
        func gather(_ column: [Double]) -> [Double] { users.map { column[$0] } }
        return CostCurves(
            constant: gather(constant), stepCost: gather(stepCost),
            errorWeight: gather(errorWeight), errorDecay: gather(errorDecay),
            utilityWeight: gather(utilityWeight), utilityRate: gather(utilityRate),
            fewestSteps: gather(fewestSteps), mostSteps: gather(mostSteps))
    }
}

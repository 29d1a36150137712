import OffloadModel

/// P1 for the users whose steps at the edge matter, with all others settled: what branch and bound works on.
///
/// Users that are certain to stay local contribute a constant; the rest are gathered into compact columns. A workspace:
/// its columns are filled anew for every problem.
struct CoreProblem {
    /// The index in the whole problem of each user of the core, ascending.
    private(set) var users: [Int] = []
    /// The edge curves of the core's users; the last one is repeated to fill the kernels' lanes.
    ///
    /// No plan has a user take more steps than the budget, so with min(S_1, S_e) for S_1 the dual function bounds all plans,
    /// and better. What another step of budget would save is another matter: see ``exchangeLimits()``.
    private(set) var curves = CostCurves([])
    /// S_1 of the core's users where the curves have the budget's limit, and the other way round; empty if the budget limits nobody.
    private var otherMostSteps: [Double] = []
    /// r_n of the core's users, +∞ where the user must offload.
    private(set) var localCosts: [Double] = []
    /// The sides that are certain before any branching.
    private(set) var sides: [Side] = []
    /// Σ r_n over the users outside the core.
    private(set) var settledCost = PreciseSum()
    /// Σ |r_n| over the users outside the core.
    private(set) var settledMagnitude = 0.0
    /// What can be spent: S_e, or ⌊S_e⌋ for whole steps, rounded down to the ``BudgetLattice`` of the users.
    private(set) var stepBudget = 0.0
    /// The budget as it is, where ``stepBudget`` is rounded down, and the other way round; see ``exchangeLimits()``.
    private var otherBudget = 0.0
    /// True if the users or the budget were reduced, which the proof has to say.
    private(set) var isReduced = false
    private(set) var rule = StepRule.continuous

    /// Takes the users who may offload; those that can run at one site only have their side.
    ///
    /// - Parameters:
    ///   - localCosts: r_n of every user, +∞ where the user must offload.
    ///   - known: the sides proven by other means, of every user; nil if there are none.
    ///   - deadline: when to give up; the core is then of no use.
    mutating func gather(
        _ problem: OffloadProblem, rule: StepRule, localCosts: [Double], known: [Side]? = nil,
        until deadline: SolveDeadline? = nil
    ) throws(TimeIsUp) {
        self.rule = rule
        stepBudget = problem.spendableBudget(under: rule)
        users.removeAll(keepingCapacity: true)
        sides.removeAll(keepingCapacity: true)
        self.localCosts.removeAll(keepingCapacity: true)
        settledCost = PreciseSum()
        settledMagnitude = 0
        let fewest = problem.edge.fewestSteps.span
        let most = problem.edge.mostSteps.span
        let constant = problem.edge.constant.span
        let (errorWeight, utilityWeight) = (problem.edge.errorWeight.span, problem.edge.utilityWeight.span)
        isReduced = false
        for part in SolveDeadline.parts(of: problem.count) {
            try deadline?.check()
            for user in part {
                let localCost = localCosts[user]
                var side = known?[user] ?? .open
                if localCost == .infinity {
                    side = .edge
                } else if fewest[user] <= 0,
                    let loss = ConvexUser.loss(
                        localCost: localCost, constant: constant[user],
                        weights: errorWeight[user] + utilityWeight[user], fewestSteps: fewest[user],
                        mostSteps: most[user])
                {
                    side = .edge
                    isReduced = true
                    settledCost.add(-loss)
                } else if Self.whole(fewest[user], .up, rule) > Self.whole(min(most[user], stepBudget), .down, rule) {
                    side = .local
                }
                if side == .local {
                    settledCost.add(localCost)
                    settledMagnitude += abs(localCost)
                } else {
                    users.append(user)
                    sides.append(side)
                    self.localCosts.append(localCost)
                }
            }
        }
        try curves.gather(users, of: problem.edge, until: deadline)
        otherMostSteps.removeAll(keepingCapacity: true)
        if curves.mostSteps.contains(where: { [stepBudget] in $0 > stepBudget }) {
            otherMostSteps.append(contentsOf: curves.mostSteps)
            for member in curves.mostSteps.indices where curves.mostSteps[member] > stepBudget {
                curves.mostSteps[member] = stepBudget
            }
        }
        roundBudget()
    }

    /// Settles users whom the server never serves better than their devices.
    ///
    /// - Parameter edgeCosts: numbers that min R_1 of each member is proven not to fall below.
    mutating func settleWhoNeverPays(_ problem: OffloadProblem, edgeCosts: [Double]) {
        for member in 0..<count where sides[member] == .open {
            let (local, edge) = (problem.local[users[member]], curves[member])
            let fewest = max(local.fewestSteps, 0).rounded(.up)
            let magnitude =
                abs(local.constant) + local.stepCost * fewest + local.errorWeight + local.utilityWeight
                + abs(edge.constant) + edge.errorWeight + edge.utilityWeight
            guard
                NeverEdgeUser.holds(edgeCost: edgeCosts[member], localCost: localCosts[member], magnitude: magnitude)
            else { continue }
            sides[member] = .local
            isReduced = true
        }
    }

    /// True if nobody has a choice but between whole numbers of steps.
    var hasWholeSteps: Bool {
        guard rule == .continuous else { return true }
        return (0..<count).allSatisfy { member in
            let fewest = curves.fewestSteps[member]
            return fewest == curves.mostSteps[member] && fewest == fewest.rounded()
        }
    }

    /// Rounds the budget down to what can be spent. The users' limits stay as they are.
    private mutating func roundBudget() {
        otherBudget = stepBudget
        guard count > 0 else { return }
        var lattice = BudgetLattice()
        let isWhole = rule == .integer
        for member in 0..<count {
            let (fewest, most) = (fewestSteps(member), mostSteps(member))
            guard lattice.add(fewest: fewest, most: most, mustOffload: sides[member] == .edge, isWhole: isWhole) else {
                return
            }
            if isWhole, lattice.isTrivial { return }
        }
        let rounded = lattice.rounded(stepBudget)
        isReduced = isReduced || rounded < stepBudget
        stepBudget = rounded
    }

    /// True if the budget limits users more than their S_1.
    var budgetLimitsUsers: Bool { !otherMostSteps.isEmpty }

    /// Gives the curves S_1 for a limit where they have the budget, and the budget what was rounded off, or takes both again.
    mutating func exchangeLimits() {
        swap(&stepBudget, &otherBudget)
        if budgetLimitsUsers { swap(&curves.mostSteps, &otherMostSteps) }
    }

    /// The number of users in the core.
    var count: Int { users.count }

    /// The fewest steps of a core user at the edge under the rule.
    func fewestSteps(_ member: Int) -> Double { Self.whole(curves.fewestSteps[member], .up, rule) }

    /// The most steps of a core user at the edge under the rule.
    func mostSteps(_ member: Int) -> Double { Self.whole(curves.mostSteps[member], .down, rule) }

    private static func whole(_ steps: Double, _ direction: FloatingPointRoundingRule, _ rule: StepRule) -> Double {
        rule == .integer ? steps.rounded(direction) : steps
    }
}

extension CostCurves {
    /// The kernels work on up to so many users side by side, and lanes left empty cost them dearly.
    private static let lanes = 16

    /// Becomes the curves of some users, in the order given, with the last one repeated until the lanes are full.
    ///
    /// - Parameter deadline: when to give up; the curves are then of no use.
    mutating func gather(
        _ users: some Collection<Int>, of curves: CostCurves, until deadline: SolveDeadline? = nil
    ) throws(TimeIsUp) {
        func gather(_ column: [Double], into copy: inout [Double]) throws(TimeIsUp) {
            try deadline?.check()
            copy.removeAll(keepingCapacity: true)
            if users.count == column.count {
                copy.append(contentsOf: column)
            } else {
                for user in users { copy.append(column[user]) }
            }
            guard let last = copy.last else { return }
            while copy.count % Self.lanes != 0 { copy.append(last) }
        }
        try gather(curves.constant, into: &constant)
        try gather(curves.stepCost, into: &stepCost)
        try gather(curves.errorWeight, into: &errorWeight)
        try gather(curves.errorDecay, into: &errorDecay)
        try gather(curves.utilityWeight, into: &utilityWeight)
        try gather(curves.utilityRate, into: &utilityRate)
        try gather(curves.fewestSteps, into: &fewestSteps)
        try gather(curves.mostSteps, into: &mostSteps)
    }
}

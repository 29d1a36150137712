/// Follows a ``BoundProof`` and returns the bound it proves. Shares no code with the solvers but ``PreciseSum``.
struct BoundChecker {
    let problem: OffloadProblem
    let rule: StepRule
    let claim: Double
    /// min R_0, proven from below; +∞ where the user must offload.
    let localCosts: [Double]
    /// True for a proof of version 2, which rounds the budget of every region down to what can be spent.
    private var roundsBudget = false
    /// How much two honest evaluations of objective or bound may differ: 2⁻⁴⁴ of the magnitudes summed.
    let roundingAllowance: Double

    init(problem: OffloadProblem, plan: Plan, claim: Double) {
        self.problem = problem
        rule = plan.stepRule
        self.claim = claim
        var magnitude = PreciseSum()
        localCosts = (0..<problem.count).map { user in
            for site in Site.allCases {
                let curve = problem.curves(at: site)[user]
                magnitude.add(abs(curve.constant) + curve.errorWeight + curve.utilityWeight)
                // Whole steps begin at ⌈L⌉.
                let fewest = plan.stepRule == .integer ? curve.fewestSteps.rounded(.up) : curve.fewestSteps
                let steps = max(fewest, plan.offloaded[user] == (site == .edge) ? plan.steps[user] : 0)
                magnitude.add(curve.stepCost * steps)
            }
            return problem.local[user].provenMinimum(price: 0, rule: plan.stepRule)
        }
        // The second part is for costs so small that their roundings are subnormal.
        roundingAllowance = 0x1p-44 * magnitude.value + 0x1p-1001
    }

    /// The decisions that a node of the tree leaves open.
    struct Region {
        enum Side { case open, local, edge }
        var sides: [Side]
        var fewestOffloaded: Int
        var mostOffloaded: Int
        /// The bound that a fixing step has proven for the region; its parts are bounded at least as well.
        ///
        /// It matters where users were fixed on the side that the solver gave up only later: then the fixing step, not
        /// the leaf, is what bounds the region.
        var bound = -Double.infinity

        /// Puts a user on a side; a user already on the other one makes the region empty.
        mutating func force(_ user: Int, _ side: Side) {
            if sides[user] == .open {
                sides[user] = side
            } else if sides[user] != side {
                mostOffloaded = -1
            }
        }
    }

    /// The bound proven: the least over the tree's leaves, but not above the claim where fixing relied on it.
    mutating func bound(of proof: BoundProof) throws(ProofError) -> Double {
        guard BoundProof.versions.contains(proof.version) else { throw .unknownVersion(proof.version) }
        roundsBudget = proof.version >= 2
        var reductions = ProofReductions()
        var region = Region(
            sides: Array(repeating: .open, count: problem.count), fewestOffloaded: 0, mostOffloaded: problem.count)
        for user in 0..<problem.count {
            if problem.stepLimits(of: user, at: .local, under: rule) == nil { region.sides[user] = .edge }
            let edge = edge(user)
            let edgeCost = edge.provenMinimum(price: 0, rule: rule)
            if edgeCost == .infinity { region.sides[user] = .local }
            guard proof.version >= 2, region.sides[user] == .open else { continue }
            let site = reductions.site(
                local: problem.local[user], localCost: localCosts[user], edge: edge, edgeCost: edgeCost)
            if let site { region.sides[user] = site == .edge ? .edge : .local }
        }
        // A proof can be deep; the open regions are kept on a list rather than on the call stack.
        var open = [region]
        var next = 0
        var bound = Double.infinity
        while let region = open.popLast() {
            guard next < proof.steps.count else { throw .incomplete }
            let step = proof.steps[next]
            next += 1
            switch step {
            case .price(let price):
                bound = min(bound, max(region.bound, try offers(in: region, price: price).bound))
            case .fixing(let price):
                open.append(try fix(region, price: price))
                bound = min(bound, claim)
            case .count(let limit):
                guard (0..<problem.count).contains(limit) else { throw .invalidLimit(limit) }
                var below = region
                var above = region
                below.mostOffloaded = min(region.mostOffloaded, limit)
                above.fewestOffloaded = max(region.fewestOffloaded, limit + 1)
                open.append(above)
                open.append(below)
            case .twins(let user, let limit):
                let (below, above) = try split(region, twinsOf: user, limit: limit)
                open.append(above)
                open.append(below)
            case .core(let prices):
                guard proof.version >= 2 else { throw .coreInVersion1 }
                bound = min(bound, max(region.bound, try coreBound(in: region, prices: prices)))
            }
        }
        guard next == proof.steps.count else { throw .trailingSteps(proof.steps.count - next) }
        return bound - reductions.loss
    }

    /// What of the budget a region can spend.
    func budget(of region: Region) -> Double {
        let budget = problem.spendableBudget(under: rule)
        guard roundsBudget else { return budget }
        return ProofReductions.spendable(
            budget, rule: rule,
            users: (0..<problem.count).lazy.filter { region.sides[$0] != .local }.compactMap { user in
                edgeLimits(of: user).map { (limits: $0, mustOffload: region.sides[user] == .edge) }
            })
    }

    /// The numbers of steps that a user can take at the edge under the rule, nil if there are none.
    func edgeLimits(of user: Int) -> ClosedRange<Double>? {
        let curve = edge(user)
        let isWhole = rule == .integer
        let fewest = isWhole ? curve.fewestSteps.rounded(.up) : curve.fewestSteps
        let most = isWhole ? curve.mostSteps.rounded(.down) : curve.mostSteps
        return fewest <= most ? fewest...most : nil
    }

    /// R_1 of a user with no more steps than the budget has: no plan gives anybody more, and it raises the bound.
    func edge(_ user: Int) -> CostCurve {
        var curve = problem.edge[user]
        curve.mostSteps = min(curve.mostSteps, problem.stepBudget)
        return curve
    }

    /// Among identical users the ones of smaller index offload first: at most `limit` means that the ones after
    /// the first `limit` stay local, at least `limit + 1` that the first `limit + 1` offload.
    private func split(
        _ region: Region, twinsOf user: Int, limit: Int
    ) throws(ProofError) -> (below: Region, above: Region) {
        guard (0..<problem.count).contains(user) else { throw .invalidUser(user) }
        let local = problem.local[user]
        let edge = problem.edge[user]
        let twins = (0..<problem.count).filter { problem.local[$0] == local && problem.edge[$0] == edge }
        guard twins.indices.contains(limit) else { throw .invalidLimit(limit) }
        var below = region
        var above = region
        for (position, twin) in twins.enumerated() {
            if position >= limit { below.force(twin, .local) }
            if position <= limit { above.force(twin, .edge) }
        }
        return (below, above)
    }

    /// The Lagrangian bound of a region at a price, and what each open user's change of sides would add to it.
    private struct Offers {
        var bound: Double
        /// φ_n(λ) − r_n of the open users, in the order of `users`.
        var reducedCosts: [Double] = []
        var users: [Int] = []
        /// Sending one more user to the edge costs its reduced cost minus this.
        var entering = 0.0
        /// Calling one user back costs this minus its reduced cost.
        var leaving = 0.0
        /// The users of smallest reduced cost that the bound counts as offloaded, as positions in `users`.
        var chosen: Set<Int> = []
    }

    private func offers(in region: Region, price: Double, forFixing: Bool = false) throws(ProofError) -> Offers {
        guard price >= 0, price.isFinite else { throw .invalidPrice(price) }
        var offers = Offers(bound: .infinity)
        var sum = PreciseSum()
        var forced = 0
        var isProven = true
        // φ_n(λ) of the open users. What a user costs is added as it is: beside a huge r_n, r_n + (φ_n − r_n) would lose φ_n.
        var edgeCosts: [Double] = []
        for user in 0..<problem.count {
            let local = localCosts[user]
            let edge = region.sides[user] == .local ? 0 : edge(user).provenMinimum(price: price, rule: rule)
            switch region.sides[user] {
            case .local: sum.add(local)
            case .edge:
                sum.add(edge)
                forced += 1
            case .open:
                edgeCosts.append(edge)
                offers.reducedCosts.append(edge - local)
                offers.users.append(user)
            }
            isProven = isProven && (local > -.infinity || region.sides[user] == .edge) && edge > -.infinity
        }
        // The smallest sum of k reduced costs, over the k that the region allows.
        let fewest = max(region.fewestOffloaded - forced, 0)
        let most = min(region.mostOffloaded - forced, offers.users.count)
        guard fewest <= most else { return offers }
        let profitable = offers.reducedCosts.reduce(into: 0) { $0 += $1 < 0 ? 1 : 0 }
        let taken = min(max(profitable, fewest), most)
        if taken == profitable, !forFixing {
            for (position, user) in offers.users.enumerated() {
                sum.add(offers.reducedCosts[position] < 0 ? edgeCosts[position] : localCosts[user])
            }
        } else {
            let order = offers.reducedCosts.indices.sorted { offers.reducedCosts[$0] < offers.reducedCosts[$1] }
            for (rank, position) in order.enumerated() {
                sum.add(rank < taken ? edgeCosts[position] : localCosts[offers.users[position]])
            }
            offers.chosen = Set(order.prefix(taken))
            let lastIn = taken > 0 ? offers.reducedCosts[order[taken - 1]] : -.infinity
            let firstOut = taken < order.count ? offers.reducedCosts[order[taken]] : .infinity
            offers.entering = taken < most ? max(0, lastIn) : lastIn
            offers.leaving = taken > fewest ? min(0, firstOut) : firstOut
        }
        let bound = sum.value - price * budget(of: region)
        // Overflow anywhere leaves nothing proven.
        offers.bound = isProven && !bound.isNaN ? bound : -.infinity
        return offers
    }

    /// Gives every open user its present side if the other side is proven to cost at least the claimed bound.
    private func fix(_ region: Region, price: Double) throws(ProofError) -> Region {
        let offers = try offers(in: region, price: price, forFixing: true)
        var fixed = region
        fixed.bound = max(region.bound, offers.bound)
        for (position, user) in offers.users.enumerated() {
            let cost = offers.reducedCosts[position]
            if offers.chosen.contains(position) {
                if offers.bound + (offers.leaving - cost) >= claim { fixed.force(user, .edge) }
            } else if offers.bound + (cost - offers.entering) >= claim {
                fixed.force(user, .local)
            }
        }
        return fixed
    }
}

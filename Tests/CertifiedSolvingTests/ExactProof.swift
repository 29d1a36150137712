#if arch(x86_64)
    import OffloadModel
    import TestSupport

    /// Follows the proof of a lower bound in extended precision and without any margin. It has nothing in common with
    /// the verifier but the meaning of the steps.
    struct ExactProof {
        let problem: OffloadProblem
        let rule: StepRule
        let claim: Float80
        /// r_n, nil where the device is not available.
        let localCosts: [Float80?]
        /// 2 for a proof that begins with reductions.
        private let version: Int
        /// Core steps with too many states to follow them here.
        var skippedCores = 0
        private var steps: ArraySlice<BoundStep>

        /// - Parameter claim: what the fixing steps lean on.
        init(_ proof: BoundProof, of problem: OffloadProblem, _ rule: StepRule, claim: Double) {
            self.problem = problem
            self.rule = rule
            self.claim = Float80(claim)
            localCosts = (0..<problem.count).map {
                ExtendedMinimum(of: problem.local[$0], price: 0, rule: rule).value
            }
            steps = proof.steps[...]
            version = proof.version
        }

        /// What the decisions left open by a node are.
        struct Region {
            /// Nil for a user who may do either.
            var offloads: [Bool?]
            var counts: ClosedRange<Int>?

            mutating func force(_ user: Int, _ value: Bool) {
                if offloads[user] == !value { counts = nil }
                offloads[user] = value
            }
        }

        /// The least cost that the proof leaves possible, +∞ if it leaves nothing.
        mutating func bound() -> Float80 {
            // What offloading users who lose nothing by it costs after all, by the rounding of the numbers that say so.
            var loss: Float80 = 0
            let offloads = (0..<problem.count).map { user -> Bool? in
                guard let localCost = localCosts[user] else { return true }
                let curve = edge(user)
                guard let edgeCost = ExtendedMinimum(of: curve, price: 0, rule: rule).value else { return false }
                guard version >= 2 else { return nil }
                let scale = ExtendedMinimum.scale(of: curve) + ExtendedMinimum.scale(of: problem.local[user])
                let atNothing = ExtendedMinimum(of: curve, price: 0, rule: rule).value(at: 0)
                if curve.fewestSteps <= 0, atNothing <= localCost + 0x1p-44 * Float80(scale) {
                    loss += max(atNothing - localCost, 0)
                    return true
                }
                return edgeCost >= localCost ? false : nil
            }
            var plain = self
            let reduced = bound(of: Region(offloads: offloads, counts: 0...problem.count)) - loss
            // Weak duality at one price holds without the reductions, too, and loses nothing by them.
            guard plain.steps.count == 1 else { return reduced }
            let free = offloads.indices.map { user -> Bool? in
                guard localCosts[user] != nil else { return true }
                return ExtendedMinimum(of: edge(user), price: 0, rule: rule).value == nil ? false : nil
            }
            return max(reduced, plain.bound(of: Region(offloads: free, counts: 0...problem.count)))
        }

        /// What of the budget a region can spend: by a proof of version 2, what lies on the lattice of whole steps.
        func budget(of region: Region) -> Float80 {
            let budget = Float80(problem.spendableBudget(under: rule))
            guard version >= 2, budget < 0x1p53 else { return budget }
            var (least, divisor): (Float80, Int) = (0, 0)
            for user in 0..<problem.count where region.offloads[user] != false {
                guard let limits = limits(of: user) else { continue }
                guard let fewest = Int(exactly: limits.lowerBound),
                    rule == .integer || limits.lowerBound == limits.upperBound
                else { return budget }
                if limits.lowerBound < limits.upperBound { divisor = 1 }
                if region.offloads[user] == true { least += Float80(fewest) } else { divisor = gcd(divisor, fewest) }
            }
            guard budget >= least else { return 0 }
            guard divisor > 0 else { return least }
            return least + Float80(divisor) * ((budget - least) / Float80(divisor)).rounded(.down)
        }

        private func gcd(_ first: Int, _ second: Int) -> Int { second == 0 ? first : gcd(second, first % second) }

        /// The limits of a user's steps at the edge under the rule.
        func limits(of user: Int) -> ClosedRange<Double>? {
            let curve = edge(user)
            let isWhole = rule == .integer
            let (fewest, most) = (curve.fewestSteps, curve.mostSteps)
            let (low, high) = isWhole ? (fewest.rounded(.up), most.rounded(.down)) : (fewest, most)
            return low <= high ? low...high : nil
        }

        /// Nobody can take more steps than there are.
        func edge(_ user: Int) -> CostCurve {
            var curve = problem.edge[user]
            curve.mostSteps = min(curve.mostSteps, problem.stepBudget)
            return curve
        }

        private mutating func bound(of region: Region) -> Float80 {
            guard let step = steps.popFirst() else { return -.infinity }
            var (one, other) = (region, region)
            switch step {
            case .price(let price): return optimum(of: region, price: price).cost
            case .core(let prices): return coreBound(of: region, prices: prices)
            case .fixing(let price):
                let found = optimum(of: region, price: price)
                for (user, cost) in found.costsOfChange where cost >= claim {
                    one.force(user, found.isChosen[user])
                }
                return max(min(bound(of: one), claim), found.cost)
            case .count(let limit):
                one.counts = region.counts?.intersection(0...limit)
                other.counts = region.counts?.intersection(limit + 1...problem.count)
            case .twins(let user, let limit):
                let isTwin = { [problem] in
                    problem.local[$0] == problem.local[user] && problem.edge[$0] == problem.edge[user]
                }
                for (position, twin) in (0..<problem.count).filter(isTwin).enumerated() {
                    if position >= limit { one.force(twin, false) }
                    if position <= limit { other.force(twin, true) }
                }
            }
            return min(bound(of: one), bound(of: other))
        }

        struct Optimum {
            /// q(λ) of the region.
            var cost = Float80.infinity
            var isChosen: [Bool]
            /// What q(λ) becomes at least if this user changes sides.
            var costsOfChange: [(user: Int, cost: Float80)] = []
        }

        func optimum(of region: Region, price: Double) -> Optimum {
            var optimum = Optimum(isChosen: Array(repeating: false, count: problem.count))
            var sum = -Float80(price) * budget(of: region)
            var offers: [(home: Float80, away: Float80, gain: Float80, user: Int)] = []
            var forced = 0
            for user in 0..<problem.count {
                let home = localCosts[user] ?? .infinity
                guard region.offloads[user] != false else {
                    sum += home
                    continue
                }
                let away = ExtendedMinimum(of: edge(user), price: price, rule: rule).value ?? .infinity
                if region.offloads[user] == true {
                    sum += away
                    forced += 1
                } else {
                    offers.append((home, away, home - away, user))
                }
            }
            guard let counts = region.counts?.intersection(forced...forced + offers.count) else { return optimum }
            offers.sort { $0.gain > $1.gain }
            let taken = min(max(offers.count { $0.gain > 0 }, counts.lowerBound - forced), counts.upperBound - forced)
            // Every cost as it is: beside a huge r_n the difference would lose φ_n.
            for (rank, offer) in offers.enumerated() {
                sum += rank < taken ? offer.away : offer.home
                optimum.isChosen[offer.user] = rank < taken
            }
            optimum.cost = sum
            // Whoever changes sides may change places with another, or alone where the count may change.
            let mayGrow = taken + forced < counts.upperBound
            let mayShrink = taken + forced > counts.lowerBound
            let last = taken > 0 ? offers[taken - 1].gain : .infinity
            let next = taken < offers.count ? offers[taken].gain : -.infinity
            optimum.costsOfChange = offers.enumerated().map { rank, offer in
                rank < taken
                    ? (offer.user, sum + offer.gain - (mayShrink ? max(next, 0) : next))
                    : (offer.user, sum - offer.gain + (mayGrow ? min(last, 0) : last))
            }
            return optimum
        }
    }

    extension ClosedRange<Int> {
        fileprivate func intersection(_ other: ClosedRange) -> ClosedRange? {
            overlaps(other) ? clamped(to: other) : nil
        }
    }
#endif

/// Core steps: the users whom the bounds leave open are solved again, by the verifier itself.
extension BoundChecker {
    /// The bound of a region by a core step, at most the claim unless one of its prices proves more.
    ///
    /// A range for the number of offloaded users is left aside, which can only lower the bound.
    ///
    /// - Throws: ``ProofError`` if the step is no step or beyond ``CoreLimits``.
    func coreBound(in region: Region, prices: [Double]) throws(ProofError) -> Double {
        guard 1...CoreLimits.mostPrices ~= prices.count else { throw .invalidPriceCount(prices.count) }
        for price in prices {
            guard price >= 0, price.isFinite else { throw .invalidPrice(price) }
        }
        guard region.fewestOffloaded <= region.mostOffloaded else { return .infinity }
        var region = region
        var edgeCosts = prices.map { price in
            (0..<problem.count).map {
                region.sides[$0] == .local ? 0 : edge($0).provenMinimum(price: price, rule: rule)
            }
        }
        let bounds = dualBounds(of: region, prices: prices, edgeCosts: edgeCosts)
        let proven = bounds.max() ?? -.infinity
        // What is missing by no more than rounding is forgiven, and needs no work.
        guard proven < claim - roundingAllowance, claim.isFinite, proven > -.infinity else { return proven }
        // Where costs lie on a lattice, less has to be proven than is claimed.
        var target = costLattice(of: region)?.reduced(claim) ?? claim
        guard proven < target else { return claim }
        fix(&region, upTo: target, bounds: bounds, edgeCosts: edgeCosts)
        // Those who are fixed can leave a coarser lattice of what can be spent.
        let better = dualBounds(of: region, prices: prices, edgeCosts: edgeCosts)
        target = costLattice(of: region)?.reduced(target) ?? target
        guard let best = better.indices.max(by: { better[$0] < better[$1] }), better[best] < target else {
            return claim
        }
        var core = ProofCore(claim: target)
        core.price = prices[best]
        core.gap = target - better[best]
        switch rule {
        case .integer:
            guard try addWholeSteps(of: region, bound: better[best], edgeCosts: edgeCosts[best], to: &core) else {
                return claim
            }
        case .continuous:
            try addRigidUsers(of: region, prices: prices, edgeCosts: edgeCosts, to: &core)
        }
        edgeCosts = []
        let bound = try core.bound()
        return bound >= target ? claim : bound
    }

    /// q(λ) of a region at each price, rounded downwards; −∞ where nothing is proven.
    private func dualBounds(of region: Region, prices: [Double], edgeCosts: [[Double]]) -> [Double] {
        let budget = budget(of: region)
        return prices.indices.map { index in
            var sum = PreciseSum()
            for user in 0..<problem.count {
                switch region.sides[user] {
                case .local: sum.add(localCosts[user])
                case .edge: sum.add(edgeCosts[index][user])
                case .open: sum.add(min(localCosts[user], edgeCosts[index][user]))
                }
            }
            let payment = prices[index] * budget
            let bound = sum.value - payment - 0x1p-50 * payment
            return bound.isNaN ? -.infinity : bound
        }
    }

    /// Gives an open user its better site at a price where the other one is proven to cost the target or more.
    private func fix(_ region: inout Region, upTo target: Double, bounds: [Double], edgeCosts: [[Double]]) {
        for user in 0..<problem.count where region.sides[user] == .open {
            for index in bounds.indices where bounds[index] > -.infinity {
                let reducedCost = edgeCosts[index][user] - localCosts[user]
                guard bounds[index] + abs(reducedCost) >= target else { continue }
                region.sides[user] = reducedCost < 0 ? .edge : .local
                break
            }
        }
    }

    // MARK: Whole steps

    /// Every number of steps that a plan below the claim can give a user is an option; what all plans cost beyond the bound at
    /// the price is Σ z + λ·(budget − W).
    ///
    /// - Returns: False if some user has no option at all, so that every plan costs the claim or more.
    private func addWholeSteps(
        of region: Region, bound: Double, edgeCosts: [Double], to core: inout ProofCore
    ) throws(ProofError) -> Bool {
        let budget = budget(of: region)
        core.capacity = budget
        var fixed = PreciseSum()
        fixed.add(bound)
        for user in 0..<problem.count where region.sides[user] != .local {
            let options = wholeOptions(of: user, in: region, edgeCost: edgeCosts[user], core: core)
            guard let only = options.first else { return false }
            if options.count > 1 {
                core.add(options)
                guard core.options.count <= CoreLimits.mostOptions else { throw .coreTooLarge(users: core.count) }
            } else {
                fixed.add(only.excess)
                core.capacity -= only.steps
            }
        }
        core.rounding = 0x1p-48 * (abs(bound) + core.price * budget)
        // The steps are all chosen here, so that the budget may have any price: at 0 a finished choice costs what it costs, and
        // prices near λ tell early which choices are out of balance.
        core.lines = [
            -1, -0.5, -0.25, -0x1p-3, -0x1p-4, -0x1p-5, -0x1p-7, 0, 0x1p-7, 0x1p-5, 0x1p-4, 0x1p-3, 0.25, 0.5,
        ]
        .map { part in
            ProofCore.Line(
                intercept: fixed.value - part * core.price * core.capacity, slope: part * core.price)
        }
        return true
    }

    private func wholeOptions(of user: Int, in region: Region, edgeCost: Double, core: ProofCore) -> [ProofCore.Option]
    {
        var options: [ProofCore.Option] = []
        let isOpen = region.sides[user] == .open
        let least = isOpen ? min(edgeCost, localCosts[user]) : edgeCost
        if isOpen, localCosts[user] - least < core.gap {
            options.append(ProofCore.Option(steps: 0, excess: localCosts[user] - least))
        }
        guard let limits = edgeLimits(of: user) else { return options }
        let curve = edge(user)
        let start = curve.approximateMinimiser(price: core.price, in: limits).rounded(.down)
        for direction in [-1.0, 1.0] {
            var steps = direction < 0 ? start : start + 1
            while limits.contains(steps) {
                let values = curve.provenValues(at: steps, price: core.price, in: limits)
                let excess = max(values.here - least, 0)
                if excess < core.gap { options.append(ProofCore.Option(steps: steps, excess: excess)) }
                // Beyond here everything costs too much.
                if (direction < 0 ? values.left : values.right) - least >= core.gap { break }
                steps += direction
                guard options.count <= CoreLimits.mostOptions else { break }
            }
        }
        return options
    }

    // MARK: Real steps

    /// Open users who keep their fewest steps at every price from the smallest of the step on; all others pay the prices.
    private func addRigidUsers(
        of region: Region, prices: [Double], edgeCosts: [[Double]], to core: inout ProofCore
    ) throws(ProofError) {
        let budget = budget(of: region)
        let smallest = prices.min() ?? 0
        var sums = prices.map { _ in PreciseSum() }
        var required = PreciseSum()
        var magnitude = 0.0
        for user in 0..<problem.count {
            switch region.sides[user] {
            case .local:
                magnitude += abs(localCosts[user])
                for index in prices.indices { sums[index].add(localCosts[user]) }
            case .edge:
                required.add(edge(user).fewestSteps)
                for index in prices.indices { sums[index].add(edgeCosts[index][user]) }
            case .open:
                guard let limits = edgeLimits(of: user) else { continue }
                let curve = edge(user)
                guard
                    limits.lowerBound == limits.upperBound
                        || curve.isProvenToRise(from: limits.lowerBound, price: smallest)
                else { throw .elasticCore(user: user) }
                // At these steps the cost is linear in the price.
                let atEdge = curve.provenValues(at: limits.lowerBound, price: 0, in: limits).here
                let paid = atEdge + core.price * limits.lowerBound
                let least = min(localCosts[user], paid)
                magnitude += abs(least)
                for index in prices.indices { sums[index].add(least) }
                core.add([
                    ProofCore.Option(steps: 0, excess: localCosts[user] - least),
                    ProofCore.Option(steps: limits.lowerBound, excess: paid - least),
                ])
            }
        }
        core.capacity = budget - required.value + 0x1p-50 * budget
        core.rounding = 0x1p-50 * (magnitude + (prices.max() ?? 0) * budget)
        core.lines = prices.indices.map { index in
            ProofCore.Line(
                intercept: sums[index].value - prices[index] * budget, slope: prices[index] - core.price)
        }
        core.lines.removeAll { !$0.intercept.isFinite }
    }
}

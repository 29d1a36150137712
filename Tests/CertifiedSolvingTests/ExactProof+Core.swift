#if arch(x86_64)
    import OffloadModel
    import TestSupport

    /// Core steps, followed by lists of undominated choices in extended precision.
    extension ExactProof {
        private struct Choice {
            var steps: Float80
            /// Σ over the users of what their options cost beyond their best ones at the price.
            var excess: Float80
        }

        /// The most choices that are followed.
        private static let mostChoices = 20_000

        /// The least cost that a core step leaves possible, but not more than the claim unless a price alone proves more.
        mutating func coreBound(of region: Region, prices: [Double]) -> Float80 {
            guard region.counts != nil else { return .infinity }
            var region = region
            region.counts = 0...problem.count
            let found = prices.map { optimum(of: region, price: $0) }
            let proven = found.map(\.cost).max() ?? -.infinity
            guard proven < claim else { return proven }
            for optimum in found {
                for (user, cost) in optimum.costsOfChange where cost >= claim {
                    region.force(user, optimum.isChosen[user])
                }
            }
            guard region.counts != nil else { return claim }
            let better = prices.map { optimum(of: region, price: $0).cost }
            guard let best = better.indices.max(by: { better[$0] < better[$1] }), better[best] < claim else {
                return claim
            }
            return cost(of: region, prices: prices, best: best, gap: claim - better[best])
        }

        private mutating func cost(of region: Region, prices: [Double], best: Int, gap: Float80) -> Float80 {
            let price = Float80(prices[best])
            let budget = budget(of: region)
            let smallest = prices.min()!
            // What the users outside the core cost at each price, with the best options of those inside.
            var rests = prices.map { -Float80($0) * budget }
            var capacity = budget
            var choices = [Choice(steps: 0, excess: 0)]
            for user in 0..<problem.count {
                let away = ExtendedMinimum(of: edge(user), price: 0, rule: rule)
                guard region.offloads[user] != false, let limits = limits(of: user) else {
                    for index in rests.indices { rests[index] += localCosts[user]! }
                    continue
                }
                if rule == .continuous, region.offloads[user] == true {
                    for (index, price) in prices.enumerated() {
                        rests[index] += ExtendedMinimum(of: edge(user), price: price, rule: rule).value!
                    }
                    capacity -= Float80(limits.lowerBound)
                    continue
                }
                if rule == .continuous, limits.lowerBound < limits.upperBound {
                    let here = ExtendedMinimum(of: edge(user), price: smallest, rule: rule)
                    guard here.value! >= here.value(at: Float80(limits.lowerBound)) else { return -.infinity }
                }
                var options: [(steps: Float80, value: Float80)] = []
                if region.offloads[user] == nil { options.append((0, localCosts[user]!)) }
                options += Self.steps(in: limits, around: edge(user), price: price).map { steps in
                    (steps, away.value(at: steps) + price * steps)
                }
                let least = options.map(\.value).min()!
                for index in rests.indices { rests[index] += least }
                choices = choices.flatMap { choice in
                    options.compactMap { option in
                        let excess = choice.excess + option.value - least
                        return excess < gap ? Choice(steps: choice.steps + option.steps, excess: excess) : nil
                    }
                }
                choices.sort { ($0.steps, $0.excess) < ($1.steps, $1.excess) }
                // Without the price a choice must cost less than all with fewer steps.
                var cheapest = Float80.infinity
                choices.removeAll { choice in
                    let cost = choice.excess - price * choice.steps
                    guard cost < cheapest else { return true }
                    cheapest = cost
                    return false
                }
                guard choices.count <= Self.mostChoices else {
                    skippedCores += 1
                    return claim
                }
            }
            var least = claim
            for choice in choices where choice.steps <= capacity {
                let rest =
                    rule == .integer
                    ? rests[best] + price * (budget - choice.steps)
                    : zip(prices, rests).map { $1 + (Float80($0) - price) * choice.steps }.max()!
                least = min(least, rest + choice.excess)
            }
            return least
        }

        /// The whole steps in a range, the nearest 200 to where the price puts them; the fewest alone for real steps.
        private static func steps(in limits: ClosedRange<Double>, around curve: CostCurve, price: Float80) -> [Float80]
        {
            guard limits.lowerBound.rounded() == limits.lowerBound, limits.upperBound > limits.lowerBound else {
                return [Float80(limits.lowerBound)]
            }
            let centre = BruteForce.minimiser(of: curve, price: Double(price)).rounded()
            let first = max(limits.lowerBound, centre - 100)
            return stride(from: first, through: min(limits.upperBound, centre + 100), by: 1).map { Float80($0) }
        }
    }
#endif

import OffloadModel

/// A plan for the core's users.
struct CorePlan {
    /// True for the users that offload.
    var offloaded: [Bool]
    /// The steps of the users that offload.
    var steps: [Double]
    /// The objective of P1, with the users outside the core at their best.
    var objective: Double
    /// What one more edge step would save with these decisions: the multiplier of (1).
    var price: Double
}

/// Spends the budget on a given set of users: minimise Σ R_1(s) subject to Σ s ≤ S_e and the limits.
///
/// The dual of this convex problem is a node in which every side is fixed, so the price search solves it. From the
/// upper end of the bracket, where the demand fits, what is left of the budget is handed out.
struct WaterFilling {
    private let core: CoreProblem

    init(core: CoreProblem) {
        self.core = core
    }

    /// The best plan for the set, or nil if it does not fit the budget or is proven to cost `cutoff` or more.
    func fill(
        _ offloaded: [Bool], startingFrom price: Double, cutoff: Double, using evaluator: inout DualEvaluator
    ) -> CorePlan? {
        var required = PreciseSum()
        for member in 0..<core.count where offloaded[member] { required.add(core.fewestSteps(member)) }
        guard required.value <= core.stepBudget else { return nil }

        let node = Node(
            sides: offloaded.map { $0 ? .edge : .local }, fewestOffloaded: 0, mostOffloaded: core.count,
            price: price, proof: 0)
        var search = PriceSearch(start: price, scale: max(price, .leastNormalMagnitude), tolerance: 0)
        while let price = search.next() {
            guard let point = evaluator.evaluate(node, price: price), point.bound < cutoff else { return nil }
            search.record(point)
        }
        guard let high = search.high else { return nil }
        let end = nearestEnd(high, search.low)
        guard evaluator.evaluate(node, price: end.price) != nil else { return nil }
        var steps = evaluator.minima.steps
        for member in 0..<core.count where !offloaded[member] { steps[member] = 0 }
        if end.price > 0 || end.slope > 0 {
            switch core.rule {
            case .continuous:
                let members = (0..<core.count).filter { offloaded[$0] }
                BudgetFilling(budget: core.stepBudget).fill(
                    &steps, of: members, fewest: core.curves.fewestSteps, most: core.curves.mostSteps)
            case .integer:
                var ceiling = steps
                if let low = search.low, evaluator.evaluate(node, price: low.price) != nil {
                    ceiling = evaluator.minima.steps
                }
                handOut(whole: &steps, upTo: ceiling, to: offloaded)
            }
        }
        var total = core.settledCost
        let costs = evaluator.edgeCosts(at: steps)
        for member in 0..<core.count { total.add(offloaded[member] ? costs[member] : core.localCosts[member]) }
        return CorePlan(offloaded: offloaded, steps: steps, objective: total.value, price: end.price)
    }

    /// The end of the bracket from which to fill: for whole steps the one that fits the budget, for real steps the
    /// one whose demand is nearer to it.
    private func nearestEnd(_ high: PricePoint, _ low: PricePoint?) -> PricePoint {
        guard let low, core.rule == .continuous, low.slope < -high.slope else { return high }
        return low
    }

    /// Gives the whole steps that are left to whom they save most, one at a time; exact since every curve is convex.
    private func handOut(whole steps: inout [Double], upTo ceiling: [Double], to offloaded: [Bool]) {
        var used = PreciseSum()
        for member in 0..<core.count where offloaded[member] { used.add(steps[member]) }
        var left = core.stepBudget - used.value
        var offers = Heap<Offer>()
        func offer(_ member: Int) -> Offer? {
            guard steps[member] < min(ceiling[member], core.mostSteps(member)) else { return nil }
            let curve = core.curves[member]
            let saving = curve.value(at: steps[member]) - curve.value(at: steps[member] + 1)
            return saving > 0 ? Offer(saving: saving, member: member) : nil
        }
        for member in 0..<core.count where offloaded[member] {
            if let offer = offer(member) { offers.insert(offer) }
        }
        while left >= 1, let best = offers.removeFirst() {
            steps[best.member] += 1
            left -= 1
            if let next = offer(best.member) { offers.insert(next) }
        }
    }

    /// What one more step would save a user.
    private struct Offer: Comparable {
        let saving: Double
        let member: Int

        static func < (left: Offer, right: Offer) -> Bool {
            left.saving > right.saving || (left.saving == right.saving && left.member < right.member)
        }
    }
}

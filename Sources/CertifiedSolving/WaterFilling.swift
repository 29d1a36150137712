import OffloadModel
import VectorKernels

/// Spends the budget on a given set of users: minimise Σ R_1(s) subject to Σ s ≤ S_e and the limits.
///
/// The dual of this convex problem is a node in which every side is fixed, so the price search solves it. Near its end
/// the steps follow the price to first order, which leaves an error in the cost of fourth order, and what rounding
/// leaves of the budget is handed out. Whole steps are given or taken back one at a time. Where the demand jumps over the
/// budget, everybody goes the same part of the way between the responses on either side. A workspace.
struct WaterFilling {
    /// The plan of the last filling that succeeded.
    private(set) var plan = CorePlan()
    /// The price at which the dual function of the last set is, nearly, the largest.
    private(set) var dualPrice = 0.0

    private var minima = MinimumColumns(count: 0)
    private var members: [Int] = []
    private var scratch = CurveValues()
    private var offers = Heap<Offer>()
    private var shortMinima = MinimumColumns(count: 0)

    /// Where the search for the price ended.
    private struct SearchEnd {
        /// The price and demand that ``minima`` belong to.
        var point: PricePoint
        /// True if the demand is so near the budget that the steps can follow the price there.
        var isNear: Bool
        /// The other end of the bracket, whose demand exceeds the budget; nil if there is none.
        var short: PricePoint?
        /// Where the dual function was found the largest.
        var bestPrice: Double
    }

    /// Finds the best plan for a set.
    ///
    /// - Returns: False if the set does not fit the budget or is proven to cost `cutoff` or more.
    /// - Throws: ``TimeIsUp`` if the evaluator's deadline passes first.
    mutating func fill(
        _ set: [Bool], startingFrom price: Double, on scale: PriceScale, cutoff: Double,
        using evaluator: inout DualEvaluator
    ) throws(TimeIsUp) -> Bool {
        // The price is what one more step of budget would save, which the budget as a limit of every user would hide.
        evaluator.exchangeLimits()
        defer { evaluator.exchangeLimits() }
        return try fillWithOwnLimits(set, startingFrom: price, on: scale, cutoff: cutoff, using: &evaluator)
    }

    private mutating func fillWithOwnLimits(
        _ set: [Bool], startingFrom price: Double, on scale: PriceScale, cutoff: Double,
        using evaluator: inout DualEvaluator
    ) throws(TimeIsUp) -> Bool {
        try evaluator.deadline?.check()
        dualPrice = price
        members.removeAll(keepingCapacity: true)
        var required = PreciseSum()
        for member in set.indices where set[member] {
            members.append(member)
            required.add(evaluator.core.fewestSteps(member))
        }
        guard required.value <= evaluator.core.stepBudget else { return false }
        plan.offloaded.removeAll(keepingCapacity: true)
        plan.offloaded.append(contentsOf: set)
        plan.steps.resize(to: 0, with: 0)
        plan.steps.resize(to: evaluator.core.curves.count, with: 0)
        plan.price = 0
        dualPrice = 0
        if !members.isEmpty {
            guard
                let end = try findPrice(
                    of: set, startingFrom: price, on: scale, cutoff: cutoff, using: &evaluator)
            else { return false }
            for member in members { plan.steps[member] = minima.steps[member] }
            plan.price = end.bestPrice
            dualPrice = end.bestPrice
            // At price 0 nobody wants more, but sums of real steps that are the budget need the margin for their
            // rounding.
            let budget = evaluator.core.stepBudget
            let isReal = evaluator.core.rule == .continuous
            let most = isReal ? BudgetFilling(budget: budget).target(users: members.count) : budget
            if end.point.price > 0 || end.point.slope > most - budget {
                try meetBudget(from: end, of: set, using: &evaluator)
            }
        }
        try evaluator.deadline?.check()
        plan.objective = evaluator.cost(of: set, at: plan.steps, using: &scratch)
        return plan.objective < .infinity && isWithinBudget(evaluator.core)
    }

    /// True unless rounding, of numbers of steps beyond what a budget can count, took the plan out of the budget.
    private func isWithinBudget(_ core: CoreProblem) -> Bool {
        var used = PreciseSum()
        for member in members { used.add(plan.steps[member]) }
        return used.value <= core.stepBudget
    }

    /// Takes the plan and leaves another one's memory.
    mutating func exchangePlan(with other: inout CorePlan) {
        swap(&plan, &other)
    }

    /// Searches the price at which the set's demand meets the budget, near enough for what follows; the minima are
    /// those of the price returned.
    private mutating func findPrice(
        of set: [Bool], startingFrom price: Double, on scale: PriceScale, cutoff: Double,
        using evaluator: inout DualEvaluator
    ) throws(TimeIsUp) -> SearchEnd? {
        var search = PriceSearch(start: price, scale: scale, tolerance: 0)
        while let price = search.next() {
            let point = try evaluator.evaluate(
                set: set, at: price, startingFrom: search.last?.price, into: &minima)
            guard point.bound < cutoff else {
                dualPrice = price
                return nil
            }
            search.record(point)
            if isNear(point, magnitude: evaluator.magnitude, rule: evaluator.core.rule) {
                return SearchEnd(point: point, isNear: true, bestPrice: price)
            }
        }
        guard let high = search.high else { return nil }
        if high.price != search.last?.price {
            _ = try evaluator.evaluate(set: set, at: high.price, startingFrom: search.last?.price, into: &minima)
        }
        return SearchEnd(
            point: high, isNear: false, short: search.low, bestPrice: search.best?.price ?? high.price)
    }

    private func isNear(_ point: PricePoint, magnitude: Double, rule: StepRule) -> Bool {
        if point.price == 0, point.slope <= 0 { return true }
        return switch rule {
        // Steps are nearly linear in the logarithm of the price, so that the first order is good for small changes only.
        case .continuous:
            point.smoothGain <= 0x1p-40 * magnitude && abs(point.slope) <= -0x1p-8 * point.curvature * point.price
        case .integer: abs(point.slope) <= Double(64 + 2 * members.count)
        }
    }

    // MARK: From the end of the search to the budget

    private mutating func meetBudget(
        from end: SearchEnd, of set: [Bool], using evaluator: inout DualEvaluator
    ) throws(TimeIsUp) {
        if !end.isNear { try shareOut(end, of: set, using: &evaluator) }
        let core = evaluator.core
        switch core.rule {
        case .continuous:
            if end.isNear { followPrice(from: end.point, core: core) }
            try BudgetFilling(budget: core.stepBudget).fill(
                &plan.steps, of: members, curves: core.curves, until: evaluator.deadline)
        case .integer: try settleWholeSteps(core: core, until: evaluator.deadline)
        }
    }

    /// Moves price and steps to where, to first order, the demand meets the budget.
    private mutating func followPrice(from end: PricePoint, core: CoreProblem) {
        guard end.curvature < 0 else { return }
        let change = max(-end.slope / end.curvature, -end.price)
        plan.price = end.price + change
        dualPrice = plan.price
        for member in members {
            let moved = plan.steps[member] + minima.sensitivities[member] * change
            plan.steps[member] = min(max(moved, core.curves.fewestSteps[member]), core.curves.mostSteps[member])
        }
    }

    /// Where no price comes near the budget, as with curves that are straight to rounding, the demand jumps between the two
    /// ends of the bracket. Then everybody moves by the same share from the response to the higher price towards that to the
    /// lower one, both of which are best at the price between where the dual function is the largest; one whole step at a
    /// time could take for ever.
    private mutating func shareOut(
        _ end: SearchEnd, of set: [Bool], using evaluator: inout DualEvaluator
    ) throws(TimeIsUp) {
        guard end.point.slope < 0, let short = end.short else { return }
        _ = try evaluator.evaluate(set: set, at: short.price, startingFrom: nil, into: &shortMinima)
        var room = PreciseSum()
        for member in members { room.add(max(shortMinima.steps[member] - plan.steps[member], 0)) }
        let share = min(-end.point.slope / room.value, 1)
        guard share > 0 else { return }
        let isWhole = evaluator.core.rule == .integer
        for member in members {
            let more = share * max(shortMinima.steps[member] - plan.steps[member], 0)
            plan.steps[member] += isWhole ? more.rounded(.down) : more
        }
    }

    /// Gives the whole steps that are left to whom they save most, or takes back those that save least, one at a time; exact
    /// since every curve is convex.
    private mutating func settleWholeSteps(core: CoreProblem, until deadline: SolveDeadline?) throws(TimeIsUp) {
        var used = PreciseSum()
        for member in members { used.add(plan.steps[member]) }
        let excess = used.value - core.stepBudget
        let direction = excess > 0 ? -1.0 : 1.0
        var left = abs(excess)
        offers.clear()
        for part in SolveDeadline.parts(of: members.count) {
            try deadline?.check()
            for member in members[part] { makeOffer(member, direction, core: core) }
        }
        // The saving of the last step moved: between it and the next the dual function of the set is the largest.
        var lastSaving = dualPrice
        var moves = 0
        while direction < 0 ? left > 0 : left >= 1, let best = offers.removeFirst() {
            moves += 1
            if moves % 256 == 0 { try deadline?.check() }
            plan.steps[best.member] += direction
            left -= 1
            lastSaving = best.saving
            makeOffer(best.member, direction, core: core)
        }
        let nextSaving = offers.first?.saving ?? (direction > 0 ? 0 : lastSaving)
        dualPrice = max(0, lastSaving + (nextSaving - lastSaving) / 2)
        plan.price = direction > 0 ? nextSaving : lastSaving
    }

    private mutating func makeOffer(_ member: Int, _ direction: Double, core: CoreProblem) {
        let steps = plan.steps[member]
        let moved = steps + direction
        guard moved <= core.mostSteps(member), moved >= core.fewestSteps(member) else { return }
        let curve = core.curves[member]
        let saving = curve.value(at: min(steps, moved)) - curve.value(at: max(steps, moved))
        guard direction < 0 || saving > 0 else { return }
        offers.insert(Offer(saving: saving, member: member, isGiven: direction > 0))
    }

    /// What one step more or less means to a user: of steps to give the most saving comes first, of steps to take back
    /// the least.
    private struct Offer: Comparable {
        let saving: Double
        let member: Int
        let isGiven: Bool

        static func < (left: Offer, right: Offer) -> Bool {
            guard left.saving != right.saving else { return left.member < right.member }
            return left.isGiven ? left.saving > right.saving : left.saving < right.saving
        }
    }
}

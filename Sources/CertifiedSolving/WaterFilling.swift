import OffloadModel
import VectorKernels

/// Spends the budget on a given set of users: minimise Σ R_1(s) subject to Σ s ≤ S_e and the limits.
///
/// The dual of this convex problem is a node in which every side is fixed, so the price search solves it. Near its end
/// the steps follow the price to first order, which leaves an error in the cost of fourth order, and what rounding
/// leaves of the budget is handed out. Whole steps are given or taken back one at a time. A workspace.
struct WaterFilling {
    /// The plan of the last filling that succeeded.
    private(set) var plan = CorePlan()
    /// The price at which the dual function of the last set is, nearly, the largest.
    private(set) var dualPrice = 0.0

    private var minima = MinimumColumns(count: 0)
    private var members: [Int] = []
    private var scratch = CurveValues()
    private var offers = Heap<Offer>()
    /// The other end of the bracket, if the search ended between two.
    private var shortPoint: PricePoint?
    private var shortMinima = MinimumColumns(count: 0)

    /// Finds the best plan for a set.
    ///
    /// - Returns: False if the set does not fit the budget or is proven to cost `cutoff` or more.
    /// - Throws: ``TimeIsUp`` if the evaluator's deadline passes first.
    mutating func fill(
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
            plan.price = end.price
            dualPrice = end.price
            if end.price > 0 || end.slope > 0 {
                switch evaluator.core.rule {
                case .continuous: try followPrice(from: end, core: evaluator.core, until: evaluator.deadline)
                case .integer:
                    let excess = try shareOut(end, of: set, using: &evaluator)
                    try settleWholeSteps(excess: excess, core: evaluator.core, until: evaluator.deadline)
                }
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
    ) throws(TimeIsUp) -> PricePoint? {
        var search = PriceSearch(start: price, scale: scale, tolerance: 0)
        shortPoint = nil
        while let price = search.next() {
            let point = try evaluator.evaluate(
                set: set, at: price, startingFrom: search.last?.price, into: &minima)
            guard point.bound < cutoff else {
                dualPrice = price
                return nil
            }
            search.record(point)
            if isNear(point, magnitude: evaluator.magnitude, rule: evaluator.core.rule) { return point }
        }
        guard let high = search.high else { return nil }
        shortPoint = search.low
        var end = high
        if evaluator.core.rule == .continuous, let low = search.low, low.slope < -high.slope { end = low }
        if end.price != search.last?.price {
            _ = try evaluator.evaluate(set: set, at: end.price, startingFrom: search.last?.price, into: &minima)
        }
        return end
    }

    private func isNear(_ point: PricePoint, magnitude: Double, rule: StepRule) -> Bool {
        if point.price == 0, point.slope <= 0 { return true }
        return switch rule {
        case .continuous: point.smoothGain <= 0x1p-40 * magnitude
        case .integer: abs(point.slope) <= Double(64 + 2 * members.count)
        }
    }

    // MARK: Real steps

    /// Moves price and steps to where, to first order, the demand meets the budget, and then exactly there.
    private mutating func followPrice(
        from end: PricePoint, core: CoreProblem, until deadline: SolveDeadline?
    ) throws(TimeIsUp) {
        if end.curvature < 0 {
            let change = max(-end.slope / end.curvature, -end.price)
            plan.price = end.price + change
            dualPrice = plan.price
            for member in members {
                let moved = plan.steps[member] + minima.sensitivities[member] * change
                plan.steps[member] = min(max(moved, core.curves.fewestSteps[member]), core.curves.mostSteps[member])
            }
        }
        try BudgetFilling(budget: core.stepBudget).fill(
            &plan.steps, of: members, fewest: core.curves.fewestSteps, most: core.curves.mostSteps, until: deadline)
    }

    // MARK: Whole steps

    /// Where no price comes near the budget, as with curves that are straight to rounding, the demand jumps between two
    /// neighbouring prices. Then everybody moves by the same share from the response to the higher one towards that to the
    /// lower one, both of which are best at nearly the same price; one step at a time could take for ever.
    ///
    /// - Returns: The demand at the steps then reached, less the budget.
    private mutating func shareOut(
        _ end: PricePoint, of set: [Bool], using evaluator: inout DualEvaluator
    ) throws(TimeIsUp) -> Double {
        let few = Double(64 + 2 * members.count)
        guard end.slope < -few, let low = shortPoint, low.slope > 0 else { return end.slope }
        _ = try evaluator.evaluate(set: set, at: low.price, startingFrom: nil, into: &shortMinima)
        var room = PreciseSum()
        for member in members { room.add(max(shortMinima.steps[member] - plan.steps[member], 0)) }
        let share = min(-end.slope / room.value, 1)
        guard share > 0 else { return end.slope }
        var used = PreciseSum()
        for member in members {
            let more = max(shortMinima.steps[member] - plan.steps[member], 0)
            plan.steps[member] += (share * more).rounded(.down)
            used.add(plan.steps[member])
        }
        return used.value - evaluator.core.stepBudget
    }

    /// Gives the steps that are left to whom they save most, or takes back those that save least, one at a time; exact
    /// since every curve is convex.
    ///
    /// - Parameter excess: the demand at the present steps less the budget.
    private mutating func settleWholeSteps(
        excess: Double, core: CoreProblem, until deadline: SolveDeadline?
    ) throws(TimeIsUp) {
        let direction = excess > 0 ? -1.0 : 1.0
        var left = direction < 0 ? excess : -excess
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

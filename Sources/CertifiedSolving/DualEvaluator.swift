import OffloadModel
import VectorKernels

/// Evaluates the dual function of a node: the least Lagrangian cost over the decisions that the node allows.
///
/// At a price λ the best decision offloads the users of smallest reduced cost φ_n(λ) − r_n, as many of them as are
/// negative, within the node's range; ties go to the smaller index. A workspace: nothing is allocated per evaluation.
struct DualEvaluator {
    var core = CoreProblem()
    private(set) var kernels = Kernels(.baseline)

    /// The sides of the core's users in the node being worked on.
    private(set) var sides: [Side] = []
    private var fewestOffloaded = 0
    private var mostOffloaded = 0
    private var forcedCount = 0
    private var openCount = 0
    /// A user offloads if φ_n is less than this: r_n, or an infinity where the node decides.
    private var thresholds: [Double] = []

    /// Steps, proven costs and sensitivities of every core user at ``price``.
    private(set) var minima = MinimumColumns(count: 0)
    /// λ of the last evaluation.
    private(set) var price = Double.nan
    /// True for the users that the last evaluation counts as offloaded.
    private(set) var chosen: [Bool] = []
    /// How many users the last evaluation counts as offloaded.
    private(set) var chosenCount = 0
    /// True if the last evaluation offloads whoever gains by it, without being held to a number.
    private(set) var isFreeChoice = false
    /// Σ of the magnitudes that the last evaluation added up.
    private(set) var magnitude = 0.0
    /// Evaluations so far.
    var evaluations = 0

    private var forecast = CrossingForecast()
    private var reducedCosts: [Double] = []
    private var order: [Int] = []

    /// When to give up an evaluation, nil for never.
    var deadline: SolveDeadline?

    /// Turns to another problem.
    ///
    /// - Throws: ``TimeIsUp`` if the deadline passes first; another problem can then be turned to.
    mutating func begin(
        _ problem: OffloadProblem, rule: StepRule, localCosts: [Double], known: [Side]? = nil, kernels: Kernels,
        until deadline: SolveDeadline?
    ) throws(TimeIsUp) {
        self.kernels = kernels
        self.deadline = deadline
        try core.gather(problem, rule: rule, localCosts: localCosts, known: known, until: deadline)
        if minima.steps.count < core.curves.count { minima = MinimumColumns(count: core.curves.count) }
        chosen.resize(to: core.count, with: false)
        reducedCosts.resize(to: core.count, with: 0)
        evaluations = 0
        magnitude = core.localCosts.reduce(core.settledMagnitude) { $1 < .infinity ? $0 + abs($1) : $0 }
        price = .nan
    }

    /// Turns to a node.
    mutating func load(_ node: Node, of tree: NodeTree) {
        sides.removeAll(keepingCapacity: true)
        sides.append(contentsOf: core.sides)
        var ancestor: Node? = node
        while let present = ancestor {
            for place in present.decisions { sides[tree.decisions[place].member] = tree.decisions[place].side }
            ancestor = present.parent.map { tree[$0] }
        }
        fewestOffloaded = node.fewestOffloaded
        mostOffloaded = node.mostOffloaded
        thresholds.resize(to: core.count, with: 0)
        let (sides, localCosts) = (sides, core.localCosts)
        var (forced, open) = (0, 0)
        var thresholds = thresholds.mutableSpan
        for member in thresholds.indices {
            let side = sides[member]
            thresholds[member] = side == .open ? localCosts[member] : side == .edge ? .infinity : -.infinity
            forced += side == .edge ? 1 : 0
            open += side == .open ? 1 : 0
        }
        (forcedCount, openCount) = (forced, open)
    }

    /// q(λ) of the node, nil if its range of counts is empty.
    ///
    /// - Throws: ``TimeIsUp`` if the deadline passes first.
    mutating func evaluate(at price: Double) throws(TimeIsUp) -> PricePoint? {
        try minimise(at: price)
        try deadline?.check()
        chosenCount = chooseFreely()
        try deadline?.check()
        let taken = min(max(chosenCount, fewestOffloaded), mostOffloaded)
        guard taken >= forcedCount, taken >= fewestOffloaded, taken <= forcedCount + openCount else { return nil }
        isFreeChoice = taken == chosenCount
        if !isFreeChoice { choose(taken) }
        return try total(at: price, minima: minima, set: chosen)
    }

    /// The dual function at a price for the decisions of a set, with steps and costs put into `minima`.
    ///
    /// - Parameter origin: a price for which `minima` holds the answers; nil to begin with those of the last evaluation of
    ///   the node.
    /// - Throws: ``TimeIsUp`` if the deadline passes first.
    mutating func evaluate(
        set: [Bool], at price: Double, startingFrom origin: Double?, into minima: inout MinimumColumns
    ) throws(TimeIsUp) -> PricePoint {
        evaluations += 1
        if minima.steps.count < core.curves.count { minima = MinimumColumns(count: core.curves.count) }
        var origin = origin
        if origin == nil, !self.price.isNaN, !core.budgetLimitsUsers {
            minima.takeSteps(from: self.minima, count: core.curves.count)
            origin = self.price
        }
        try minima.minimise(
            core.curves, price: price, rule: core.rule, startingFrom: origin, with: kernels, until: deadline)
        return try total(at: price, minima: minima, set: set)
    }

    /// Gives the curves S_1 for a limit where they have the budget, or the budget again; see ``CoreProblem/exchangeLimits()``.
    mutating func exchangeLimits() { core.exchangeLimits() }

    private mutating func minimise(at price: Double) throws(TimeIsUp) {
        guard price != self.price else { return }
        evaluations += 1
        let origin = self.price
        self.price = .nan
        try minima.minimise(
            core.curves, price: price, rule: core.rule, startingFrom: origin.isNaN ? nil : origin, with: kernels,
            until: deadline)
        self.price = price
    }

    /// Chooses the users who gain, as far as they may, and returns their number.
    private mutating func chooseFreely() -> Int {
        let costs = minima.costs
        let thresholds = thresholds
        var chosen = chosen.mutableSpan
        var count = 0
        for member in chosen.indices {
            let offloads = costs[member] < thresholds[member]
            chosen[member] = offloads
            count += offloads ? 1 : 0
        }
        return count
    }

    /// Chooses so many users in all.
    private mutating func choose(_ count: Int) {
        order.removeAll(keepingCapacity: true)
        for member in 0..<core.count where sides[member] == .open {
            reducedCosts[member] = minima.costs[member] - core.localCosts[member]
            order.append(member)
        }
        selectSmallest(count - forcedCount, of: &order, by: reducedCosts)
        for position in order.indices { chosen[order[position]] = position < count - forcedCount }
        chosenCount = count
    }

    /// Adds up the Lagrangian cost of a set: φ_n of its users and r_n of the others, less λ·S_e.
    private mutating func total(
        at price: Double, minima: MinimumColumns, set: [Bool]
    ) throws(TimeIsUp) -> PricePoint {
        var totals = SetTotals()
        totals.add(set, edgeCosts: minima.costs, localCosts: core.localCosts, settled: core.settledCost)
        try deadline?.check()
        magnitude = core.settledMagnitude + totals.magnitude
        let demand = totals.demand(of: set, steps: minima.steps, near: core.stepBudget)
        try deadline?.check()
        let payment = price * core.stepBudget
        let value = totals.cost - payment
        return PricePoint(
            price: price, value: value,
            // The sums err by less than 2⁻⁴⁹, the choice by the rounding of a reduced cost.
            bound: value - 0x1p-48 * (magnitude + payment), slope: demand - core.stepBudget,
            curvature: Self.curvature(of: set, at: price, minima: minima, core: core))
    }

    /// Σ ds_n/dλ over a set; for whole steps that of the real steps between the limits, from
    /// R″(s) ≈ ½·(p + q)·(A + λ) where R′(s) = −λ.
    private static func curvature(
        of set: [Bool], at price: Double, minima: MinimumColumns, core: CoreProblem
    ) -> Double {
        var sum = 0.0
        guard core.rule == .integer else {
            let sensitivities = minima.sensitivities
            for member in set.indices { sum += set[member] ? sensitivities[member] : 0 }
            return sum
        }
        let curves = core.curves
        for member in set.indices where set[member] {
            let steps = minima.steps[member]
            guard steps > curves.fewestSteps[member], steps < curves.mostSteps[member] else { continue }
            let rates = curves.errorDecay[member] + curves.utilityRate[member]
            let change = 2 / (rates * (curves.stepCost[member] + price))
            if change < .infinity { sum -= change }
        }
        return sum
    }

    /// The price at which, as far as the last evaluation tells, the demand meets the budget; see ``CrossingForecast``.
    ///
    /// - Parameters:
    ///   - point: the last evaluation.
    ///   - stepCost: A of a typical user.
    /// - Returns: Nil if it tells nothing of that.
    mutating func foretellCrossing(after point: PricePoint, stepCost: Double) -> Double? {
        guard core.rule == .continuous, core.count <= CrossingForecast.mostUsers, isFreeChoice, point.price == price
        else { return nil }
        forecast.begin(after: point, stepCost: stepCost)
        for member in 0..<core.count where sides[member] == .open && chosen[member] == (point.slope > 0) {
            forecast.add(
                reducedCost: minima.costs[member] - core.localCosts[member], steps: minima.steps[member],
                sensitivity: minima.sensitivities[member])
        }
        return forecast.crossing()
    }

    // MARK: Fixing

    /// What changing a user's side adds to the last evaluation's bound, apart from its reduced cost.
    struct Exchange {
        /// Sending one more user to the edge adds its reduced cost less this.
        var entering: Double
        /// Calling one user back adds this less its reduced cost.
        var leaving: Double
    }

    /// The exchange prices of the last evaluation of the node.
    mutating func exchange() -> Exchange {
        var lastIn = -Double.infinity
        var firstOut = Double.infinity
        for member in 0..<core.count where sides[member] == .open {
            let reducedCost = minima.costs[member] - core.localCosts[member]
            reducedCosts[member] = reducedCost
            if chosen[member] {
                lastIn = max(lastIn, reducedCost)
            } else {
                firstOut = min(firstOut, reducedCost)
            }
        }
        return Exchange(
            entering: chosenCount < mostOffloaded ? max(0, lastIn) : lastIn,
            leaving: chosenCount > fewestOffloaded ? min(0, firstOut) : firstOut)
    }

    /// How far an open user is from changing sides.
    func distance(of member: Int, _ exchange: Exchange) -> Double {
        let threshold = chosen[member] ? exchange.leaving : exchange.entering
        return abs(reducedCosts[member] - (threshold.isFinite ? threshold : 0))
    }

    /// Calls back with every open user for whom the side other than the present one is proven, at the last evaluation
    /// of the node with the given bound, to cost at least `cutoff`.
    mutating func forEachFixable(bound: Double, cutoff: Double, _ body: (Int, Side) -> Void) {
        let exchange = exchange()
        for member in 0..<core.count where sides[member] == .open {
            let change =
                chosen[member] ? exchange.leaving - reducedCosts[member] : reducedCosts[member] - exchange.entering
            if bound + change >= cutoff { body(member, chosen[member] ? .edge : .local) }
        }
    }

    // MARK: Plans

    /// The cost of a set at given steps.
    func cost(of set: [Bool], at steps: [Double], using scratch: inout CurveValues) -> Double {
        scratch.evaluate(valid: core.curves, at: steps, with: kernels)
        var totals = SetTotals()
        totals.add(set, edgeCosts: scratch.values, localCosts: core.localCosts, settled: core.settledCost)
        return totals.cost
    }

    /// What one more edge step saves a typical user when all share the budget, at least 0: where to look for the price.
    func typicalPrice(using scratch: inout CurveValues) -> Double {
        guard core.count > 0 else { return 0 }
        // The users who offload take more than an equal share.
        let share = 1.5 * core.stepBudget / Double(core.count)
        scratch.evaluate(valid: core.curves, atAbout: share, with: kernels)
        var sum = 0.0
        for member in 0..<core.count { sum -= scratch.derivatives[member] }
        return sum > 0 && sum.isFinite ? sum / Double(core.count) : 0
    }

    /// A of a typical user.
    var typicalStepCost: Double {
        var sum = 0.0
        for member in 0..<core.count { sum += core.curves.stepCost[member] }
        return sum.isFinite && core.count > 0 ? sum / Double(core.count) : 0
    }
}

/// Sums over the users of a core and their magnitudes.
///
/// Users are added up in blocks of 16, and the blocks in twice the precision: the error is below 2⁻⁴⁹ of the
/// magnitudes.
private struct SetTotals {
    private static let block = 16

    private(set) var cost = 0.0
    private(set) var magnitude = 0.0

    /// φ_n of the set's users and r_n of the others.
    mutating func add(_ set: [Bool], edgeCosts: [Double], localCosts: [Double], settled: PreciseSum) {
        var sum = settled
        for start in stride(from: 0, to: set.count, by: Self.block) {
            var blockCost = 0.0
            for member in start..<min(start + Self.block, set.count) {
                let cost = set[member] ? edgeCosts[member] : localCosts[member]
                blockCost += cost
                magnitude += abs(cost)
            }
            sum.add(blockCost)
        }
        cost = sum.value
    }

    /// Σ s_n over the set.
    ///
    /// Where that is the budget to rounding, every user is added in twice the precision, as feasibility is decided: the
    /// fewest steps of a set that just fits must not exceed the budget, or no price would be found that meets it.
    func demand(of set: [Bool], steps: [Double], near budget: Double) -> Double {
        let demand = demand(of: set, steps: steps, block: Self.block)
        return abs(demand - budget) <= 0x1p-48 * budget ? self.demand(of: set, steps: steps, block: 1) : demand
    }

    private func demand(of set: [Bool], steps: [Double], block: Int) -> Double {
        var sum = PreciseSum()
        for start in stride(from: 0, to: set.count, by: block) {
            var blockSteps = 0.0
            for member in start..<min(start + block, set.count) { blockSteps += set[member] ? steps[member] : 0 }
            sum.add(blockSteps)
        }
        return sum.value
    }
}

extension Array {
    /// Makes room for so many entries and keeps the storage if it is large enough.
    mutating func resize(to count: Int, with value: Element) {
        if self.count > count {
            removeLast(self.count - count)
        } else if self.count < count {
            append(contentsOf: repeatElement(value, count: count - self.count))
        }
    }
}

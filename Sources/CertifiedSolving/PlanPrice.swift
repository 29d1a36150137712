import OffloadModel
import VectorKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a step of budget is worth to a plan, with everybody at the site where the plan has it.
///
/// With V(S) = min Σ R_1(s) over the users at the edge under the budget S, which is convex and does not rise, these are
/// the two derivatives −V′(S_e+) ≤ −V′(S_e−) for real steps: all multipliers of (1) lie between them. They differ where
/// no user is strictly between its limits. For whole steps they are the differences V(S_e) − V(S_e + 1) and V(S_e − 1)
/// − V(S_e).
struct PlanPrice: Equatable {
    /// What a little more budget, or one more whole step, saves; by step.
    var price: Double
    /// What a little less, or one whole step less, costs; nil where less is not enough for those at the edge.
    var below: Double?

    /// The prices where a little more saves what a little less costs.
    init(smooth price: Double) {
        self.price = price
        below = price
    }

    /// The prices of an assignment, from steps that are the best for it, or nearly.
    ///
    /// - Parameters:
    ///   - offloaded: who is at the edge.
    ///   - steps: the steps, of as many users at least.
    ///   - curves: the curves at the edge.
    ///   - stepBudget: what can be spent, S_e or ⌊S_e⌋.
    ///   - users: N of P1, those of `offloaded` and others.
    ///   - multiplier: a multiplier of (1) for the steps. Where users are between their limits it is the price, for
    ///     their own marginal values scatter around it.
    ///   - isRough: true if the steps are so far from the best ones that the multiplier may lie outside that scatter.
    ///   - loop: what goes through the users.
    /// - Throws: ``TimeIsUp`` if the loop's deadline passes first.
    init(
        offloaded: [Bool], steps: [Double], curves: CostCurves, stepBudget: Double, users: Int, rule: StepRule,
        multiplier: Double, isRough: Bool = false, loop: BlockLoop
    ) throws(TimeIsUp) {
        self.init(smooth: multiplier)
        let hasReal = rule == .continuous
        // What the margin for the rounding of sums, and a little rounding, may keep of the budget and of a user's most
        // steps.
        let margin = hasReal ? 0x1p-52 * stepBudget * Double(min(users, 4096) + 8) : 0
        if hasReal, !isRough, multiplier > 0,
            let price = Self.priceBetweenLimits(offloaded, steps, curves, multiplier, margin)
        {
            self = PlanPrice(smooth: price)
            return
        }
        var margins = Margins()
        try loop.collect(offloaded.count, blank: Margins()) { start, size in
            var margins = Margins()
            for user in start..<start + size where offloaded[user] {
                margins.add(curves[user], at: steps[user], rule, margin)
            }
            return margins
        } _: {
            margins.add($0)
        }
        let used = margins.used.value
        let isUsedUp = stepBudget - used <= margin
        price = max(margins.saving, 0)
        if !hasReal {
            below = isUsedUp ? margins.lowestCost : 0
        } else if !isUsedUp {
            if multiplier == 0 { price = 0 }
            below = price
        } else if margins.saving >= margins.cost {
            // Users between their limits, or steps that are not quite the best.
            self = PlanPrice(smooth: max(min(max(multiplier, margins.cost), margins.saving), 0))
        } else {
            below = margins.lowestCost
        }
    }

    /// The price that users strictly between their limits tell; nil if there are none, or if it is not clear.
    private static func priceBetweenLimits(
        _ offloaded: [Bool], _ steps: [Double], _ curves: CostCurves, _ multiplier: Double,
        _ margin: Double
    ) -> Double? {
        var first: Int?
        for user in offloaded.indices
        where offloaded[user] && steps[user] > curves.fewestSteps[user]
            && curves.mostSteps[user] - steps[user] > margin
        {
            guard first == nil else { return multiplier }
            first = user
            // Where a curve is straight, its slope is the multiplier, which a search by prices meets only nearly.
            let curve = curves[user]
            let bend = curve.secondDerivative(at: steps[user]) * (curve.mostSteps - curve.fewestSteps)
            if bend <= 0x1p-30 * multiplier { break }
        }
        guard let user = first else { return nil }
        let slope = -curves[user].derivative(at: steps[user])
        if Margins.isNothing(slope, of: curves[user]) { return 0 }
        // Where others would save far more, the steps are not quite the best: all slopes are looked at.
        return slope >= (1 - 0x1p-10) * multiplier ? slope : nil
    }
}

/// What steps more and less mean to the users at the edge.
private struct Margins: Sendable {
    /// Σ s.
    var used = PreciseSum()
    /// The most that one of those who can take more would save by it; −∞ if nobody can.
    var saving = -Double.infinity
    /// The least that it would cost one of those who can give; +∞ if nobody can.
    var cost = Double.infinity

    /// The least cost, at least 0; nil if nobody can give.
    var lowestCost: Double? { cost < .infinity ? max(cost, 0) : nil }

    /// - Parameter margin: a user so near to its most steps counts as there.
    mutating func add(_ curve: CostCurve, at steps: Double, _ rule: StepRule, _ margin: Double) {
        used.add(steps)
        switch rule {
        case .continuous:
            let canTake = curve.mostSteps - steps > margin
            let canGive = steps > curve.fewestSteps
            guard canTake || canGive else { return }
            var slope = -curve.derivative(at: steps)
            if Self.isNothing(slope, of: curve) { slope = 0 }
            if canTake { saving = max(saving, slope) }
            if canGive { cost = min(cost, slope) }
        case .integer:
            let terms = WholeStepTerms(curve, at: steps)
            if steps + 1 <= curve.mostSteps { saving = max(saving, terms.saving) }
            if steps - 1 >= curve.fewestSteps { cost = min(cost, terms.cost) }
        }
    }

    /// True if −R′(s) is no more than what rounding leaves of terms that cancel.
    static func isNothing(_ slope: Double, of curve: CostCurve) -> Bool {
        abs(slope) <= 0x1p-46 * (slope + 2 * curve.stepCost)
    }

    mutating func add(_ other: Margins) {
        used.add(other.used)
        saving = max(saving, other.saving)
        cost = min(cost, other.cost)
    }
}

/// R(s) − R(s + 1) and R(s − 1) − R(s), without the cancellation that differences of the values would suffer.
private struct WholeStepTerms {
    let saving: Double
    let cost: Double

    init(_ curve: CostCurve, at steps: Double) {
        // B·exp(−p·s) falls by a share of 1 − exp(−p) with every step.
        let before = max(steps - 1, 0)
        let error = curve.errorWeight * exp(-curve.errorDecay * before)
        let utility = curve.utilityWeight * exp(-curve.utilityRate * before)
        let (errorFall, utilityFall) = (-expm1(-curve.errorDecay), -expm1(-curve.utilityRate))
        cost = error * errorFall + utility * utilityFall - curve.stepCost
        saving =
            steps < 1
            ? cost
            : (error - error * errorFall) * errorFall + (utility - utility * utilityFall) * utilityFall - curve.stepCost
    }
}

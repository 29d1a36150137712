/// What steps more and less are worth to the users at the edge of a plan, with the rounding of that.
public struct MarginalValues: Sendable, Equatable {
    /// The most that a user who can take more saves by it: for real steps −R_1′(s), by step; for whole steps R_1(s) −
    /// R_1(s + 1). 0 if nobody saves anything.
    public private(set) var saving = 0.0
    /// Numbers that the saving may be.
    public private(set) var savings = 0.0...0.0
    /// The least that it costs a user who can give: −R_1′(s), or R_1(s − 1) − R_1(s), at least 0; nil if nobody can give.
    public private(set) var cost: Double?
    /// Numbers that the cost may be.
    public private(set) var costs: ClosedRange<Double>?
    /// What of the budget the plan leaves.
    public fileprivate(set) var unused = 0.0
    /// What the fewest steps of those at the edge leave of the budget.
    public fileprivate(set) var spare = 0.0
    /// What the plan may leave of the budget and still count as using it up; see
    /// ``OffloadProblem/roundingMargin(under:)``.
    public fileprivate(set) var margin = 0.0

    fileprivate init() {}

    fileprivate mutating func canSave(_ step: (value: Double, doubt: Double)) {
        saving = max(saving, step.value)
        savings = max(savings.lowerBound, step.value - step.doubt)...max(savings.upperBound, step.value + step.doubt)
    }

    fileprivate mutating func canCost(_ step: (value: Double, doubt: Double)) {
        let (low, high) = (max(step.value - step.doubt, 0), max(step.value + step.doubt, 0))
        cost = min(cost ?? .infinity, max(step.value, 0))
        costs = min(costs?.lowerBound ?? .infinity, low)...min(costs?.upperBound ?? .infinity, high)
    }
}

extension OffloadProblem {
    /// What plans of real steps may keep of the budget, and of a user's most steps, so that no sum of the steps exceeds
    /// the budget by its rounding: at most 4,096 + 8 units in the last place of S_e. 0 for whole steps.
    public func roundingMargin(under rule: StepRule) -> Double {
        rule == .continuous ? 0x1p-52 * stepBudget * Double(min(count, 4096) + 8) : 0
    }
}

extension Plan {
    /// What steps more and less are worth to the users at the edge, from the plan's steps and the problem's curves alone.
    ///
    /// - Parameters:
    ///   - problem: P1.
    ///   - allowance: by how much the plan may cost more than the best one with the same decisions. Real steps may then
    ///     be off by δ with ½·R_1″·δ² = allowance, and marginal values by R_1″·δ.
    /// - Precondition: The plan is feasible.
    public func marginalValues(in problem: OffloadProblem, allowance: Double = 0) -> MarginalValues {
        precondition(count == problem.count, "the plan must have the users of the problem")
        var values = MarginalValues()
        values.margin = problem.roundingMargin(under: stepRule)
        var (used, fewest) = (PreciseSum(), PreciseSum())
        for user in 0..<count where offloaded[user] {
            guard let limits = problem.stepLimits(of: user, at: .edge, under: stepRule) else { continue }
            let count = steps[user]
            used.add(count)
            fewest.add(limits.lowerBound)
            let curve = problem.edge[user]
            switch stepRule {
            case .continuous:
                let value = -curve.derivative(at: count)
                let doubt =
                    // The product of two tiny numbers would vanish.
                    (2 * curve.secondDerivative(at: count)).squareRoot() * max(allowance, 0).squareRoot()
                    + 0x1p-42 * (value + 2 * curve.stepCost)
                if limits.upperBound - count > values.margin { values.canSave((value, doubt)) }
                if count > limits.lowerBound { values.canCost((value, doubt)) }
            case .integer:
                if count + 1 <= limits.upperBound { values.canSave(curve.saving(of: count + 1)) }
                if count - 1 >= limits.lowerBound { values.canCost(curve.saving(of: count)) }
            }
        }
        let budget = problem.spendableBudget(under: stepRule)
        values.unused = budget - used.value
        values.spare = budget - fewest.value
        return values
    }
}

extension CostCurve {
    /// R(s − 1) − R(s), what the s-th of whole steps saves, and what rounding can have to do with it.
    ///
    /// The constant, beside which a step may be nothing, does not enter.
    fileprivate func saving(of steps: Double) -> (value: Double, doubt: Double) {
        var curve = self
        (curve.constant, curve.stepCost) = (0, 0)
        let (before, after) = (curve.value(at: steps - 1), curve.value(at: steps))
        let rates = max(errorDecay, utilityRate)
        return (before - after - stepCost, 0x1p-48 * (before * (1 + rates * 0x1p-4 * steps) + stepCost))
    }
}

/// What a proof of version 2 takes for granted before its first step; the verifier applies it itself.
///
/// 1. A user with L = 0 at the edge and R_1(0) ≤ r_n offloads: with 0 steps that costs no more than the device and takes nothing
///    from the budget. r_n is known from below only, so R_1(0) may exceed that number by rounding, and what it exceeds it by
///    is taken off the bound.
/// 2. A user with min R_1 ≥ r_n stays on its device: whoever offloads it gets no dearer by taking it back.
/// 3. Where all steps are whole numbers, plans spend b + g·k of the budget: b is the sum of the fewest steps of those who must
///    offload, g the greatest common divisor of what users can take beyond that. The budget is rounded down to such a number.
///
/// All three hold because the budget is the only row that couples the users. Splits on the number of offloaded users count
/// those of the first rule as offloaded.
struct ProofReductions {
    /// What rule 1 can cost by rounding in all.
    private(set) var loss = 0.0

    /// The site of a user by the first two rules, nil if it has a choice.
    ///
    /// - Parameters:
    ///   - local: R_0.
    ///   - localCost: min R_0, proven from below and within rounding.
    ///   - edge: R_1, with no more steps than the budget has.
    ///   - edgeCost: min R_1, proven from below.
    mutating func site(local: CostCurve, localCost: Double, edge: CostCurve, edgeCost: Double) -> Site? {
        guard localCost.isFinite else { return nil }
        let edgeSize = abs(edge.constant) + edge.errorWeight + edge.utilityWeight
        // At the minimum, steps beyond the fewest cost no more than they save.
        let fewest = max(local.fewestSteps, 0).rounded(.up)
        let size = edgeSize + abs(local.constant) + local.stepCost * fewest + local.errorWeight + local.utilityWeight
        if edge.fewestSteps <= 0, edge.mostSteps >= 0 {
            // Two additions round.
            let excess = edge.constant + (edge.errorWeight + edge.utilityWeight) + 0x1p-51 * edgeSize - localCost
            if excess <= 0x1p-43 * size {
                loss += max(excess, 0)
                return .edge
            }
        }
        return edgeCost >= localCost + 0x1p-45 * size ? .local : nil
    }

    /// A budget rounded down to what can be spent.
    ///
    /// - Parameters:
    ///   - budget: S_e, or ⌊S_e⌋ for whole steps.
    ///   - users: the limits of steps, under the rule, of everybody who may or must offload.
    static func spendable(
        _ budget: Double, rule: StepRule, users: some Sequence<(limits: ClosedRange<Double>, mustOffload: Bool)>
    ) -> Double {
        guard budget < 0x1p53 else { return budget }
        var least = 0
        var divisor = 0
        for (limits, mustOffload) in users {
            guard limits.lowerBound <= budget, let fewest = Int(exactly: limits.lowerBound) else { return budget }
            if limits.upperBound > limits.lowerBound {
                guard rule == .integer else { return budget }
                divisor = 1
            }
            if mustOffload {
                least += fewest
            } else {
                var (larger, smaller) = (divisor, fewest)
                while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
                divisor = larger
            }
            // All whole numbers can be spent then.
            if divisor == 1, rule == .integer { return budget }
        }
        guard let whole = Int(exactly: budget.rounded(.down)) else { return budget }
        // What must be spent is more than there is: no plan belongs here, whatever the budget is called.
        guard whole >= least else { return 0 }
        return Double(divisor == 0 ? least : least + (whole - least) / divisor * divisor)
    }
}

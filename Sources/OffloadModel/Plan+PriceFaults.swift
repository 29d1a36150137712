/// Why a price of edge steps is not what it is said to be.
public enum PriceFault: Sendable, Equatable {
    /// It is no multiplier of (1): with it the plan's decisions are not proven to cost what they do, but only `proven`.
    case notMultiplier(proven: Double)
    /// More steps do not save that much, or, with whole steps, not that little, but this.
    case price(found: Double)
    /// Fewer steps do not cost that, but this; nil if fewer are not enough for the users at the edge.
    case below(found: Double?)
}

extension Plan {
    /// What is wrong with the prices of a plan that is the best for its assignment, or nearly.
    ///
    /// Real steps: both prices must be multipliers of (1) for the plan's decisions. ``boundOfDecisions(at:in:)`` must
    /// come as near to the objective as is allowed; since it is flat around a multiplier, a price is checked to about
    /// the square root of that. All multipliers pass if nothing is claimed of fewer steps. Else the price must be the
    /// least and `below` the largest of them: some user who can take more must save the price by it, and some user who
    /// can give must lose no more than `below` by it, to the same accuracy.
    ///
    /// Whole steps: nothing is checked if nothing is claimed of fewer steps. Else the price must be the most that one
    /// step more saves a user, and `below` the least that one step less costs a user, both to rounding, whatever is
    /// allowed.
    ///
    /// - Parameters:
    ///   - price: λ, finite and not negative.
    ///   - below: what fewer steps are claimed to cost; nil if nothing is claimed.
    ///   - objective: what the plan costs.
    ///   - allowance: by how much it may cost more than the best plan with its decisions.
    ///   - problem: P1, for which the plan is feasible.
    public func priceFaults(
        _ price: Double, below: PriceBelow?, objective: Double, allowance: Double, in problem: OffloadProblem
    ) -> [PriceFault] {
        func shortfall(at price: Double) -> PriceFault? {
            let bound = boundOfDecisions(at: price, in: problem)
            return objective - bound <= allowance ? nil : .notMultiplier(proven: bound)
        }
        if stepRule == .continuous, let fault = shortfall(at: price) { return [fault] }
        guard let below else { return [] }
        let values = marginalValues(in: problem, allowance: allowance)
        guard stepRule == .continuous else { return values.faults(ofWholeSteps: price, below) }
        return values.faults(ofRealSteps: price, below) { shortfall(at: $0) == nil }
    }
}

extension MarginalValues {
    fileprivate func faults(
        ofRealSteps price: Double, _ below: PriceBelow, isMultiplier: (Double) -> Bool
    ) -> [PriceFault] {
        var faults: [PriceFault] = []
        if !(price <= savings.upperBound) { faults.append(.price(found: saving)) }
        let isUsedUp = unused <= margin
        let holds: Bool
        switch below {
        case .infeasible: holds = spare <= margin
        case .cost(let cost):
            let isLargest = isUsedUp ? cost >= costs?.lowerBound ?? 0 : cost == price
            holds = spare > 0 && cost >= price && isLargest && (cost == price || isMultiplier(cost))
        }
        if !holds { faults.append(.below(found: spare <= 0 ? nil : isUsedUp ? max(self.cost ?? 0, price) : price)) }
        return faults
    }

    fileprivate func faults(ofWholeSteps price: Double, _ below: PriceBelow) -> [PriceFault] {
        var faults: [PriceFault] = []
        if !savings.contains(price) { faults.append(.price(found: saving)) }
        let allowed = unused > 0 ? 0...0 : costs
        let holds =
            switch below {
            case .infeasible: allowed == nil
            case .cost(let cost): allowed?.contains(cost) ?? false
            }
        if !holds { faults.append(.below(found: unused > 0 ? 0 : cost)) }
        return faults
    }
}

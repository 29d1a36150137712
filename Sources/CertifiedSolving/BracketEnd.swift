import OffloadModel

/// One end of the bracket around a node's best price, and what the users do there.
struct BracketEnd {
    /// False until the search has found a point on this side of the maximum.
    var isKnown = false
    /// True for the users that offload.
    var set: [Bool] = []
    /// How many offload.
    private(set) var count = 0
    /// The demand for edge steps less the budget.
    private(set) var excess = 0.0
    /// Where to look for the price of the plan with these decisions.
    var price = 0.0
    /// True if that plan was tried.
    var isTried = false
    /// True if the users decided alike at two prices in a row.
    private(set) var isRepeated = false

    /// Moves to a point just evaluated.
    ///
    /// - Parameters:
    ///   - point: the dual function there.
    ///   - chosen: true for the users that offload there.
    ///   - count: how many these are.
    ///   - stepCost: A of a typical user.
    mutating func take(_ point: PricePoint, chosen: [Bool], count: Int, stepCost: Double) {
        isRepeated = isKnown && set == chosen
        if !isRepeated {
            isTried = false
            set.removeAll(keepingCapacity: true)
            set.append(contentsOf: chosen)
            self.count = count
        }
        isKnown = true
        excess = point.slope
        guard !isTried else { return }
        let newton = point.newton(stepCost: stepCost)
        price = newton <= OffloadProblem.largestPrice ? max(newton, 0) : point.price
    }

    /// On how many users the decisions at two ends differ, counted up to two.
    func difference(from other: BracketEnd) -> Int {
        var count = 0
        for member in set.indices where set[member] != other.set[member] {
            count += 1
            if count == 2 { break }
        }
        return count
    }
}

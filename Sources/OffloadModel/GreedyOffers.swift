/// The choice of the greedy baseline: users offload in falling order of gain / steps, each whose steps still fit the budget.
///
/// Steps are edge steps; gains are in units of the objective.
package struct GreedyOffers {
    /// What is left of the step budget, which is negative if those who have to offload need more than it.
    package private(set) var left: Double
    private var offers: [Offer] = []

    private struct Offer {
        let rate: Double
        let user: Int
        let steps: Double
    }

    /// Begins with the whole step budget and without offers.
    package init(stepBudget: Double) { left = stepBudget }

    /// Takes the fewest steps of a user who has to offload.
    package mutating func require(_ steps: Double) { left -= steps }

    /// Adds a user whose cost falls by `gain` if they offload with so many steps. A gain of 0, a negative one or NaN adds nothing.
    ///
    /// - Parameters:
    ///   - user: a number of the caller's choice, the same one for no other offer.
    ///   - gain: the cost on the device less the cost at the edge.
    ///   - steps: at least 0.
    package mutating func add(_ user: Int, gain: Double, steps: Double) {
        guard gain > 0 else { return }
        offers.append(Offer(rate: gain / max(steps, .leastNormalMagnitude), user: user, steps: steps))
    }

    /// Accepts each offer that fits what is left, in falling order of gain / steps; of equals the lower number comes first.
    ///
    /// - Returns: The users who offload and those whose steps do not fit, both in that order.
    package mutating func choose() -> (accepted: [Int], refused: [Int]) {
        offers.sort { ($0.rate, $1.user) > ($1.rate, $0.user) }
        var (accepted, refused): ([Int], [Int]) = ([], [])
        for offer in offers {
            if offer.steps <= left {
                accepted.append(offer.user)
                left -= offer.steps
            } else {
                refused.append(offer.user)
            }
        }
        offers.removeAll()
        return (accepted, refused)
    }
}

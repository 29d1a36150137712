/// The choice of the greedy baseline: whoever gains most per edge step offloads first, while the budget lasts.
package struct GreedyOffers {
    /// What is left of the budget.
    package private(set) var left: Double
    private var offers: [Offer] = []

    private struct Offer {
        let rate: Double
        let user: Int
        let steps: Double
    }

    /// Nobody has offered anything.
    package init(stepBudget: Double) { left = stepBudget }

    /// Takes the fewest steps of a user who has to offload.
    package mutating func require(_ steps: Double) { left -= steps }

    /// A user who would offload with so many steps; without a gain nothing is offered.
    package mutating func add(_ user: Int, gain: Double, steps: Double) {
        guard gain > 0 else { return }
        offers.append(Offer(rate: gain / max(steps, .leastNormalMagnitude), user: user, steps: steps))
    }

    /// Chooses among the offers, the best ones first and of equals the first user; who no longer fits is passed over.
    ///
    /// - Returns: The users who offload and those who are passed over, each in the order of the offers.
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

import OffloadModel

/// A knapsack as a scenario: who offloads is what is packed.
extension ScenarioGenerator {
    /// The columns in memory: the time of a local step, and the weights, which are three of the scenario's limits.
    static let knapsackColumns = 2

    /// Every user has one number of steps, the item's weight w, at either site. Its device takes p/w seconds for a step, so that the
    /// user costs the item's profit p there, and the server takes no time and costs nothing. Nothing else costs anything:
    ///
    ///     R_0 = c1·(p/w)·w = p,  R_1 = 0,  objective = Σ p − Σ p over the items packed
    ///
    /// The budget is the knapsack's capacity ⌊T·Σ w⌋, for `even-odd` the next odd number. A profit is met to within the rounding of a
    /// quotient and a product.
    func knapsack(_ random: SplitMix64) throws -> Scenario {
        var items = KnapsackItems(family, range: itemRange, random: random)
        var (stepTimes, weights): ([Double], [Double]) = ([], [])
        stepTimes.reserveCapacity(users)
        weights.reserveCapacity(users)
        var total = 0.0
        for _ in 0..<users {
            let (weight, profit) = items.next()
            stepTimes.append(profit / weight)
            weights.append(weight)
            total += weight
        }
        var capacity = (tightness * total).rounded(.down)
        if family == .evenOdd, capacity < 0x1p53 { capacity = 2 * (capacity / 2).rounded(.down) + 1 }
        return try Scenario(
            name: name, count: users,
            weights: CostWeights(time: 1, error: 0, energy: 0, cost: 1, utility: 0),
            edge: EdgeServer(stepBudget: capacity, powerCoefficient: 0),
            users: [
                .localStepTime: .perUser(stepTimes), .edgeStepTime: .uniform(0), .localPowerCoefficient: .uniform(0),
                .localFrequency: .uniform(1e9), .edgeFrequency: .uniform(1e10), .initialError: .uniform(0.9),
                .errorDecay: .uniform(0.06), .utilityRate: .uniform(0.05), .localStepLimit: .perUser(weights),
                .edgeStepLimit: .perUser(weights), .minimumSteps: .perUser(weights),
            ])
    }
}

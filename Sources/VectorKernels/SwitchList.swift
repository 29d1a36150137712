/// The users who, to first order, change sides at a price near that of a pass over all users.
package struct SwitchList: Sendable {
    /// λ of the pass.
    package let price: Double
    /// How far from it the users' switch prices may be.
    package let reach: Double
    /// φ_n − r_n at λ: negative for those that offload. In the order of the users.
    package let reducedCosts: [Double]
    /// s_n(λ) at the edge.
    package let steps: [Double]
    /// False if there were too many to list them all; then the list is empty.
    package let isComplete: Bool

    /// Σ s_n over the list per unit of price: how fast the demand falls by jumps.
    package var jumpRate: Double { steps.reduce(0, +) / (2 * reach) }

    /// Gathers a list.
    ///
    /// - Precondition: There are as many steps as reduced costs.
    package init(price: Double, reach: Double, reducedCosts: [Double], steps: [Double], isComplete: Bool = true) {
        precondition(reducedCosts.count == steps.count, "one entry per user")
        self.price = price
        self.reach = reach
        self.reducedCosts = reducedCosts
        self.steps = steps
        self.isComplete = isComplete
    }
}

/// The weights of the objective (8), documented per unit because seconds and joules do not compare.
public struct CostWeights: Sendable, Equatable {
    /// c1, the cost of a second.
    public var time: Double
    /// c2, the cost of a unit of error.
    public var error: Double
    /// c3, the cost of a joule.
    public var energy: Double
    /// ω1, the weight of the cost against the utility.
    public var cost: Double
    /// ω2, the weight of the utility (7).
    public var utility: Double

    /// Gathers the five weights.
    public init(time: Double, error: Double, energy: Double, cost: Double, utility: Double) {
        self.time = time
        self.error = error
        self.energy = energy
        self.cost = cost
        self.utility = utility
    }
}

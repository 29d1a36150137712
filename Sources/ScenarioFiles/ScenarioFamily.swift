/// A family of random scenarios.
public enum ScenarioFamily: String, Sendable, CaseIterable {
    /// Every user draws its own values.
    case hetero
    /// All users are identical.
    case twins
    /// A few types of users, in random order.
    case types
    /// Users whose values differ by one part in a million at most.
    case nearTwins = "near-twins"
    /// Knapsack: profits and weights have nothing to do with each other. For this and the next ones see ``KnapsackItems``.
    case uncorrelated
    /// Knapsack: profits near the weights.
    case weaklyCorrelated = "weakly-correlated"
    /// Knapsack: the profit is the weight and a constant.
    case stronglyCorrelated = "strongly-correlated"
    /// Knapsack: the weight is the profit and a constant.
    case inverseStronglyCorrelated = "inverse-strongly-correlated"
    /// Knapsack: the profit is the weight and nearly a constant.
    case almostStronglyCorrelated = "almost-strongly-correlated"
    /// Knapsack: the profit is the weight.
    case subsetSum = "subset-sum"
    /// Knapsack: the profit is the weight, all weights are even, and the capacity is odd.
    case evenOdd = "even-odd"
    /// Knapsack: large weights that hardly differ.
    case similarWeights = "similar-weights"
    /// Knapsack: multiples of two items.
    case spanner
    /// Knapsack: profits are the weights, rounded up to multiples of three.
    case profitCeiling = "profit-ceiling"
    /// Knapsack: the profit lies on an arc of an ellipse over the weight.
    case circle

    /// True for the classes of hard knapsacks.
    public var isKnapsack: Bool {
        switch self {
        case .hetero, .twins, .types, .nearTwins: false
        default: true
        }
    }
}

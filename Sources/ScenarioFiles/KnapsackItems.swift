import OffloadModel

/// The items of a random knapsack of one of the classes on which solvers are compared.
///
/// R is the range, w the weight and p the profit. a…b is a whole number from a to b, all with the same chance:
///
/// | Family | Weight | Profit |
/// |---|---|---|
/// | `uncorrelated` | 1…R | 1…R |
/// | `weakly-correlated` | 1…R | max(1, w − R/10 … w + R/10) |
/// | `strongly-correlated` | 1…R | w + R/10 |
/// | `inverse-strongly-correlated` | p + R/10 | 1…R |
/// | `almost-strongly-correlated` | 1…R | w + R/10 − R/500 … w + R/10 + R/500 |
/// | `subset-sum` | 1…R | w |
/// | `even-odd` | 2, 4 … R | w |
/// | `similar-weights` | 100·R … 100·R + R/10 | 1…R |
/// | `spanner` | a·⌈2·w_k/10⌉ | a·⌈2·p_k/10⌉, a in 1…10, k one of two strongly correlated items |
/// | `profit-ceiling` | 1…R | 3·⌈w/3⌉ |
/// | `circle` | 1…R | ⅔·√(4·R² − (w − 2·R)²), a real number |
///
/// R/10 and R/500 are rounded down. The classes are those of D. Pisinger, "Where are the hard knapsack problems?", Computers &
/// Operations Research 32 (2005), 2271–2284; `even-odd` is the subset sum problem with even weights and an odd capacity
/// (S. Martello and P. Toth, "Knapsack Problems", 1990). Spanner has v = 2 and m = 10, profit ceiling d = 3, circle d = ⅔.
struct KnapsackItems {
    private let family: ScenarioFamily
    private let range: Int
    private var random: SplitMix64
    /// The two items whose multiples a spanner has.
    private var span: [(weight: Int, profit: Int)] = []

    /// Starts the sequence of items.
    ///
    /// - Parameters:
    ///   - family: one of the knapsacks.
    ///   - range: R, at least 1.
    init(_ family: ScenarioFamily, range: Int, random: SplitMix64) {
        self.family = family
        self.range = range
        self.random = random
        guard family == .spanner else { return }
        span = (0..<2).map { _ in
            let weight = self.random.whole(1, range)
            return ((2 * weight + 9) / 10, (2 * (weight + range / 10) + 9) / 10)
        }
    }

    /// The next item.
    mutating func next() -> (weight: Double, profit: Double) {
        let (weight, profit) = nextWhole()
        guard family == .circle else { return (Double(weight), Double(profit)) }
        // 4·R² − (w − 2·R)² = w·(4·R − w), a whole number.
        return (Double(weight), 2 * Double(weight * (4 * range - weight)).squareRoot() / 3)
    }

    private mutating func nextWhole() -> (weight: Int, profit: Int) {
        let (tenth, few) = (range / 10, range / 500)
        switch family {
        case .inverseStronglyCorrelated:
            let profit = random.whole(1, range)
            return (profit + tenth, profit)
        case .evenOdd:
            let weight = 2 * random.whole(1, max(range / 2, 1))
            return (weight, weight)
        case .similarWeights:
            let weight = random.whole(100 * range, 100 * range + tenth)
            return (weight, random.whole(1, range))
        case .spanner:
            let (item, times) = (span[random.whole(0, 1)], random.whole(1, 10))
            return (times * item.weight, times * item.profit)
        default: break
        }
        let weight = random.whole(1, range)
        switch family {
        case .uncorrelated: return (weight, random.whole(1, range))
        case .weaklyCorrelated: return (weight, max(1, random.whole(weight - tenth, weight + tenth)))
        case .stronglyCorrelated: return (weight, weight + tenth)
        case .almostStronglyCorrelated:
            return (weight, random.whole(weight + tenth - few, weight + tenth + few))
        case .profitCeiling: return (weight, (weight + 2) / 3 * 3)
        default: return (weight, weight)
        }
    }
}

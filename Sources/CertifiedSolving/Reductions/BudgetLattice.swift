import OffloadModel

/// The numbers of steps that plans can spend, b + g·k with whole k ≥ 0, where every user can only take whole numbers.
///
/// b is the sum of the fewest steps of each user, 0 for one that may stay on its device, and g the greatest common divisor of all
/// differences of what a user can take. A budget that does not lie on the lattice can be rounded down to it: no plan spends what
/// is left. That raises the dual bound, by λ times what was rounded off.
///
/// Sound in every node of a tree, with the users that the node leaves open, and with any other coupling rows, which only
/// take plans away. Only for steps that are whole numbers below 2⁵³.
package struct BudgetLattice {
    /// b.
    private var least = 0.0
    /// g, 0 as long as nobody has a choice.
    package private(set) var divisor = 0.0

    /// Nobody yet.
    package init() {}

    /// True once a smaller g is impossible, so that the budget can only be rounded down to a whole number.
    package var isTrivial: Bool { divisor == 1 }

    /// Adds a user who may or must offload.
    ///
    /// - Parameters:
    ///   - fewest: the fewest steps at the server, under the rule.
    ///   - most: the most.
    ///   - mustOffload: true if the device is no choice.
    ///   - isWhole: true if the rule allows whole steps only.
    /// - Returns: False if there is no lattice with this user.
    package mutating func add(fewest: Double, most: Double, mustOffload: Bool, isWhole: Bool) -> Bool {
        guard fewest == fewest.rounded(), fewest < 0x1p53, isWhole || most == fewest else { return false }
        if most > fewest { divisor = 1 }
        if mustOffload { least += fewest } else { divisor = Self.divisor(divisor, fewest) }
        return true
    }

    /// The largest number that is at most a budget and on the lattice; the budget itself if it is below the least or too large.
    package func rounded(_ budget: Double) -> Double {
        guard budget >= least, budget < 0x1p53 else { return budget }
        return divisor > 0 ? least + divisor * ((budget - least) / divisor).rounded(.down) : least
    }

    /// The greatest common divisor of two whole numbers; 0 and x have x.
    private static func divisor(_ first: Double, _ second: Double) -> Double {
        var (large, small) = (max(first, second), min(first, second))
        while small > 0 { (large, small) = (small, large.truncatingRemainder(dividingBy: small)) }
        return large
    }
}

/// The multiples of one unit in the last place of a budget.
///
/// Terms that are such multiples and whose sum does not exceed the budget are added without rounding, whatever the
/// order: every partial sum is a multiple below 2⁵³ units. So a plan of such steps can use the whole budget, and no sum
/// of them exceeds it.
package struct BudgetGrid: Sendable {
    /// S_e.
    package let budget: Double
    /// The unit in the last place of S_e.
    package let unit: Double
    private let inverse: Double

    /// How many units a number may be off and still be taken for a whole number or a limit: what the rounding of a few
    /// operations leaves.
    package static let slack = 8.0

    /// The grid of a budget; nil for one so small that numbers beside it have no full precision, or none at all.
    package init?(budget: Double) {
        guard budget > 0x1p-900, budget < .infinity else { return nil }
        self.budget = budget
        unit = budget.ulp
        inverse = 1 / unit
    }

    /// True for a multiple of the unit from 0 to the budget.
    package func contains(_ steps: Double) -> Bool {
        guard steps >= 0, steps <= budget else { return false }
        let units = steps * inverse
        return units == Double(Int64(units))
    }

    /// The multiple next to a number of steps from 0 to the budget, or the whole number within ``slack`` units of it.
    package func nearest(_ steps: Double) -> Double {
        let whole = wholeNumber(nextTo: steps)
        if abs(whole - steps) <= Self.slack * unit, contains(whole) { return whole }
        let units = steps * inverse
        // From 2⁵² units on every number is a multiple.
        return units < 0x1p52 ? Double(Int64(units + 0.5)) * unit : steps
    }

    /// True for a whole number from 0 to the budget.
    package func isWhole(_ steps: Double) -> Bool { wholeNumber(nextTo: steps) == steps }

    private func wholeNumber(nextTo steps: Double) -> Double {
        steps < 0x1p52 ? Double(Int64(steps + 0.5)) : steps
    }
}

/// Users at the edge beside those whose steps are settled.
package struct OtherSteps: Sendable {
    /// Σ of their steps.
    package var sum = PreciseSum()
    /// True if each of their steps is a multiple of the budget's unit in the last place.
    package var areOnGrid = true
    /// How many they are.
    package var count = 0

    /// Nobody.
    package init() {}
}

extension BudgetGrid {
    /// Puts steps that are at a limit to rounding on it and the others on multiples of the unit, so that the sum is
    /// exactly the budget, or less where nobody can take more.
    ///
    /// - Parameters:
    ///   - steps: real steps whose sum, with those of the others, is the budget to rounding, or less where nobody can
    ///     take more.
    ///   - members: whose steps.
    ///   - others: the rest of those who share the budget.
    ///   - curves: the edge curves, with limits that the steps keep.
    /// - Returns: False if that cannot be: because of limits that are no multiples, of curves that bend within a few
    ///   units, or of limits that leave no room. Steps may have been moved by a few units then, and their sum may
    ///   exceed the budget.
    package func settle(
        _ steps: inout [Double], of members: [Int], beside others: OtherSteps = OtherSteps(), curves: CostCurves
    ) -> Bool {
        var used = others.sum
        var isOnGrid = others.areOnGrid
        var (free, broken) = (0, 0)
        for member in members {
            let (fewest, most) = (curves.fewestSteps[member], curves.mostSteps[member])
            var count = steps[member]
            let near = min(Self.slack * unit, 0x1p-20 * (most - fewest))
            if most - count <= near || count - fewest <= near {
                count = most - count <= near ? most : fewest
            } else if max(curves.errorDecay[member], curves.utilityRate[member]) * unit <= 0x1p-28 {
                // A move of a few units costs its square, far below the rounding of the cost.
                count = min(most, max(fewest, nearest(count)))
                free += 1
                broken += isWhole(count) ? 0 : 1
            }
            isOnGrid = isOnGrid && contains(count)
            steps[member] = count
            used.add(count)
        }
        guard isOnGrid else { return false }
        used.add(-budget)
        let left = -used.value
        guard left != 0 else { return true }
        guard free > 0 else { return left > 0 }
        // Whole numbers are what they are by more than chance: the others make up for the rounding if there are any.
        let takers = broken > 0 ? broken : free
        guard abs(left) <= Self.slack * unit * Double(takers) else { return left > 0 }
        return hand(out: left / unit, to: takers, of: members, onlyBroken: broken > 0, &steps, curves) >= 0
    }

    /// Gives every taker its share of some units, or takes it back.
    ///
    /// - Returns: The units that are left.
    private func hand(
        out units: Double, to takers: Int, of members: [Int], onlyBroken: Bool, _ steps: inout [Double],
        _ curves: CostCurves
    ) -> Double {
        let share = (units / Double(takers)).rounded(.towardZero)
        var extra = abs(units - share * Double(takers))
        var left = units
        for member in members where left != 0 {
            let (fewest, most) = (curves.fewestSteps[member], curves.mostSteps[member])
            let count = steps[member]
            guard count > fewest, count < most, !(onlyBroken && isWhole(count)) else { continue }
            let move = share + (extra > 0 ? (units > 0 ? 1 : -1) : 0)
            let moved = count + move * unit
            guard moved >= fewest, moved <= most else { continue }
            steps[member] = moved
            left -= move
            extra -= 1
        }
        return left
    }
}

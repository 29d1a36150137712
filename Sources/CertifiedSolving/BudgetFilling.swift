import OffloadModel

/// Brings the real steps of the offloaded users to exactly what the budget allows.
///
/// Near the optimum all users strictly between their limits have the same marginal cost, so shifting a small residue
/// among them in proportion to s − L costs only to second order. Who is at a limit stays there as long as the others
/// suffice.
///
/// The result never exceeds the budget: not as an exact sum, and not as a floating-point sum in any customary order.
/// Where the limits that bind are multiples of the budget's unit in the last place, as whole numbers are, the other
/// steps become such multiples as well. All sums are exact then, and the budget is used to the last bit; see
/// ``BudgetGrid``. Elsewhere a margin of a few thousand ulp is kept.
struct BudgetFilling {
    let budget: Double

    /// The budget less the margin, for a number of users that share it.
    func target(users: Int) -> Double { budget - budget * 0x1p-53 * Double(min(users, 4096)) }

    /// Adjusts `steps` of the given users in place. Σ of their fewest steps and of the others' steps must not exceed
    /// the budget.
    ///
    /// - Throws: ``TimeIsUp`` if the deadline passes first; the steps are then of no use.
    func fill(
        _ steps: inout [Double], of members: [Int], beside others: OtherSteps = OtherSteps(), curves: CostCurves,
        until deadline: SolveDeadline?
    ) throws(TimeIsUp) {
        try approach(&steps, members, others, curves, deadline)
        try deadline?.check()
        if let grid = BudgetGrid(budget: budget), grid.settle(&steps, of: members, beside: others, curves: curves) {
            return
        }
        try keepMargin(&steps, members, others, curves, deadline)
    }

    /// Shifts steps until their sum is the budget to rounding, or nobody between its limits can take more.
    private func approach(
        _ steps: inout [Double], _ members: [Int], _ others: OtherSteps, _ curves: CostCurves,
        _ deadline: SolveDeadline?
    ) throws(TimeIsUp) {
        for _ in 0..<16 {
            try deadline?.check()
            var used = others.sum
            // What those strictly between their limits can give back and take, and what all can give back.
            var (inner, gap, whole) = (0.0, 0.0, 0.0)
            for member in members {
                let count = steps[member]
                used.add(count)
                let room = max(count - curves.fewestSteps[member], 0)
                let most = curves.mostSteps[member]
                whole += room
                if room > 0, count < most {
                    inner += room
                    gap += most - count
                }
            }
            let residue = budget - used.value
            guard abs(residue) > 2 * budget.ulp else { return }
            let change: (factor: Double, movesAll: Bool)
            if residue > 0 {
                guard inner > 0 else { return }
                change = (residue < gap ? residue / inner : .infinity, false)
            } else if -residue <= 0.5 * inner || (-residue <= 0x1p-20 * budget && inner > 0) {
                change = (max(residue / inner, -1), false)
            } else {
                // So much is lacking that the limits at which the others are tell little.
                guard whole > 0 else { return }
                change = (max(residue / whole, -1), true)
            }
            try deadline?.check()
            for member in members {
                let (fewest, most) = (curves.fewestSteps[member], curves.mostSteps[member])
                let count = steps[member]
                guard count > fewest, change.movesAll || count < most else { continue }
                steps[member] = min(most, max(fewest, count + change.factor * (count - fewest)))
            }
        }
    }

    /// Takes back what exceeds the budget less the margin: from those between their limits if they have it, else from
    /// all.
    private func keepMargin(
        _ steps: inout [Double], _ members: [Int], _ others: OtherSteps, _ curves: CostCurves,
        _ deadline: SolveDeadline?
    ) throws(TimeIsUp) {
        let target = target(users: members.count + others.count)
        for _ in 0..<8 {
            try deadline?.check()
            var used = others.sum
            var (inner, whole) = (0.0, 0.0)
            for member in members {
                let count = steps[member]
                used.add(count)
                let room = max(count - curves.fewestSteps[member], 0)
                whole += room
                if count < curves.mostSteps[member] { inner += room }
            }
            let excess = used.value - target
            guard excess > 0 else { return }
            let movesAll = 2 * excess > inner
            guard whole > 0 else { break }
            // A little more, so that rounding cannot leave it short.
            let factor = min(excess / (movesAll ? whole : inner) * (1 + 0x1p-20), 1)
            for member in members {
                let fewest = curves.fewestSteps[member]
                let count = steps[member]
                guard count > fewest, movesAll || count < curves.mostSteps[member] else { continue }
                steps[member] = max(fewest, count - factor * (count - fewest))
            }
        }
        var used = others.sum
        for member in members { used.add(steps[member]) }
        if used.value > budget {
            for member in members { steps[member] = curves.fewestSteps[member] }
        }
    }
}

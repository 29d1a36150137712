import OffloadModel

/// Brings the real steps of the offloaded users to exactly what the budget allows.
///
/// Near the optimum all users strictly between their limits have the same marginal cost, so shifting a small residue
/// in proportion to s − L costs only to second order. The result never exceeds the budget: not as an exact sum,
/// and not as a floating-point sum in any customary order, for which a margin of a few thousand ulp is kept.
struct BudgetFilling {
    let budget: Double

    /// The budget less the margin, for a number of users that share it.
    func target(users: Int) -> Double { budget - budget * 0x1p-53 * Double(min(users, 4096)) }

    /// Adjusts `steps` of the given users in place. Σ of their fewest steps must not exceed the budget.
    ///
    /// - Throws: ``TimeIsUp`` if the deadline passes first; the steps are then of no use.
    func fill(
        _ steps: inout [Double], of members: [Int], fewest: [Double], most: [Double], until deadline: SolveDeadline?
    ) throws(TimeIsUp) {
        let target = target(users: members.count)
        for round in 0..<8 {
            try deadline?.check()
            var used = PreciseSum()
            // What those strictly between their limits can give back, and what all can.
            var (inner, whole) = (0.0, 0.0)
            for member in members {
                used.add(steps[member])
                let room = max(steps[member] - fewest[member], 0)
                whole += room
                if steps[member] < most[member] { inner += room }
            }
            let residue = target - used.value
            try deadline?.check()
            // Users at their most steps gain more from the last one, so they are asked only where the others do not do.
            let movesAll = round > 0 || residue < -0.5 * inner
            let elastic = movesAll ? whole : inner
            guard elastic > 0, residue < 0 || (residue > 0x1p-40 * target && round < 3) else { break }
            // A shift downwards is made a little larger, so that rounding cannot leave it short.
            let factor = residue < 0 ? max(residue / elastic * (1 + 0x1p-20), -1) : residue / elastic
            for member in members where steps[member] > fewest[member] && (movesAll || steps[member] < most[member]) {
                let room = steps[member] - fewest[member]
                steps[member] = min(most[member], max(fewest[member], steps[member] + factor * room))
            }
        }
        var used = PreciseSum()
        for member in members { used.add(steps[member]) }
        if used.value > budget {
            for member in members { steps[member] = fewest[member] }
        }
    }
}

import VectorKernels

/// Where the demand for edge steps comes nearest to the budget, near a price at which it is known.
///
/// Between two prices the demand changes smoothly, by ds/dλ of the users who offload, and by jumps where users change
/// sides. Near a price both are known: the first from the pass there, the second user by user, from the pass's list.
package struct SwitchResolution {
    /// The price at which the demand meets the budget, or on the better side of where it jumps across it.
    package let price: Double
    /// True if it jumps across it.
    package let isJump: Bool

    /// Walks from the price of a pass to the crossing; nil if that is beyond the reach of the list.
    ///
    /// - Parameters:
    ///   - demand: the pass.
    ///   - switches: the users who change sides nearby.
    ///   - stepBudget: S_e.
    package init?(after demand: Demand, _ switches: SwitchList, stepBudget: Double) {
        guard switches.isComplete else { return nil }
        let excess = demand.steps - stepBudget
        guard excess != 0 else { return nil }
        let rises = excess > 0
        // Distances from the price, in the direction of the crossing, ascending; ties in the order of the users.
        var jumps: [(distance: Double, steps: Double)] = []
        for (reducedCost, steps) in zip(switches.reducedCosts, switches.steps)
        where (reducedCost < 0) == rises && steps > 0 {
            jumps.append((abs(reducedCost) / steps, steps))
        }
        jumps.sort { $0.distance < $1.distance }
        var left = abs(excess)
        // |ds/dλ| only shrinks as users leave, by less than the step to the next pass can tell.
        let stiffness = -demand.sensitivity
        var last = 0.0
        for jump in jumps + [(distance: switches.reach, steps: 0)] {
            let smooth = stiffness * (jump.distance - last)
            if smooth >= left, stiffness > 0 {
                self.init(after: demand, at: last + left / stiffness, rises: rises, isJump: false)
                return
            }
            left -= smooth
            if jump.steps >= left {
                // Stretching the others' steps by what is missing costs its square, so the side with less of it is better.
                let margin = 0x1p-40 * demand.price
                let side = left < jump.steps - left ? jump.distance - margin : jump.distance + margin
                self.init(after: demand, at: side, rises: rises, isJump: true)
                return
            }
            left -= jump.steps
            last = jump.distance
        }
        return nil
    }

    private init?(after demand: Demand, at distance: Double, rises: Bool, isJump: Bool) {
        let price = rises ? demand.price + distance : demand.price - distance
        guard price >= 0 else { return nil }
        self.price = price
        self.isJump = isJump
    }
}

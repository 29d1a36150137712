import OffloadModel

/// The dual function of P1 at one price, without the term −λ·S_e, and its derivatives.
package struct Demand: Sendable {
    /// λ.
    package let price: Double
    /// Σ min(r_n, φ_n(λ)).
    package let cost: Double
    /// Σ |min(r_n, φ_n(λ))|.
    package let magnitude: Double
    /// Σ s_n(λ) over the users that offload.
    package let steps: Double
    /// Σ (s_n(λ) − L_n) over those of them that are strictly between their limits.
    package let elastic: Double
    /// Σ ds_n/dλ over the users that offload; jumps where users switch sides are not part of it.
    package let sensitivity: Double
    /// How many users offload.
    package let offloadedCount: Int

    init(price: Double, blocks: [DemandSums]) {
        var (cost, steps) = (PreciseSum(), PreciseSum())
        var (magnitude, elastic, sensitivity, offloaded) = (0.0, 0.0, 0.0, 0.0)
        for block in blocks {
            cost.add(block.cost)
            steps.add(block.steps)
            magnitude += block.magnitude
            elastic += block.elastic
            sensitivity += block.sensitivity
            offloaded += block.offloaded
        }
        self.price = price
        self.cost = cost.value
        self.steps = steps.value
        self.magnitude = magnitude
        self.elastic = elastic
        self.sensitivity = sensitivity
        offloadedCount = Int(offloaded)
    }

    /// q(λ) = cost − λ·S_e less everything that rounding can have added: a proven lower bound of P1.
    ///
    /// Each of the eight running sums of a block makes at most 256 additions, and the blocks are combined in twice
    /// the precision, so the relative error is below 2⁻⁴⁴ of the magnitudes.
    package func lowerBound(stepBudget: Double) -> Double {
        let payment = price * stepBudget
        return cost - payment - 0x1p-44 * magnitude - 0x1p-50 * payment
    }
}

import OffloadModel

/// A user whose two sites make one convex curve, so that it needs no decision.
///
/// If a user may offload with 0 steps and R_1(0) ≤ r_n, then min(r_n, R_1) is R_1 itself: to stay on the device is never
/// better than to offload with 0 steps, which takes nothing from the capacity. Such a user is given to the server before any
/// branching. The dual function stays as it is, because φ_n(λ) ≤ R_1(0) ≤ r_n for every price λ ≥ 0.
///
/// Sound only where the step capacity is the sole row that couples the users. With a limit on the number of offloaded users, 0
/// steps take a place; with limits on totals of time or energy the dearer site may use less of them. A proof may only split the
/// number of offloaded users after this rule was applied, and then counts these users as offloaded.
package enum ConvexUser {
    /// What giving a user to the server can cost by rounding; nil if the rule does not hold.
    ///
    /// r_n is known from below only, by a margin of rounding. So R_1(0) may exceed that number a little, and the excess has to
    /// be taken off the bound.
    ///
    /// - Parameters:
    ///   - localCost: a number that r_n is proven not to fall below; +∞ where the user must offload, which decides nothing.
    ///   - constant: K of the edge curve.
    ///   - weights: B + D of the edge curve.
    ///   - fewestSteps: L at the edge.
    ///   - mostSteps: S_1.
    /// - Returns: max(R_1(0) − localCost, 0) with rounding upwards, at most 2⁻⁴⁷·(|K| + B + D).
    @inline(__always)
    package static func loss(
        localCost: Double, constant: Double, weights: Double, fewestSteps: Double, mostSteps: Double
    ) -> Double? {
        guard fewestSteps <= 0, mostSteps >= 0, localCost < .infinity else { return nil }
        let size = abs(constant) + weights
        // Two additions, and at most as many roundings of those that the kernels make.
        let excess = constant + weights + 0x1p-51 * size - localCost
        // Written positively, so that what is not a number fails.
        guard excess <= 0x1p-47 * size else { return nil }
        return max(excess, 0)
    }
}

import OffloadModel

/// A user that the server never serves better than its own device.
///
/// If min_s R_1(s) ≥ r_n, then φ_n(λ) ≥ r_n at every price λ ≥ 0: any plan that offloads the user stays feasible and gets no
/// dearer when the user returns to its device. The rule survives a limit on the number of offloaded users, which the change
/// only helps. It does not survive limits on totals of time, energy or utility, which the device may use more of.
package enum NeverEdgeUser {
    /// True if a user is proven to be served best by its device.
    ///
    /// - Parameters:
    ///   - edgeCost: a number that min R_1 is proven not to fall below.
    ///   - localCost: a number that r_n is proven not to fall below, and that is within rounding of it.
    ///   - magnitude: Σ of the magnitudes that r_n adds up; 2⁻⁴³ of it is more than r_n exceeds `localCost` by.
    package static func holds(edgeCost: Double, localCost: Double, magnitude: Double) -> Bool {
        edgeCost >= localCost + 0x1p-43 * magnitude
    }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The dual function at one price.
struct PricePoint {
    /// λ.
    var price: Double
    /// q(λ) as computed.
    var value: Double
    /// A number proven not to exceed the dual function at λ.
    var bound: Double
    /// A supergradient of q at λ: the demand for edge steps less the budget.
    var slope: Double
    /// The derivative of the slope where no user switches sides, ≤ 0; of real steps, also where steps are whole.
    var curvature: Double

    /// How much the dual function would rise from here to its maximum if no user switched sides.
    var smoothGain: Double { curvature < 0 ? slope * slope / (-2 * curvature) : slope == 0 ? 0 : .infinity }

    /// Newton's step to where the slope vanishes, NaN if there is none.
    ///
    /// The steps of a user are nearly linear in log(A + λ), so the step is made in that variable, up to 3.
    ///
    /// - Parameter stepCost: A, the typical cost of a step; infinite to step in λ itself.
    func newton(stepCost: Double) -> Double {
        let total = stepCost + price
        let change = -slope / curvature
        guard total > 0, total < .infinity else { return price + change }
        return total * exp(min(max(change / total, -3), 3)) - stepCost
    }
}

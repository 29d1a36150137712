#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension CostCurve {
    /// Adds R(s) to a sum, as exactly as the C library's exponentials allow, and returns a bound on the error made.
    ///
    /// Where the terms cancel to less than a sixteenth of their size they are added in twice the precision, and a decaying
    /// term of a small exponent x enters as B + B·(e⁻ˣ − 1), whose first part may cancel K exactly and whose second part is
    /// accurate on its own scale. So a weight of 10¹² at a rate of 10⁻⁹ leaves the digits of R(s) that it does not hide.
    func add(to sum: inout PreciseSum, at steps: Double) -> Double {
        let linear = stepCost * steps
        let errorExponent = errorDecay * steps
        let utilityExponent = utilityRate * steps
        let error = errorWeight * exp(-errorExponent)
        let utility = utilityWeight * exp(-utilityExponent)
        let value = constant + linear + error + utility
        let size = abs(constant) + linear + error + utility
        // An exponential errs by one unit in the last place and by x·2⁻⁵³ for its rounded argument; every operation by 2⁻⁵³ of
        // its result, which is below the size.
        if abs(value) >= 0x1p-4 * size {
            sum.add(value)
            return 0x1p-51 * (size + (1 + errorExponent) * error + (1 + utilityExponent) * utility) + underflow
        }
        sum.add(constant)
        sum.add(linear)
        sum.add((-linear).addingProduct(stepCost, steps))
        return Self.add(errorWeight, error, exponent: errorExponent, to: &sum)
            + Self.add(utilityWeight, utility, exponent: utilityExponent, to: &sum) + underflow
    }

    /// Adds one decaying term, B·e⁻ˣ, of which `plain` is the value as computed; returns a bound on the error.
    private static func add(
        _ weight: Double, _ plain: Double, exponent: Double, to sum: inout PreciseSum
    ) -> Double {
        guard weight > 0 else { return 0 }
        guard exponent < 0.5 else {
            sum.add(plain)
            return 0x1p-51 * (1 + exponent) * plain
        }
        let change = expm1(-exponent)
        let product = weight * change
        sum.add(weight)
        sum.add(product)
        sum.add((-product).addingProduct(weight, change))
        return -0x1p-50 * product
    }

    /// More than subnormal exponentials can take from a value.
    private var underflow: Double { 0x1p-1070 * (1 + errorWeight + utilityWeight) }
}

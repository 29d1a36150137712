import OffloadModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A cost curve as it is seen from its fewest steps, R(L + h) = R(L) + ρ(h), with
///
///     ρ(h) = A·h + B′·(exp(−p·h) − 1) + D′·(exp(−q·h) − 1),   B′ = B·exp(−p·L),   D′ = D·exp(−q·L).
///
/// The C library's `expm1` keeps all digits of ρ(h), however small ρ(h) is beside R(L) and h beside L.
struct RisingCurve {
    /// R(L).
    let base: Double
    private let stepCost: Double
    private let errorWeight: Double
    private let errorDecay: Double
    private let utilityWeight: Double
    private let utilityRate: Double

    /// ρ and its first two derivatives at h.
    struct Jet {
        let rise: Double
        let slope: Double
        let curvature: Double
    }

    /// The curve of a user from a number of steps on.
    init(_ curves: CostCurves, _ user: Int, from fewest: Double) {
        stepCost = curves.stepCost[user]
        (errorDecay, utilityRate) = (curves.errorDecay[user], curves.utilityRate[user])
        errorWeight = curves.errorWeight[user] * exp(-errorDecay * fewest)
        utilityWeight = curves.utilityWeight[user] * exp(-utilityRate * fewest)
        base = curves.constant[user] + stepCost * fewest + errorWeight + utilityWeight
    }

    /// ρ(h), ρ′(h) and ρ″(h) ≥ 0.
    func jet(at h: Double) -> Jet {
        let errorFall = errorDecay * errorWeight * exp(-errorDecay * h)
        let utilityFall = utilityRate * utilityWeight * exp(-utilityRate * h)
        return Jet(
            rise: stepCost * h + errorWeight * expm1(-errorDecay * h) + utilityWeight * expm1(-utilityRate * h),
            slope: stepCost - errorFall - utilityFall,
            curvature: errorDecay * errorFall + utilityRate * utilityFall)
    }

    /// The sum of the magnitudes of the terms of ρ(h).
    func riseSize(at h: Double) -> Double {
        stepCost * h - errorWeight * expm1(-errorDecay * h) - utilityWeight * expm1(-utilityRate * h)
    }

    /// The sum of the magnitudes of the terms of ρ′(h).
    func slopeSize(at h: Double) -> Double {
        stepCost + errorDecay * errorWeight * exp(-errorDecay * h)
            + utilityRate * utilityWeight * exp(-utilityRate * h)
    }

    /// min ρ(h) + λ·h over 0 ≤ h ≤ `range`, from below up to rounding: by bisection on the sign of ρ′(h) + λ, less what
    /// the tangent at the last lower end can still fall.
    func least(over range: Double, price: Double) -> Double {
        var (low, high) = (0.0, range)
        guard range > 0, jet(at: low).slope + price < 0 else { return 0 }
        if jet(at: high).slope + price <= 0 { return jet(at: high).rise + price * high }
        while true {
            let middle = low + 0.5 * (high - low)
            guard middle > low, middle < high else { break }
            if jet(at: middle).slope + price < 0 { low = middle } else { high = middle }
        }
        let last = jet(at: low)
        return last.rise + price * low + (last.slope + price) * (high - low)
    }
}

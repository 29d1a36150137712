import OffloadModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Student's t distribution with a whole number of degrees of freedom.
public struct StudentDistribution: Sendable, Equatable {
    /// ν ≥ 1.
    public let degreesOfFreedom: Int

    /// The distribution of ν degrees of freedom, from 1 to 10⁹; the sums have ν/2 terms.
    ///
    /// - Throws: `SettingError` for another number.
    public init(degreesOfFreedom: Int) throws(SettingError) {
        guard (1...1_000_000_000).contains(degreesOfFreedom) else {
            throw SettingError(
                setting: "degreesOfFreedom", value: "\(degreesOfFreedom)",
                allowed: "a whole number from 1 to 1000000000")
        }
        self.init(degrees: degreesOfFreedom)
    }

    /// The distribution of a number of degrees of freedom that is known to be at least 1.
    init(degrees: Int) {
        degreesOfFreedom = degrees
    }

    /// P(|T| ≤ t) for t ≥ 0, by the finite sums of Abramowitz and Stegun, 26.7.3 and 26.7.4, with θ = arctan(t/√ν):
    ///
    ///     odd ν:  2/π·(θ + sin θ·(cos θ + 2/3·cos³θ + … )),    even ν:  sin θ·(1 + 1/2·cos²θ + 1·3/(2·4)·cos⁴θ + …)
    public func centralProbability(_ t: Double) -> Double {
        let nu = Double(degreesOfFreedom)
        let cosine = (nu / (nu + t * t)).squareRoot()
        let sine = t / (nu + t * t).squareRoot()
        let isOdd = degreesOfFreedom % 2 == 1
        var sum = 0.0
        var term = isOdd ? cosine : 1
        var index = isOdd ? 1.0 : 0
        while index <= nu - 2 {
            sum += term
            term *= (index + 1) / (index + 2) * cosine * cosine
            index += 2
        }
        return isOdd ? 2 / Double.pi * (atan2(sine, cosine) + sine * sum) : sine * sum
    }

    /// The t with P(T ≤ t) = 0.975, that is P(|T| ≤ t) = 0.95, by bisection.
    public var quantile975: Double {
        // The quantile falls from 12.71 at ν = 1 to the normal distribution's 1.96.
        var (low, high) = (1.9, 12.8)
        while true {
            let middle = 0.5 * (low + high)
            guard middle > low, middle < high else { return middle }
            if centralProbability(middle) < 0.95 { low = middle } else { high = middle }
        }
    }
}

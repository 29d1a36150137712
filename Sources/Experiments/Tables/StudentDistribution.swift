#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Student's t distribution with a whole number of degrees of freedom.
public struct StudentDistribution: Sendable, Equatable {
    /// ν ≥ 1.
    public let degreesOfFreedom: Int

    /// The distribution of ν ≥ 1 degrees of freedom.
    public init(degreesOfFreedom: Int) {
        precondition(degreesOfFreedom >= 1, "Student's distribution has at least one degree of freedom")
        self.degreesOfFreedom = degreesOfFreedom
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

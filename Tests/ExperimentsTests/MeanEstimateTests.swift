import Experiments
import Foundation
import TestSupport
import Testing

/// Means and their intervals, against tables and against the density of Student's distribution.
@Suite struct MeanEstimateTests {
    /// The quantiles of printed tables.
    @Test(arguments: [
        (1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (5, 2.571), (9, 2.262), (10, 2.228), (19, 2.093), (29, 2.045),
        (30, 2.042), (60, 2.000), (120, 1.980), (9999, 1.960),
    ])
    func quantilesAreThoseOfTables(degrees: Int, quantile: Double) throws {
        let found = try StudentDistribution(degreesOfFreedom: degrees).quantile975
        #expect(abs(found - quantile) <= 5.001e-4)
    }

    /// P(|T| ≤ t) is the integral of Γ((ν+1)/2)/(√(νπ)·Γ(ν/2))·(1 + x²/ν)^(−(ν+1)/2).
    @Test func probabilityIsTheIntegralOfTheDensity() throws {
        for degrees in [1, 2, 3, 4, 7, 8, 19, 40, 99, 1000] {
            let nu = Double(degrees)
            let factor = exp(lgamma((nu + 1) / 2) - lgamma(nu / 2)) / (nu * .pi).squareRoot()
            for t in [0.0, 0.3, 1, 2, 5] {
                // Simpson's rule with 2000 intervals errs by less than 1e-11 here.
                let intervals = 2000
                let width = t / Double(intervals)
                var sum = 0.0
                for index in 0...intervals {
                    let x = Double(index) * width
                    let weight = index == 0 || index == intervals ? 1.0 : index % 2 == 1 ? 4 : 2
                    sum += weight * pow(1 + x * x / nu, -(nu + 1) / 2)
                }
                let integral = 2 * factor * sum * width / 3
                let found = try StudentDistribution(degreesOfFreedom: degrees).centralProbability(t)
                #expect(abs(found - integral) <= 2e-10, "\(degrees) \(t)")
            }
        }
    }

    @Test func intervalsFollowTheFormula() throws {
        #expect(MeanEstimate([]) == nil)
        let single = try #require(MeanEstimate([2.5]))
        #expect(single.count == 1 && single.mean == 2.5 && single.lower == nil && single.upper == nil)
        let equal = try #require(MeanEstimate(Array(repeating: 0.1, count: 7)))
        #expect(equal.mean == 0.1 && equal.lower == 0.1 && equal.upper == 0.1)
        // 1, 2, 3, 4: mean 2.5, s² = 5/3, t of three degrees of freedom 3.18244630528371.
        let four = try #require(MeanEstimate([4, 1, 3, 2]))
        #expect(four.mean == 2.5)
        let (lower, upper) = (try #require(four.lower), try #require(four.upper))
        #expect(abs(upper - 2.5 - 3.18244630528371 * (5.0 / 12).squareRoot()) <= 1e-12)
        #expect(abs(lower + upper - 5) <= 1e-14)
    }

    /// Of many intervals from normal samples, 95 % hold the true mean.
    @Test func intervalsCoverTheMean() throws {
        var generator = SeededGenerator(seed: 95)
        let rounds = Effort.rounds(4000)
        var covered = 0
        for _ in 0..<rounds {
            let sample = (0..<6).map { _ in
                3 + (-2 * log(generator.uniform(1e-12, 1))).squareRoot() * cos(2 * .pi * generator.uniform(0, 1))
            }
            let estimate = try #require(MeanEstimate(sample))
            if let lower = estimate.lower, let upper = estimate.upper, lower <= 3, 3 <= upper { covered += 1 }
        }
        // Within four standard deviations of a binomial count.
        let spread = 4 * (0.95 * 0.05 * Double(rounds)).squareRoot()
        #expect(abs(Double(covered) - 0.95 * Double(rounds)) <= spread)
    }
}

import TestSupport

extension SeededGenerator {
    /// Uniform in the range.
    mutating func uniform(_ range: ClosedRange<Double>) -> Double { uniform(range.lowerBound, range.upperBound) }

    /// 10 to a power that is uniform in the range.
    mutating func decades(_ range: ClosedRange<Double>) -> Double { power(10, uniform(range)) }
}

/// The least, the middle and the largest of a set of numbers.
public struct Spread: Sendable, Equatable {
    /// The least.
    public let least: Double
    /// The middle one; for an even number of numbers the mean of the middle two.
    public let median: Double
    /// The largest.
    public let largest: Double

    /// The spread of numbers, nil if there are none.
    ///
    /// - Precondition: No number is NaN.
    public init?(_ numbers: [Double]) {
        let sorted = numbers.sorted()
        guard let first = sorted.first, let last = sorted.last else { return nil }
        least = first
        largest = last
        let upper = sorted[sorted.count / 2]
        median = sorted.count % 2 == 1 ? upper : 0.5 * (sorted[sorted.count / 2 - 1] + upper)
    }
}

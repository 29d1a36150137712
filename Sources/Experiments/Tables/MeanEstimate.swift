/// The mean of a sample, and the interval that holds the mean of what it was drawn from with 95 % confidence.
///
///     mean ± t_{0.975, n−1}·s/√n,   s² = Σ (x − mean)²/(n − 1)
///
/// where t is the quantile of Student's distribution. It supposes that the numbers are independent and about normal.
public struct MeanEstimate: Sendable, Equatable {
    /// n.
    public let count: Int
    /// Σ x/n.
    public let mean: Double
    /// mean − t·s/√n; nil for a single number, of which nothing tells how far it scatters.
    public let lower: Double?
    /// mean + t·s/√n; nil for a single number.
    public let upper: Double?

    /// The estimate from finite numbers, nil if there are none.
    public init?(_ numbers: [Double]) {
        guard let first = numbers.first else { return nil }
        count = numbers.count
        // Differences from the first number: a sample of equal numbers has exactly that mean, and no spread.
        let size = Double(count)
        let shift = numbers.reduce(0) { $0 + ($1 - first) } / size
        mean = first + shift
        guard count > 1 else {
            lower = nil
            upper = nil
            return
        }
        let squares = numbers.reduce(0) { $0 + (($1 - first) - shift) * (($1 - first) - shift) }
        let half =
            StudentDistribution(degrees: count - 1).quantile975 * (squares / (size - 1) / size).squareRoot()
        lower = mean - half
        upper = mean + half
    }
}

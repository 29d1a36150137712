/// A number that was estimated from data.
public struct Estimate: Sendable, Equatable {
    /// The estimate.
    public let value: Double
    /// Its standard error, nil if the number was held at a bound and not estimated.
    public let standardError: Double?

    /// Gathers both.
    public init(_ value: Double, standardError: Double?) {
        self.value = value
        self.standardError = standardError
    }
}

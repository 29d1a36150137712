/// One number that two solvers, or two evaluations, must have in common.
public struct Difference: Sendable, Equatable {
    /// What is compared.
    public let quantity: String
    /// The difference, in the measure that `quantity` has in ``CrossChecker``; NaN is never within a limit.
    public let value: Double
    /// The largest difference allowed.
    public let limit: Double

    /// Gathers the three parts.
    public init(_ quantity: String, _ value: Double, limit: Double) {
        (self.quantity, self.value, self.limit) = (quantity, value, limit)
    }

    /// True if the difference is within its limit.
    public var isWithin: Bool { value <= limit }
}

/// What was measured against the steps, and so which way its curve goes.
public enum MeasuredQuantity: String, Sendable, CaseIterable {
    /// An error, which falls with the steps: E(s) = A·e^(−C1·s) + floor, the paper's (4) with a floor.
    case error
    /// A utility, which rises with the steps: U(s) = U∞ − A·e^(−C2·s), the paper's (7) for U∞ = A = 1.
    case utility

    /// The symbol of the rate.
    public var rateSymbol: String { self == .error ? "C1" : "C2" }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What was measured against the steps, and so which way its curve goes.
public enum MeasuredQuantity: String, Sendable, CaseIterable {
    /// An error, which falls with the steps: E(s) = A·e^(−C1·s) + floor, the paper's (4) with a floor.
    case error
    /// A utility, which rises with the steps: U(s) = U∞ − A·e^(−C2·s), the paper's (7) for U∞ = A = 1.
    case utility

    /// The symbol of the rate.
    public var rateSymbol: String { self == .error ? "C1" : "C2" }
}

/// The shape by which a quantity approaches its limit.
public enum CurveShape: String, Sendable, CaseIterable {
    /// limit ± A·e^(−C·s), what the model assumes.
    case exponential
    /// limit ± A·s^(−c), what it is held against.
    case powerLaw

    /// What the rate multiplies: s, or its logarithm, for s^(−c) = e^(−c·ln s).
    func abscissa(of steps: Double) -> Double {
        switch self {
        case .exponential: steps
        case .powerLaw: log(steps)
        }
    }
}

/// Where the curve of an error may end.
public enum FloorRule: String, Sendable, CaseIterable {
    /// A floor that is fitted, at least 0.
    case atLeastZero = "at-least-zero"
    /// No floor, as in the paper's (4).
    case zero
    /// A floor that is fitted and may be negative, to see where the data point; a scenario cannot have it.
    case free
}

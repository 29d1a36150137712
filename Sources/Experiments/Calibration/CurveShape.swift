#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

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

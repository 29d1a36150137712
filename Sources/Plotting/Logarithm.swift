#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The logarithm that places numbers on an axis.
enum Logarithm {
    /// The decimal logarithm.
    static func base10(_ value: Double) -> Double { log10(value) }
}

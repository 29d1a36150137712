#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The logarithm that places numbers on an axis, and its inverse.
enum Logarithm {
    /// The decimal logarithm.
    static func base10(_ value: Double) -> Double { log10(value) }

    /// 10^exponent, exact from 0 to 22.
    static func powerOfTen(_ exponent: Int) -> Double { pow(10, Double(exponent)) }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Numbers for people: rounded to a number of significant digits.
public enum DecimalText {
    /// A number with at most the given number of significant digits, in plain notation where that is readable.
    public static func significant(_ value: Double, digits: Int) -> String {
        // Nobody means anything by −0.
        guard value != 0 else { return "0" }
        guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
        var buffer = [CChar](repeating: 0, count: 64)
        withVaList([CInt(digits), value]) { _ = vsnprintf(&buffer, buffer.count, "%.*g", $0) }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

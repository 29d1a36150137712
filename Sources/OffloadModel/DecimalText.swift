#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Numbers for people.
public enum DecimalText {
    /// A number in full, with the fewest digits that read back to the same bits; a whole number has no `.0` at its end.
    public static func exact(_ value: Double) -> String {
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// A number with at most the given number of significant digits, in plain notation where that is readable.
    ///
    /// - Parameters:
    ///   - value: the number.
    ///   - digits: from 1 to 17; a number outside counts as the nearest of these.
    public static func significant(_ value: Double, digits: Int) -> String {
        // Nobody means anything by −0.
        guard value != 0 else { return "0" }
        guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
        var buffer = [CChar](repeating: 0, count: 64)
        withVaList([CInt(min(max(digits, 1), 17)), value]) { _ = vsnprintf(&buffer, buffer.count, "%.*g", $0) }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension String.StringInterpolation {
    /// Puts a number into a text as ``DecimalText/exact(_:)`` writes it.
    package mutating func appendInterpolation(exact value: Double) { appendLiteral(DecimalText.exact(value)) }
}

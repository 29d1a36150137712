/// A decimal number as read, w·10^e, waiting to be rounded to a `Double`.
struct DecimalNumber {
    /// w, the first nineteen significant digits at most.
    var significand: UInt64 = 0
    /// e.
    var exponent = 0
    /// True if there are more significant digits than w holds.
    var isTruncated = false
    /// The sign.
    var isNegative = false
    /// Where the text ends.
    var end = 0

    /// The nearest `Double`, ties to even, or nil where exact 128-bit arithmetic does not reach:
    /// more than nineteen digits, or |e| > 27.
    ///
    /// - w < 2⁵³ and |e| ≤ 22: both w and 10^|e| are exact, so one multiplication or division rounds once.
    /// - Otherwise w·10^e = (w·5^e)·2^e, where 5^|e| < 2⁶⁴. The product w·5^e is exact in 128 bits; the quotient
    ///   w/5^|e| is formed to 63 bits or more with its remainder. Either is rounded once to 53 bits.
    var rounded: Double? {
        guard !isTruncated, significand != 0 else {
            return isTruncated ? nil : isNegative ? -0.0 : 0.0
        }
        let size = abs(exponent)
        let magnitude: Double
        if significand < 1 << 53, size <= 22 {
            let power = Self.powersOfTen[size]
            magnitude = exponent < 0 ? Double(significand) / power : Double(significand) * power
        } else if size <= 27 {
            magnitude = exponent < 0 ? quotient(by: Self.powersOfFive[size]) : product(with: Self.powersOfFive[size])
        } else {
            return nil
        }
        return isNegative ? -magnitude : magnitude
    }

    private static let powersOfTen: [Double] = (0...22).map { power in
        (0..<power).reduce(1.0) { value, _ in value * 10 }
    }

    private static let powersOfFive: [UInt64] = (0...27).map { power in
        (0..<power).reduce(1) { value, _ in value * 5 }
    }

    /// w·5^e·2^e.
    private func product(with five: UInt64) -> Double {
        let (high, low) = significand.multipliedFullWidth(by: five)
        guard high != 0 else { return Self.round(low, isInexact: false, exponent: exponent) }
        let shift = high.leadingZeroBitCount
        let top = shift == 0 ? high : high << UInt64(shift) | low >> UInt64(64 - shift)
        return Self.round(top, isInexact: low << UInt64(shift) != 0, exponent: exponent + 64 - shift)
    }

    /// w/5^|e|·2^e.
    private func quotient(by five: UInt64) -> Double {
        let shift = significand.leadingZeroBitCount
        let fiveShift = five.leadingZeroBitCount
        let dividend = significand << UInt64(shift)
        // Halving the dividend keeps it below the divisor, so that the quotient fits: it lies in (2⁶², 2⁶⁴).
        let (quotient, remainder) = (five << UInt64(fiveShift))
            .dividingFullWidth((dividend >> 1, dividend << 63))
        return Self.round(
            quotient, isInexact: remainder != 0, exponent: exponent - 63 - shift + fiveShift)
    }

    /// `bits`·2^`exponent`, a little more if inexact, rounded to 53 bits.
    private static func round(_ bits: UInt64, isInexact: Bool, exponent: Int) -> Double {
        let shift = bits.leadingZeroBitCount
        let normal = bits << UInt64(shift)
        let kept = normal >> 11
        let rest = normal & 0x7ff
        let isAboveHalf = rest > 0x400 || rest == 0x400 && (isInexact || kept & 1 == 1)
        // Carrying out of the significand moves into the exponent field by itself.
        let field = UInt64(1023 + 63 + exponent - shift)
        return Double(bitPattern: (field << 52) + (kept & ~(1 << 52)) + (isAboveHalf ? 1 : 0))
    }
}

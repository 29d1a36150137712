extension JSONReader {
    /// Reads a number, correctly rounded; nil if something else stands here, or the number exceeds every `Double` or is refused
    /// for vanishing.
    ///
    /// - Throws: ``JSONSyntaxError`` for a malformed number.
    package mutating func number() throws(JSONSyntaxError) -> Double? {
        _ = peek()
        guard let decimal = try scanNumber() else { return nil }
        let value = decimal.rounded ?? slowlyRounded(bytes[position..<decimal.end])
        guard value.isFinite else { return nil }
        position = decimal.end
        return value
    }

    /// Appends the numbers of an array whose opening bracket was read by ``beginNumbers()``.
    ///
    /// - Parameter null: What `null` stands for among the numbers, if anything.
    /// - Returns: True after the closing bracket. False if the next element, whose index is `values.count`, is not
    ///   a finite number; the position is then at that element.
    package mutating func numbers(
        into values: inout [Double], null nullValue: Double? = nil
    ) throws(JSONSyntaxError) -> Bool {
        let bytes = bytes
        while true {
            position = Self.skipWhitespace(bytes, from: position)
            if let decimal = try scanNumber() {
                let value = decimal.rounded ?? slowlyRounded(bytes[position..<decimal.end])
                guard value.isFinite else { return false }
                values.append(value)
                position = decimal.end
            } else if let nullValue, try null() {
                values.append(nullValue)
            } else {
                return false
            }
            position = Self.skipWhitespace(bytes, from: position)
            switch Self.byte(bytes, position) {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "]"):
                position += 1
                return true
            default: throw unexpected(expected: "',' or ']'")
            }
        }
    }

    /// Passes over the opening bracket of an array of numbers; nil if something else stands here, false if the
    /// array is empty and already closed.
    package mutating func beginNumbers() -> Bool? {
        guard peek() == UInt8(ascii: "[") else { return nil }
        position += 1
        guard peek() == UInt8(ascii: "]") else { return true }
        position += 1
        return false
    }

    /// Finds the extent and the digits of the number at the position, without moving; nil if there is none.
    @inline(__always)
    func scanNumber() throws(JSONSyntaxError) -> DecimalNumber? {
        let bytes = bytes
        var number = DecimalNumber()
        var offset = position
        if Self.byte(bytes, offset) == UInt8(ascii: "-") {
            number.isNegative = true
            offset += 1
        }
        let first = Self.byte(bytes, offset) &- UInt8(ascii: "0")
        guard first <= 9 else {
            // "-Infinity" is a word, which others report; a lone sign is not.
            guard number.isNegative, !Self.isLetter(Self.byte(bytes, offset)) else { return nil }
            throw syntaxError("a digit is missing after '-'", at: offset)
        }
        var digits = 0
        let isZeroLed = first == 0
        let start = offset
        Self.scanDigits(bytes, &offset, &number, &digits)
        if isZeroLed, offset > start + 1 {
            throw syntaxError("a number must not start with a superfluous 0", at: start)
        }
        if Self.byte(bytes, offset) == UInt8(ascii: ".") {
            let point = offset
            offset += 1
            Self.scanDigits(bytes, &offset, &number, &digits)
            guard offset > point + 1 else { throw syntaxError("a digit is missing after '.'", at: offset) }
            number.exponent = point + 1 - offset
        }
        if Self.byte(bytes, offset) | 0x20 == UInt8(ascii: "e") {
            number.exponent += try scanExponent(&offset)
        }
        number.end = offset
        return number
    }

    @inline(__always)
    private static func scanDigits(
        _ bytes: [UInt8], _ offset: inout Int, _ number: inout DecimalNumber, _ digits: inout Int
    ) {
        var significand = number.significand
        while offset < bytes.count {
            let digit = bytes[offset] &- UInt8(ascii: "0")
            guard digit <= 9 else { break }
            if digits < 19 {
                significand = significand &* 10 &+ UInt64(digit)
                // Leading zeros are not significant.
                if significand != 0 { digits &+= 1 }
            } else {
                number.isTruncated = true
            }
            offset &+= 1
        }
        number.significand = significand
    }

    /// The exponent after the letter e, held to ±2⁴⁰: more than the digits of any text can make up for.
    private func scanExponent(_ offset: inout Int) throws(JSONSyntaxError) -> Int {
        offset += 1
        let sign = Self.byte(bytes, offset)
        if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { offset += 1 }
        let start = offset
        var exponent = 0
        while case let digit = Self.byte(bytes, offset) &- UInt8(ascii: "0"), digit <= 9 {
            exponent = min(exponent * 10 + Int(digit), 1 << 40)
            offset += 1
        }
        guard offset > start else { throw syntaxError("a digit is missing in the exponent", at: offset) }
        return sign == UInt8(ascii: "-") ? -exponent : exponent
    }

    /// The standard library's conversion, which is correctly rounded for any length and knows no locale. A decimal that comes here
    /// is not 0; NaN stands for one that is refused.
    @inline(never)
    private func slowlyRounded(_ text: ArraySlice<UInt8>) -> Double {
        let value = Double(String(decoding: text, as: UTF8.self)) ?? .nan
        return refusesVanishing && value == 0 ? .nan : value
    }
}

extension JSONReader {
    /// Reads a string; nil if something else stands here.
    ///
    /// - Throws: ``JSONSyntaxError`` for a missing quotation mark, a control character, an unknown escape, half a
    ///   surrogate pair, or bytes that are not UTF-8.
    package mutating func string() throws(JSONSyntaxError) -> String? {
        guard peek() == UInt8(ascii: "\"") else { return nil }
        let start = position
        var offset = position + 1
        // Most strings are plain and are taken as one slice.
        while case let byte = Self.byte(bytes, offset), byte >= 0x20, byte != UInt8(ascii: "\"") {
            guard byte != UInt8(ascii: "\\") else { return try escapedString(from: start, plainEnd: offset) }
            offset += 1
        }
        guard Self.byte(bytes, offset) == UInt8(ascii: "\"") else { throw brokenString(at: offset) }
        let text = try validated(bytes[(start + 1)..<offset], from: start)
        position = offset + 1
        return text
    }

    private mutating func escapedString(from start: Int, plainEnd: Int) throws(JSONSyntaxError) -> String {
        var content = Array(bytes[(start + 1)..<plainEnd])
        var offset = plainEnd
        while case let byte = Self.byte(bytes, offset), byte >= 0x20, byte != UInt8(ascii: "\"") {
            offset += 1
            guard byte == UInt8(ascii: "\\") else {
                content.append(byte)
                continue
            }
            let letter = Self.byte(bytes, offset)
            offset += 1
            switch letter {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(letter)
            case UInt8(ascii: "b"): content.append(0x08)
            case UInt8(ascii: "f"): content.append(0x0c)
            case UInt8(ascii: "n"): content.append(0x0a)
            case UInt8(ascii: "r"): content.append(0x0d)
            case UInt8(ascii: "t"): content.append(0x09)
            case UInt8(ascii: "u"): content.append(contentsOf: String(try escapedScalar(&offset)).utf8)
            default: throw syntaxError("an unknown escape in a string", at: offset - 2)
            }
        }
        guard Self.byte(bytes, offset) == UInt8(ascii: "\"") else { throw brokenString(at: offset) }
        let text = try validated(content[...], from: start)
        position = offset + 1
        return text
    }

    /// The character of `\uXXXX`, or of two such in a row that form a surrogate pair.
    private func escapedScalar(_ offset: inout Int) throws(JSONSyntaxError) -> Character {
        let start = offset - 2
        let unit = try fourHexDigits(&offset)
        if let scalar = UnicodeScalar(unit) { return Character(scalar) }
        if unit < 0xdc00, Self.byte(bytes, offset) == UInt8(ascii: "\\"),
            Self.byte(bytes, offset + 1) == UInt8(ascii: "u")
        {
            offset += 2
            let low = try fourHexDigits(&offset)
            if (0xdc00...0xdfff).contains(low),
                let scalar = UnicodeScalar(0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00))
            {
                return Character(scalar)
            }
        }
        throw syntaxError("half a surrogate pair in a string", at: start)
    }

    private func fourHexDigits(_ offset: inout Int) throws(JSONSyntaxError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(UnicodeScalar(Self.byte(bytes, offset))).hexDigitValue else {
                throw syntaxError("four hexadecimal digits are expected after \\u", at: offset)
            }
            unit = unit << 4 + UInt32(digit)
            offset += 1
        }
        return unit
    }

    private func validated(_ content: ArraySlice<UInt8>, from start: Int) throws(JSONSyntaxError) -> String {
        guard let text = String(validating: content, as: UTF8.self) else {
            throw syntaxError("a string with bytes that are not UTF-8", at: start)
        }
        return text
    }

    private func brokenString(at offset: Int) -> JSONSyntaxError {
        offset < bytes.count
            ? syntaxError("a control character in a string must be escaped", at: offset)
            : syntaxError("the text ends within a string", at: offset)
    }
}

/// Reads JSON from a buffer, value by value, in the order of the text.
///
/// The caller asks for the kind of value it expects. An answer of nil or false means that a value of another kind
/// stands there, with the position unchanged, so that the caller can name the field in its error and quote the
/// value with ``valueText()``. What is not JSON at all throws ``JSONSyntaxError``. Repeated keys, nesting deeper than
/// ``deepestNesting``, and anything after the document are errors.
package struct JSONReader {
    /// How deep objects and arrays may nest.
    package static let deepestNesting = 64

    let bytes: [UInt8]
    /// The next byte to read.
    package var position: Int
    /// True to refuse a decimal like 1e-400, which is not 0 but nearer to 0 than to any other number.
    package var refusesVanishing = false
    private var depth = 0

    /// Starts at the beginning; a byte order mark is passed over.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    }

    /// The byte at an offset, 0 beyond the end. A zero byte is not allowed in JSON, so the two are never confused.
    @inline(__always)
    static func byte(_ bytes: [UInt8], _ offset: Int) -> UInt8 {
        offset < bytes.count ? bytes[offset] : 0
    }

    @inline(__always)
    static func skipWhitespace(_ bytes: [UInt8], from offset: Int) -> Int {
        var offset = offset
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): offset += 1
            default: return offset
            }
        }
        return offset
    }

    static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    func syntaxError(_ reason: String, at offset: Int? = nil) -> JSONSyntaxError {
        JSONSyntaxError(reason: reason, at: offset ?? position, in: bytes)
    }

    /// The next byte that is not white space.
    mutating func peek() -> UInt8 {
        position = Self.skipWhitespace(bytes, from: position)
        return Self.byte(bytes, position)
    }

    /// Passes over one expected punctuation mark.
    mutating func expect(_ mark: UInt8, _ purpose: String) throws(JSONSyntaxError) {
        guard peek() == mark else { throw unexpected(expected: purpose) }
        position += 1
    }

    /// The error for a byte that cannot stand here.
    func unexpected(expected: String) -> JSONSyntaxError {
        guard position < bytes.count else {
            return syntaxError("the text ends where \(expected) is expected")
        }
        let byte = bytes[position]
        let found =
            byte > 0x20 && byte < 0x7f
            ? "'\(Character(UnicodeScalar(byte)))'"
            : "the byte 0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        return syntaxError("\(found) where \(expected) is expected")
    }

    /// Checks that nothing but white space is left.
    ///
    /// - Throws: ``JSONSyntaxError`` if something is.
    package mutating func finish() throws(JSONSyntaxError) {
        _ = peek()
        guard position == bytes.count else { throw unexpected(expected: "the end of the text") }
    }

    /// Passes over `null`; false if something else stands here.
    package mutating func null() throws(JSONSyntaxError) -> Bool {
        guard peek() == UInt8(ascii: "n") else { return false }
        let word = bareWord()
        guard bytes[word].elementsEqual("null".utf8) else { return false }
        position = word.upperBound
        return true
    }

    /// Reads an object; the body must consume one value per key. False if something else stands here.
    ///
    /// - Throws: ``JSONSyntaxError``, and whatever the body throws.
    package mutating func object(_ member: (inout JSONReader, String) throws -> Void) throws -> Bool {
        guard peek() == UInt8(ascii: "{") else { return false }
        try descend()
        var keys: Set<String> = []
        if peek() == UInt8(ascii: "}") {
            position += 1
        } else {
            while true {
                _ = peek()
                let start = position
                guard let key = try string() else { throw unexpected(expected: "a key in quotation marks") }
                guard keys.insert(key).inserted else {
                    throw syntaxError("the key \"\(key)\" appears twice", at: start)
                }
                try expect(UInt8(ascii: ":"), "':'")
                try member(&self, key)
                if peek() == UInt8(ascii: "}") { break }
                try expect(UInt8(ascii: ","), "',' or '}'")
            }
            position += 1
        }
        depth -= 1
        return true
    }

    /// Reads an array; the body must consume one value per index. False if something else stands here.
    ///
    /// - Throws: ``JSONSyntaxError``, and whatever the body throws.
    package mutating func array(_ element: (inout JSONReader, Int) throws -> Void) throws -> Bool {
        guard peek() == UInt8(ascii: "[") else { return false }
        try descend()
        if peek() == UInt8(ascii: "]") {
            position += 1
        } else {
            var index = 0
            while true {
                try element(&self, index)
                index += 1
                if peek() == UInt8(ascii: "]") { break }
                try expect(UInt8(ascii: ","), "',' or ']'")
            }
            position += 1
        }
        depth -= 1
        return true
    }

    private mutating func descend() throws(JSONSyntaxError) {
        guard depth < Self.deepestNesting else {
            throw syntaxError("objects and arrays nest deeper than \(Self.deepestNesting) levels")
        }
        depth += 1
        position += 1
    }

    /// The text of the value that stands here, shortened, for an error message: scalars as written, `an object`,
    /// `an array`.
    ///
    /// - Throws: ``JSONSyntaxError`` if no value stands here.
    package mutating func valueText() throws(JSONSyntaxError) -> String {
        let first = peek()
        switch first {
        case UInt8(ascii: "{"): return "an object"
        case UInt8(ascii: "["): return "an array"
        case UInt8(ascii: "\""):
            let start = position
            _ = try string()
            let end = position
            position = start
            return Self.shortened(bytes[start..<end])
        default: break
        }
        if let number = try scanNumber() { return Self.shortened(bytes[position..<number.end]) }
        let word = bareWord()
        let text = String(decoding: bytes[word], as: UTF8.self)
        let name = text.drop { $0 == "-" || $0 == "+" }.lowercased()
        guard ["true", "false", "null"].contains(text) || ["nan", "inf", "infinity"].contains(name) else {
            throw unexpected(expected: "a value")
        }
        return text
    }

    /// A sign and letters, perhaps none.
    private func bareWord() -> Range<Int> {
        var end = position
        if [UInt8(ascii: "-"), UInt8(ascii: "+")].contains(Self.byte(bytes, end)) { end += 1 }
        while Self.isLetter(Self.byte(bytes, end)) { end += 1 }
        return position..<end
    }

    private static func shortened(_ text: ArraySlice<UInt8>) -> String {
        text.count <= 40
            ? String(decoding: text, as: UTF8.self)
            : String(decoding: text.prefix(24), as: UTF8.self) + "… (\(text.count) characters)"
    }
}

import OffloadModel

/// Writes JSON into a buffer, which is handed on whenever it is full, so that the size of a document does not matter.
///
/// Numbers are written with the fewest digits that read back to the same bits, whole numbers without a fraction.
package struct JSONWriter {
    private struct Frame {
        let isArray: Bool
        var count = 0
        /// True within an array, where objects do not break the line.
        var isInline = false
    }

    /// What was not handed on yet.
    package private(set) var bytes: [UInt8] = []
    private let style: JSONStyle
    private let sink: (([UInt8]) throws -> Void)?
    private var frames: [Frame] = []
    private var keys: [String] = []
    private var isAfterKey = false
    /// Where in the buffer the present line starts; negative if it was handed on.
    private var lineStart = 0
    private static let bufferSize = 1 << 20
    private static let lineWidth = 100

    /// Starts a document; without a sink everything stays in ``bytes``.
    package init(style: JSONStyle, sink: (([UInt8]) throws -> Void)? = nil) {
        self.style = style
        self.sink = sink
    }

    /// Ends the document with a newline if pretty, and hands on the rest.
    package mutating func finish() throws {
        if style == .pretty { bytes.append(UInt8(ascii: "\n")) }
        if let sink {
            try sink(bytes)
            bytes.removeAll()
        }
    }

    /// Writes an object, whose members the body writes by ``key(_:)`` and a value each.
    package mutating func object(_ body: (inout JSONWriter) throws -> Void) throws {
        try container(isArray: false, "{", "}", body)
    }

    /// Writes an array, whose elements the body writes.
    package mutating func array(_ body: (inout JSONWriter) throws -> Void) throws {
        try container(isArray: true, "[", "]", body)
    }

    /// Writes the key of the next value.
    package mutating func key(_ key: String) throws {
        try separate()
        keys[keys.count - 1] = key
        writeText(key)
        write(style == .pretty ? ": " : ":")
        isAfterKey = true
    }

    /// Writes a string.
    package mutating func string(_ text: String) throws {
        try separate()
        writeText(text)
    }

    /// Writes a whole number.
    package mutating func integer(_ value: Int) throws {
        try separate()
        writeInteger(value)
    }

    /// Writes `true` or `false`.
    package mutating func boolean(_ value: Bool) throws {
        try separate()
        write(value ? "true" : "false")
    }

    /// Writes `null`.
    package mutating func null() throws {
        try separate()
        write("null")
    }

    /// Writes a number.
    ///
    /// - Throws: ``ScenarioError`` for NaN and infinities, which JSON does not have.
    package mutating func number(_ value: Double) throws {
        guard value.isFinite else {
            let index = frames.last.flatMap { $0.isArray ? $0.count : nil }
            throw ScenarioError(
                field: keys.filter { !$0.isEmpty }.joined(separator: "."), user: index, value: "\(exact: value)",
                allowed: "a finite number")
        }
        try separate()
        if abs(value) < 1e15, value == value.rounded(), value != 0 || value.sign == .plus {
            writeInteger(Int(value))
        } else {
            var text = value.description
            text.withUTF8 { bytes.append(contentsOf: $0) }
        }
    }

    private mutating func container(
        isArray: Bool, _ opening: String, _ closing: String, _ body: (inout JSONWriter) throws -> Void
    ) throws {
        try separate()
        write(opening)
        let isInline = style == .compact || frames.contains { $0.isArray }
        frames.append(Frame(isArray: isArray, isInline: isInline))
        keys.append("")
        try body(&self)
        keys.removeLast()
        let frame = frames.removeLast()
        if frame.count > 0, !frame.isArray, !frame.isInline { breakLine() }
        write(closing)
    }

    /// Writes what stands between the last value and the next.
    private mutating func separate() throws {
        guard !isAfterKey else {
            isAfterKey = false
            return
        }
        guard let last = frames.indices.last else { return }
        let isFirst = frames[last].count == 0
        frames[last].count += 1
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        if !frames[last].isArray, !frames[last].isInline {
            breakLine()
        } else if !isFirst, style == .pretty {
            if frames[last].isArray, bytes.count - lineStart > Self.lineWidth {
                breakLine()
            } else {
                bytes.append(UInt8(ascii: " "))
            }
        }
        if let sink, bytes.count >= Self.bufferSize {
            try sink(bytes)
            lineStart -= bytes.count
            bytes.removeAll(keepingCapacity: true)
        }
    }

    private mutating func breakLine() {
        bytes.append(UInt8(ascii: "\n"))
        lineStart = bytes.count
        for _ in 0..<(2 * frames.count) { bytes.append(UInt8(ascii: " ")) }
    }

    private mutating func write(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func writeInteger(_ value: Int) {
        guard !(0...9).contains(value) else {
            bytes.append(UInt8(ascii: "0") + UInt8(value))
            return
        }
        var text = value.description
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    /// Escapes what JSON asks for, and control characters that a terminal could obey if the text is shown there.
    private mutating func writeText(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
            write(text)
        } else {
            for scalar in text.unicodeScalars {
                switch scalar {
                case "\"": write("\\\"")
                case "\\": write("\\\\")
                case _ where PrintableText.isControl(scalar): write(PrintableText.escaped(String(scalar)))
                default: bytes.append(contentsOf: UTF8.encode(scalar)!)
                }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

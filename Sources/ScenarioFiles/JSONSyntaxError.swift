import OffloadModel

/// Text that is not JSON: what is wrong, and where.
public struct JSONSyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, in words.
    public let reason: String
    /// The line of the fault, from 1.
    public let line: Int
    /// The column of the fault in characters, from 1.
    public let column: Int

    /// Gathers the reason and the place.
    public init(reason: String, line: Int, column: Int) {
        self.reason = reason
        self.line = line
        self.column = column
    }

    /// Finds line and column of a byte.
    init(reason: String, at offset: Int, in bytes: [UInt8]) {
        self.reason = reason
        var line = 1
        var column = 1
        for byte in bytes.prefix(offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xc0 != 0x80 {
                // Continuation bytes of UTF-8 belong to the character before.
                column += 1
            }
        }
        self.line = line
        self.column = column
    }

    /// The error in one sentence, on one line whatever the text has.
    public var description: String { PrintableText.escaped("line \(line), column \(column): \(reason)") }
}

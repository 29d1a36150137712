import OffloadModel

/// A table that cannot be used: where, what was found, and what is allowed.
public struct TableError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The line of the file, from 1; nil if the whole table or column is at fault.
    public let line: Int?
    /// The heading of the column; nil if a whole line or the table is at fault.
    public let column: String?
    /// What was found, as written.
    public let value: String
    /// What would have been accepted, in words.
    public let allowed: String

    /// Gathers the four parts.
    public init(line: Int? = nil, column: String? = nil, value: String, allowed: String) {
        self.line = line
        self.column = column
        self.value = value
        self.allowed = allowed
    }

    /// The error in one sentence, on one line whatever the table has.
    public var description: String {
        let places = [line.map { "line \($0)" }, column.map { "column \(Self.shown($0))" }].compactMap { $0 }
        let place = places.isEmpty ? "the table" : places.joined(separator: ", ")
        return PrintableText.escaped("\(place): found \(value), allowed is \(allowed)")
    }

    /// A heading, in quotation marks where its ends could not be seen otherwise.
    private static func shown(_ heading: String) -> String {
        let isPlain =
            !heading.isEmpty && heading.first?.isWhitespace == false && heading.last?.isWhitespace == false
            && !heading.contains { [",", ":", ";", "\"", "\t", "|"].contains($0) }
        return isPlain ? heading : PrintableText.quoted(heading)
    }
}

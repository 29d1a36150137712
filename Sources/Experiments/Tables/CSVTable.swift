import ScenarioFiles

/// A table as comma-separated values (RFC 4180): a line of headings, then one line for each row.
public struct CSVTable: Sendable, Equatable {
    /// The headings.
    public let columns: [String]
    /// The rows, each with one entry per column.
    public private(set) var rows: [[String]] = []

    /// A table without rows.
    public init(columns: [String]) {
        self.columns = columns
    }

    /// Adds a row.
    ///
    /// - Throws: ``TableError`` if there is not one entry per column.
    public mutating func append(_ row: [String]) throws(TableError) {
        guard row.count == columns.count else {
            throw TableError(
                line: rows.count + 2, value: "a row of \(row.count) entries",
                allowed: "one for each of \(columns.count) columns")
        }
        add(row)
    }

    /// Adds a row that is known to have one entry per column.
    mutating func add(_ row: [String]) {
        precondition(row.count == columns.count, "a row has one entry per column")
        rows.append(row)
    }

    /// The text, with a line feed after every line.
    public var text: String {
        // An empty line before the rows would be passed over.
        let heading = columns == [""] ? "\"\"" : Self.line(columns)
        return heading + "\n" + rows.map { Self.line($0) + "\n" }.joined()
    }

    private static func line(_ entries: [String]) -> String { entries.map(quoted).joined(separator: ",") }

    /// Writes the table in one piece or not at all; `-` is standard output.
    ///
    /// - Throws: `FileError`.
    public func write(path: String) throws {
        try AtomicFile.write(Array(text.utf8), path: path)
    }

    private static func quoted(_ entry: String) -> String {
        // By Unicode scalars: with a combining accent a comma or quote is one Character that equals neither.
        let scalars = entry.unicodeScalars
        let isPlain = scalars.first != "\u{feff}" && !scalars.contains { [",", "\"", "\n", "\r"].contains($0) }
        guard !isPlain else { return entry }
        var quoted = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in scalars {
            if scalar == "\"" { quoted.append(scalar) }
            quoted.append(scalar)
        }
        return String(quoted) + "\""
    }
}

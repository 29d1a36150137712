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
    /// - Precondition: There is one entry per column.
    public mutating func append(_ row: [String]) {
        precondition(row.count == columns.count, "a row has one entry per column")
        rows.append(row)
    }

    /// The text, with a line feed after every line.
    public var text: String {
        ([columns] + rows).map { $0.map(Self.quoted).joined(separator: ",") + "\n" }.joined()
    }

    /// Writes the table in one piece or not at all; `-` is standard output.
    ///
    /// - Throws: `FileError`.
    public func write(path: String) throws {
        try AtomicFile.write(Array(text.utf8), path: path)
    }

    private static func quoted(_ entry: String) -> String {
        guard entry.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return entry }
        return "\"" + entry.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

import ScenarioFiles

/// A file of comma-separated values as read: the table, and where in the file every row stands.
///
/// Reads what RFC 4180 describes and ``CSVTable`` writes: entries in double quotes may hold commas, line breaks and
/// doubled quotes; lines end with a line feed, with or without a carriage return, the last one perhaps with neither. A
/// byte order mark is passed over. Empty lines are passed over too, unless the table has one column, where they are
/// empty entries. Nothing is trimmed: spaces belong to the entry.
public struct CSVDocument: Sendable, Equatable {
    /// Headings and rows; every row has one entry per heading.
    public let table: CSVTable
    /// The line of the file at which each row begins, from 1.
    public let lines: [Int]

    /// Reads text.
    ///
    /// - Throws: ``TableError`` with the line for text that is not UTF-8, a quote out of place or never closed, a carriage
    ///   return that ends no line, and a row that is shorter or longer than the headings; without a line for an empty
    ///   text and for headings that repeat.
    public init(csv bytes: [UInt8]) throws(TableError) {
        guard !bytes.starts(with: [0xff, 0xfe]), !bytes.starts(with: [0xfe, 0xff]) else {
            throw TableError(line: 1, value: "text in UTF-16", allowed: "text in UTF-8")
        }
        var parser = CSVParser(bytes)
        guard let header = try parser.record(skippingEmptyLines: true) else {
            throw TableError(value: "nothing", allowed: "a line of headings and rows")
        }
        var seen: Set<String> = []
        for name in header.entries where !seen.insert(name).inserted {
            throw TableError(line: header.line, column: name, value: "the heading twice", allowed: "once")
        }
        var table = CSVTable(columns: header.entries)
        var lines: [Int] = []
        let count = header.entries.count
        while let row = try parser.record(skippingEmptyLines: count > 1) {
            guard row.entries.count == count else {
                if count == 1, let separator = ForeignSeparator.between(headings: header.entries[0]) {
                    throw separator.error(line: header.line)
                }
                throw TableError(
                    line: row.line, value: Self.counted(row.entries.count),
                    allowed: "\(Self.counted(count)), one for each heading" + Self.advice(on: row.entries, count))
            }
            table.add(row.entries)
            lines.append(row.line)
        }
        self.table = table
        self.lines = lines
    }

    /// The most bytes of a file that is read as a table: room for millions of measurements.
    public static let largestSize = 64 << 20

    /// Reads a file; `-` is standard input.
    ///
    /// - Throws: `FileError`, or ``TableError``, also for a file of more than ``largestSize`` bytes.
    public init(path: String) throws {
        let bytes = try InputFile.bytes(path: path, limit: Self.largestSize)
        guard bytes.count <= Self.largestSize else {
            throw TableError(value: "a larger file", allowed: "a table of at most \(Self.largestSize) bytes")
        }
        try Self.expectMemory(for: bytes)
        try self.init(csv: bytes)
    }

    /// What may be wrong with a row of another length than the headings, as the end of a sentence; empty if nothing shows.
    private static func advice(on entries: [String], _ count: Int) -> String {
        if entries.count > count, entries.allSatisfy({ $0.utf8.allSatisfy { byte in byte < 0x40 } }) {
            return "; decimal numbers have a point, no comma"
        }
        if entries.count == 1, let separator = ForeignSeparator.between(headings: entries[0]), separator != .space {
            return ", with a comma between them and not \(separator.name)"
        }
        return ""
    }

    /// Throws unless there is memory for the entries of a text, which take up to forty times its size, and for a fit of them.
    private static func expectMemory(for bytes: [UInt8]) throws(TableError) {
        // A megabyte of text stays below what is held against limits.
        guard bytes.count >= 1 << 18 else { return }
        var (rows, entries) = (1, 1)
        for byte in bytes {
            if byte == UInt8(ascii: "\n") { rows += 1 }
            if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") { entries += 1 }
        }
        let needed = 512 * rows + 48 * entries + bytes.count
        guard let limit = MemoryAllowance.limit(against: needed) else { return }
        throw TableError(
            value: "\(rows) lines with \(entries) entries",
            allowed: "as many as fit into memory: they take \(MemoryAllowance.words(needed)), and \(limit.name) leaves "
                + MemoryAllowance.words(limit.bytes))
    }

    private static func counted(_ entries: Int) -> String { entries == 1 ? "1 entry" : "\(entries) entries" }
}

import Stepwell

/// Collects the table of iterations and writes it at the end, in one piece.
final class IterationLog {
    private let path: String
    private let table = IterationTable()
    private var lines: [String]

    init(path: String) {
        self.path = path
        lines = [table.header]
    }

    /// Adds a row; on standard error rows appear at once.
    func append(_ record: IterationRecord) {
        if path == "-" {
            if lines.count == 1 { Console.note(table.header) }
            lines.append("")
            Console.note(table.row(record))
        } else {
            lines.append(table.row(record))
        }
    }

    /// Writes the file.
    func finish() throws {
        guard path != "-" else { return }
        try AtomicFile.write(Array((lines.joined(separator: "\n") + "\n").utf8), path: path)
    }
}

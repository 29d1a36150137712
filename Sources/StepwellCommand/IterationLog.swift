import Stepwell

/// Collects the table of iterations and writes it at the end, in one piece.
final class IterationLog {
    /// Where the table goes.
    let path: String
    private let table = IterationTable()
    private let paperTable = SuccessiveConvexTable()
    private var lines: [String]
    /// True if rows go to standard error as they come.
    private let isShownAtOnce: Bool

    /// A log with the columns of a method; baselines have no rows.
    ///
    /// - Parameter path: of the file; `-` is standard error.
    init(path: String, method: SolveMethod) {
        self.path = path == "-" ? "/dev/stderr" : path
        isShownAtOnce = OpenStream.isStandardError(self.path)
        lines = [method == .paper ? paperTable.header : table.header]
    }

    /// Adds a row; on standard error rows appear at once.
    func append(_ record: IterationRecord) { append(table.row(record)) }

    /// Adds a row of the paper's method.
    func append(_ iteration: SuccessiveConvexIteration) { append(paperTable.row(iteration)) }

    private func append(_ row: String) {
        if isShownAtOnce {
            if lines.count == 1 { Console.note(lines[0]) }
            lines.append("")
            Console.note(row)
        } else {
            lines.append(row)
        }
    }

    /// Writes the file.
    func finish() throws {
        guard !isShownAtOnce else { return }
        try AtomicFile.write(Array((lines.joined(separator: "\n") + "\n").utf8), path: path)
    }
}

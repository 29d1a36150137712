import OffloadModel

/// Formats the rows of a ``StartPointStudy``: for people as a table of fixed width, for programs as CSV.
public struct StartPointTable: Sendable {
    /// A table.
    public init() {}

    /// The heading, without a line break. Gaps are in percent, `moved` and `iter` are medians.
    public var header: String {
        Self.columns.line([
            "start", "penalty", "runs", "least", "median", "largest", "gap %", "median %", "largest %", "moved",
            "iter",
        ])
    }

    /// One row, without a line break.
    public func row(_ row: StartPointRow) -> String {
        Self.columns.line(
            [row.start.rawValue, row.penalty.description, "\(row.runs.count)"]
                + [row.objectives.least, row.objectives.median, row.objectives.largest].map {
                    DecimalText.significant($0, digits: 7)
                }
                + [row.gaps.least, row.gaps.median, row.gaps.largest].map {
                    DecimalText.significant(100 * $0, digits: 3)
                }
                + [row.movedDecisions.median, row.iterations.median].map { DecimalText.significant($0, digits: 6) })
    }

    private static let columns = TextColumns([10, 14, 6, 12, 12, 12, 11, 11, 11, 8, 7], startsLeft: true)
}

extension StartPointResult {
    /// The rows as CSV with one line of headings; numbers are the shortest that read back as the same ones.
    public var csv: CSVTable {
        var table = CSVTable(columns: Self.columns.map(\.name))
        for row in rows { table.add(Self.columns.map { $0.text(row) }) }
        return table
    }

    private static let columns: [(name: String, text: @Sendable (StartPointRow) -> String)] = [
        ("start", { $0.start.rawValue }),
        ("penalty", { $0.penalty.description }),
        ("users", { "\($0.users)" }),
        ("runs", { "\($0.runs.count)" }),
        ("convergedRuns", { "\($0.convergedRuns)" }),
        ("leastObjective", { "\($0.objectives.least)" }),
        ("medianObjective", { "\($0.objectives.median)" }),
        ("largestObjective", { "\($0.objectives.largest)" }),
        ("leastGap", { "\($0.gaps.least)" }),
        ("medianGap", { "\($0.gaps.median)" }),
        ("largestGap", { "\($0.gaps.largest)" }),
        ("leastMoved", { "\($0.movedDecisions.least)" }),
        ("medianMoved", { "\($0.movedDecisions.median)" }),
        ("mostMoved", { "\($0.movedDecisions.largest)" }),
        ("leastIterations", { "\($0.iterations.least)" }),
        ("medianIterations", { "\($0.iterations.median)" }),
        ("mostIterations", { "\($0.iterations.largest)" }),
    ]
}

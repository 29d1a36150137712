import OffloadModel

/// Formats the rows of a ``Sweep`` as a table of fixed width for people.
public struct SweepTable: Sendable {
    private let axes: [SweepAxis]
    private let widths: [Int]

    /// A table for the rows of a sweep along the axes.
    public init(axes: [SweepAxis]) {
        self.axes = axes
        widths = axes.map { max($0.name.count, 10) } + [11, 6, 14, 11, 11, 11, 12, 12, 12]
    }

    /// The heading, without a line break. `± 95 %` is half the width of the objective's interval; the rest are means.
    public var header: String {
        join(
            axes.map(\.name)
                + ["method", "runs", "objective", "± 95 %", "gap %", "offloaded", "edge steps", "price", "status"])
    }

    /// One row, without a line break. What a row does not have is shown as a dash.
    public func row(_ row: SweepRow) -> String {
        func text(_ value: Double?, digits: Int = 6) -> String {
            value.map { DecimalText.significant($0, digits: digits) } ?? "-"
        }
        let objective = row[.objective]
        let half = objective.flatMap { estimate in estimate.upper.map { $0 - estimate.mean } }
        return join(
            row.values.map { DecimalText.significant($0, digits: 8) } + [
                row.method.rawValue, "\(row.runs)", text(objective?.mean, digits: 8), text(half, digits: 3),
                text(row[.gap].map { 100 * $0.mean }, digits: 3), text(row[.offloadedCount]?.mean, digits: 5),
                text(row[.edgeStepsUsed]?.mean), text(row[.price]?.mean), row.status,
            ])
    }

    private func join(_ cells: [String]) -> String {
        zip(cells, widths).enumerated()
            .map { column, cell in
                let space = String(repeating: " ", count: max(cell.1 - cell.0.count, 0))
                return (column == 0 ? "" : " ") + space + cell.0
            }
            .joined()
    }
}

extension SweepResult {
    /// The rows as CSV with one line of headings; numbers are the shortest that read back as the same ones.
    ///
    /// For every quantity there is the mean over the runs that have it, and the ends of its 95 % interval; what a row
    /// does not have is empty.
    public var csv: CSVTable {
        let quantities = SweepQuantity.allCases
        var table = CSVTable(
            columns: axes.map(\.name) + ["method", "status", "runs", "plans"]
                + quantities.flatMap { [$0.rawValue, "\($0.rawValue)Lower", "\($0.rawValue)Upper"] })
        for row in rows {
            table.add(
                row.values.map { "\($0)" } + [row.method.rawValue, row.status, "\(row.runs)", "\(row.plans)"]
                    + quantities.flatMap { quantity in
                        let estimate = row[quantity]
                        return [estimate?.mean, estimate?.lower, estimate?.upper].map { $0.map { "\($0)" } ?? "" }
                    })
        }
        return table
    }
}

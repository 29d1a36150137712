/// Formats ``IterationRecord`` rows as a table of fixed width.
///
///     iter      primal           dual             gap       price      passes   seconds
public struct IterationTable: Sendable {
    /// A table.
    public init() {}

    /// The heading, without a line break.
    public var header: String {
        Self.join(["iter", "primal", "dual", "gap", "price", "passes", "seconds"])
    }

    /// One row, without a line break. What is not known yet is shown as a dash.
    public func row(_ record: IterationRecord) -> String {
        Self.join([
            "\(record.iteration)",
            record.primal.map { DecimalText.significant($0, digits: 11) } ?? "-",
            record.dual.map { DecimalText.significant($0, digits: 11) } ?? "-",
            record.relativeGap.map { DecimalText.significant($0, digits: 3) } ?? "-",
            DecimalText.significant(record.price, digits: 6),
            "\(record.passes)",
            DecimalText.significant(record.seconds, digits: 3),
        ])
    }

    private static let widths = [5, 18, 18, 10, 13, 8, 10]

    private static func join(_ cells: [String]) -> String {
        zip(cells, widths)
            .map { cell, width in String(repeating: " ", count: max(width - cell.count, 1)) + cell }
            .joined()
    }
}

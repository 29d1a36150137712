/// Formats ``IterationRecord`` rows as a table of fixed width.
///
///     iter      primal           dual             gap       price      passes   seconds
public struct IterationTable: Sendable {
    /// A table.
    public init() {}

    /// The heading, without a line break.
    public var header: String {
        Self.columns.line(["iter", "primal", "dual", "gap", "price", "passes", "seconds"])
    }

    /// One row, without a line break. What is not known yet is shown as a dash.
    public func row(_ record: IterationRecord) -> String {
        Self.columns.line([
            "\(record.iteration)",
            record.primal.map { DecimalText.significant($0, digits: 11) } ?? "-",
            record.dual.map { DecimalText.significant($0, digits: 11) } ?? "-",
            record.relativeGap.map { DecimalText.significant($0, digits: 3) } ?? "-",
            DecimalText.significant(record.price, digits: 6),
            "\(record.passes)",
            DecimalText.significant(record.seconds, digits: 3),
        ])
    }

    private static let columns = TextColumns([5, 18, 18, 10, 13, 8, 10])
}

import Experiments
import Testing

/// The rows of a table by the names of their columns.
struct TableRows {
    /// The rows, in their order.
    let rows: [[String: String]]

    init(_ table: CSVTable) {
        rows = table.rows.map { Dictionary(uniqueKeysWithValues: zip(table.columns, $0)) }
    }

    private init(rows: [[String: String]]) { self.rows = rows }

    /// The rows that have the given entries.
    func with(_ entries: [String: String]) -> TableRows {
        TableRows(rows: rows.filter { row in entries.allSatisfy { row[$0.key] == $0.value } })
    }

    /// A column of numbers.
    func numbers(_ column: String) throws -> [Double] {
        try rows.map { row in try #require(row[column].flatMap(Double.init), "\(column): \(row)") }
    }
}

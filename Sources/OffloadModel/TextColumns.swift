/// Lays cells out side by side, for the tables that people read.
///
/// Every cell ends where its column ends; a cell that is too wide still has a space before it.
package struct TextColumns: Sendable {
    private let widths: [Int]
    private let startsLeft: Bool

    /// - Parameters:
    ///   - widths: the characters of each column, the space before it included.
    ///   - startsLeft: true if the first column begins at the left edge, with its space behind it.
    package init(_ widths: [Int], startsLeft: Bool = false) {
        self.widths = widths
        self.startsLeft = startsLeft
    }

    /// One line, without a line break; cells without a column are left out.
    package func line(_ cells: [String]) -> String {
        zip(cells, widths).enumerated()
            .map { column, cell in
                startsLeft && column == 0 ? cell.0.padded(to: cell.1) : cell.0.padded(from: cell.1)
            }
            .joined()
    }
}

extension String {
    /// The text with spaces behind it, at least one, that make it so many characters.
    package func padded(to width: Int) -> String { self + spaces(upTo: width) }

    /// The text with spaces before it, at least one, that make it so many characters.
    package func padded(from width: Int) -> String { spaces(upTo: width) + self }

    private func spaces(upTo width: Int) -> String { String(repeating: " ", count: max(width - count, 1)) }
}

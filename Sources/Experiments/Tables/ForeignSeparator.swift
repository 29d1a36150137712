/// A character that other programs put between the entries of a table, where this one wants commas. Spreadsheets of
/// countries that write 0,95 for 0.95 use semicolons.
enum ForeignSeparator: Character, CaseIterable {
    case semicolon = ";"
    case tab = "\t"
    case bar = "|"
    case space = " "

    /// The character in words.
    var name: String {
        switch self {
        case .semicolon: "a semicolon"
        case .tab: "a tab"
        case .bar: "a vertical bar"
        case .space: "a space"
        }
    }

    /// What separates the columns of a table whose first line is a single heading, as far as that line shows it; a space
    /// only if it leaves a heading that is looked for.
    static func between(headings line: String, expecting names: [String] = []) -> ForeignSeparator? {
        allCases.first { separator in
            // A spreadsheet's own note of what it uses.
            if line.lowercased() == "sep=\(separator.rawValue)" { return true }
            let parts = line.split(separator: separator.rawValue).filter { !$0.allSatisfy(\.isWhitespace) }
            return parts.count > 1 && (separator != .space || names.contains { parts.contains(Substring($0)) })
        }
    }

    /// The separator that a byte is, nil for any other byte and for a space.
    init?(_ byte: UInt8) {
        guard byte != UInt8(ascii: " ") else { return nil }
        self.init(rawValue: Character(Unicode.Scalar(byte)))
    }

    /// The error for a table whose columns this separates.
    func error(line: Int?) -> TableError {
        TableError(
            line: line, value: "columns with \(name) between them",
            allowed: "a comma between columns, and a point, no comma, in decimal numbers")
    }
}

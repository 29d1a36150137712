import OffloadModel

/// Which columns of a table hold what.
public struct MeasurementColumns: Sendable, Equatable {
    /// The heading of the steps; nil for `steps`.
    public var steps: String?
    /// The heading of what was measured; nil for the quantity's own name, or else the only column that is left.
    public var values: String?
    /// The heading of the standard deviations; nil if there are none.
    public var deviations: String?

    /// Names columns.
    public init(steps: String? = nil, values: String? = nil, deviations: String? = nil) {
        self.steps = steps
        self.values = values
        self.deviations = deviations
    }
}

extension StepMeasurements {
    /// Takes measurements from a table.
    ///
    /// Numbers are decimal, such as `93.36` or `1e-3`, perhaps with spaces around them.
    ///
    /// - Throws: ``TableError`` that names the line, the column, what was found and what is allowed: a heading that is
    ///   not there, an entry that is blank or no number, a negative number of steps, a deviation that is not positive.
    public init(
        _ document: CSVDocument, of quantity: MeasuredQuantity, columns: MeasurementColumns = .init()
    ) throws(TableError) {
        let headings = document.table.columns
        let stepsName = columns.steps ?? "steps"
        let others = headings.filter { $0 != stepsName && $0 != columns.deviations }
        let valuesName =
            columns.values
            ?? (others.count == 1 && !headings.contains(quantity.rawValue) ? others[0] : quantity.rawValue)
        try self.init(
            steps: Self.numbers(document, stepsName), values: Self.numbers(document, valuesName),
            deviations: columns.deviations.map { name throws(TableError) in try Self.numbers(document, name) },
            lines: document.lines)
    }

    private static func numbers(_ document: CSVDocument, _ name: String) throws(TableError) -> Numbers {
        guard let place = document.table.columns.firstIndex(of: name) else {
            throw missing(name, among: document.table.columns)
        }
        var values: [Double] = []
        values.reserveCapacity(document.lines.count)
        for (row, line) in zip(document.table.rows, document.lines) {
            guard let value = number(row[place]) else {
                let isBlank = row[place].allSatisfy(\.isWhitespace)
                let isMeant = number(row[place].replacing(",", with: "."))
                throw TableError(
                    line: line, column: name, value: isBlank ? "a blank entry" : "\"\(row[place].prefix(40))\"",
                    allowed: "a finite decimal number" + (isMeant == nil ? "" : ", with a point where this has a comma")
                )
            }
            values.append(value)
        }
        return Numbers(name: name, values: values)
    }

    /// The error for a heading that is not there: what separates the columns if it is no comma, or else the headings that
    /// there are, with the one that differs from it in nothing but capital letters and spaces around it.
    private static func missing(_ name: String, among headings: [String]) -> TableError {
        if headings.count == 1, let separator = ForeignSeparator.between(headings: headings[0], expecting: [name]) {
            return separator.error(line: nil)
        }
        func core(_ heading: String) -> String {
            let blanks: (Character) -> Bool = { $0.isWhitespace || $0 == "\u{feff}" }
            var rest = Substring(heading).drop(while: blanks)
            while let last = rest.last, blanks(last) { rest.removeLast() }
            return rest.lowercased()
        }
        let close = headings.first { core($0) == core(name) }
        return TableError(
            column: name, value: "no such heading",
            allowed: "one of " + headings.map(PrintableText.quoted).joined(separator: ", ")
                + (close.map { "; \(PrintableText.quoted($0)) may be meant" } ?? ""))
    }

    /// A finite decimal number; nil for what else the standard library takes, such as `nan` and hexadecimal digits.
    private static func number(_ entry: String) -> Double? {
        var digits = Substring(entry).utf8
        let blanks = [UInt8(ascii: " "), UInt8(ascii: "\t")]
        while let first = digits.first, blanks.contains(first) { digits.removeFirst() }
        while let last = digits.last, blanks.contains(last) { digits.removeLast() }
        let isDecimal = digits.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                true
            default: false
            }
        }
        guard isDecimal, let value = Double(Substring(digits)), value.isFinite else { return nil }
        return value
    }
}

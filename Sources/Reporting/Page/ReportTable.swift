/// A table of a ``Report``.
public struct ReportTable: Sendable, Equatable {
    /// A heading of a column.
    public struct Column: Sendable, Equatable {
        /// The heading.
        public var name: String
        /// True if the entries are numbers, which stand right-aligned.
        public var isNumeric: Bool

        /// A column of numbers.
        public static func number(_ name: String) -> Column { Column(name: name, isNumeric: true) }

        /// A column of words.
        public static func text(_ name: String) -> Column { Column(name: name, isNumeric: false) }
    }

    /// An entry.
    public struct Cell: Sendable, Equatable, ExpressibleByStringLiteral {
        /// What stands there.
        public var text: String
        /// How it is to be taken, nil if there is nothing to say.
        public var tone: Report.Tone?

        /// An entry with its tone.
        public init(_ text: String, tone: Report.Tone? = nil) {
            self.text = text
            self.tone = tone
        }

        /// An entry of plain words.
        public init(stringLiteral value: String) { self.init(value) }
    }

    /// What the table shows, in a few words.
    public var caption: String
    /// The columns; the entries of the first one name the rows.
    public var columns: [Column]
    /// The rows, each with one entry per column.
    public private(set) var rows: [[Cell]]
    /// What was left out or must be known, nil for nothing.
    public private(set) var note: String?
    /// True if the table is shown only when it is asked for.
    public var isFolded: Bool

    /// The most rows of a table on a page.
    public static let mostRows = 200

    /// A table; of more than ``mostRows`` rows the first and the last ones are kept, and the note says so.
    ///
    /// - Precondition: There is a column, and every row has one entry per column.
    public init(
        _ caption: String, columns: [Column], rows: [[Cell]], note: String? = nil, isFolded: Bool = false
    ) {
        precondition(!columns.isEmpty, "a table has columns")
        precondition(rows.allSatisfy { $0.count == columns.count }, "a row has one entry per column")
        self.caption = caption
        self.columns = columns
        self.rows = rows
        self.note = note
        self.isFolded = isFolded
        guard rows.count > Self.mostRows else { return }
        let half = Self.mostRows / 2
        self.rows = Array(rows.prefix(half) + rows.suffix(half))
        let omission = "Of \(rows.count) rows the first \(half) and the last \(half) are shown."
        self.note = note.map { "\($0) \(omission)" } ?? omission
    }
}

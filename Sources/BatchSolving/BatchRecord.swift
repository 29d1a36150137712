import OffloadModel
import ScenarioFiles

/// One line of a batch's output: the plan of a scenario, or why there is none.
///
/// Both kinds begin with `{"format":"…","line":n,"checksum":"…","recordChecksum":"…",`; the rest of a plan is that of a
/// plan file. The first checksum is that of the input line and the settings, the second that of the record
/// without the entry `recordChecksum`. Times and threads are left out, so that the same input gives the same bytes.
struct BatchRecord: Sendable {
    /// The value of the key `format` of a line that could not be used.
    static let errorFormat = "stepwell-error/1"
    /// The formats of both kinds, the plan's first.
    static let formats = [PlanDocument.format, errorFormat]

    /// The line of the input, from 1.
    let line: Int
    /// The record without its newline.
    let bytes: [UInt8]
    /// Why the line could not be used, nil for a plan.
    let fault: String?
    /// The solver's verdict, nil if it was not asked.
    let status: SolveStatus?

    /// The record of a scenario that was solved.
    init(line: NumberedLine, checksum: Checksum, document: PlanDocument, name: String, status: SolveStatus) throws {
        var head = JSONWriter(style: .compact)
        try head.object { writer in try writer.member("name", name) }
        let plan = try document.json()
        let opening = BatchRecordHead.opening(format: PlanDocument.format)
        precondition(plan.starts(with: opening), "a plan begins with its format")
        // Between the braces of the name's object and the format that the plan begins with.
        let rest = [head.bytes.dropFirst().dropLast(), [UInt8(ascii: ",")][...], plan[opening.count...]]
        self.line = line.number
        bytes = BatchRecordHead(format: PlanDocument.format, line: line.number, checksum: checksum).record(rest)
        self.status = status
        fault = nil
    }

    /// The record of a line that could not be used.
    init(line: NumberedLine, checksum: Checksum, error: any Error) {
        var writer = JSONWriter(style: .compact)
        let fault: String
        var field: String?
        var user: Int?
        switch error {
        case let error as ScenarioError:
            fault = error.description
            field = error.field
            user = error.user
        case let error as JSONSyntaxError: fault = "column \(error.column): \(error.reason)"
        default: fault = "\(error)"
        }
        // Numbers and strings can always be written.
        try? writer.object { writer in
            try writer.member("error", fault)
            try writer.key("field")
            if let field { try writer.string(field) } else { try writer.null() }
            try writer.key("user")
            if let user { try writer.integer(user) } else { try writer.null() }
        }
        self.line = line.number
        bytes = BatchRecordHead(format: Self.errorFormat, line: line.number, checksum: checksum)
            .record([writer.bytes.dropFirst()])
        self.fault = fault
        status = nil
    }

    /// True if some bytes are a beginning of this record, as a run that was ended in the middle of it leaves one.
    ///
    /// - Parameters:
    ///   - checksum: of the line and the settings.
    ///   - isTimed: true if the solve has a time limit. The record that was begun can then differ from this one behind the checksum of the
    ///     line.
    func isBegun(by bytes: [UInt8], checksum: Checksum, isTimed: Bool) -> Bool {
        if self.bytes.starts(with: bytes) { return true }
        let format = fault == nil ? PlanDocument.format : Self.errorFormat
        let head = BatchRecordHead(format: format, line: line, checksum: checksum)
        let older = head.beginning + head.olderKey
        // Older versions may have written other entries behind the name.
        if bytes.starts(with: older) || older.starts(with: bytes) { return true }
        return isTimed && bytes.starts(with: head.beginning + BatchRecordHead.ownKey)
    }
}

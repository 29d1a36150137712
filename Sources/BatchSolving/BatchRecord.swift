import OffloadModel
import ScenarioFiles

/// One line of a batch's output: the plan of a scenario, or why there is none.
///
/// Both kinds begin with `{"format":"…","line":n,"checksum":"…",`; the rest of a plan is that of a plan file. Times
/// and threads are left out, so that the same input gives the same bytes.
struct BatchRecord: Sendable {
    /// The value of the key `format` of a line that could not be used.
    static let errorFormat = "stepwell-error/1"

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
        try head.object { writer in
            try writer.head(format: PlanDocument.format, line: line.number, checksum: checksum)
            try writer.member("name", name)
        }
        let plan = try document.json()
        let opening = Self.opening(format: PlanDocument.format)
        precondition(plan.starts(with: opening), "a plan begins with its format")
        var bytes = Array(head.bytes.dropLast())
        bytes.reserveCapacity(bytes.count + plan.count)
        bytes.append(UInt8(ascii: ","))
        bytes.append(contentsOf: plan[opening.count...])
        self.line = line.number
        self.bytes = bytes
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
            try writer.head(format: Self.errorFormat, line: line.number, checksum: checksum)
            try writer.member("error", fault)
            try writer.key("field")
            if let field { try writer.string(field) } else { try writer.null() }
            try writer.key("user")
            if let user { try writer.integer(user) } else { try writer.null() }
        }
        self.line = line.number
        bytes = writer.bytes
        self.fault = fault
        status = nil
    }

    private static func opening(format: String) -> [UInt8] { Array("{\"format\":\"\(format)\",".utf8) }

    /// How a record of this line begins, of both kinds: a plan and an error.
    static func beginnings(line: NumberedLine, checksum: Checksum) -> (plan: [UInt8], error: [UInt8]) {
        let place = Array("\"line\":\(line.number),\"checksum\":\"\(checksum)\",".utf8)
        return (opening(format: PlanDocument.format) + place, opening(format: errorFormat) + place)
    }
}

extension JSONWriter {
    /// What both kinds of records begin with.
    fileprivate mutating func head(format: String, line: Int, checksum: Checksum) throws {
        try key("format")
        try string(format)
        try key("line")
        try integer(line)
        try key("checksum")
        try string(checksum.description)
    }
}

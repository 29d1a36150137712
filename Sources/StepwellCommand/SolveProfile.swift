import Reporting
import Stepwell

/// A timed solve: the phases, and the whole as a multiple of one streaming pass.
struct SolveProfile {
    let method: String
    let users: Int
    let streamingPassSeconds: Double
    let solveSeconds: Double
    let passes: Int
    let status: String
    let relativeGap: Double?
    let objective: Double?
    let instructionSet: InstructionSet
    let threads: Int
    let phases: PhaseTimes

    /// The table, line by line.
    var lines: [String] {
        var lines = [
            "\(method), \(users) users, \(instructionSet.rawValue), \(threads) thread\(threads == 1 ? "" : "s")",
            "",
            Self.row(Self.headings),
        ]
        for entry in phases.entries { lines.append(row(entry.phase, entry.seconds, entry.work)) }
        lines += [
            row("solve", solveSeconds, method == "kkt" ? phases.entries.first?.work ?? .none : phases.work),
            row("streaming pass", streamingPassSeconds, StreamingPass.work(users: users)), "",
            "users per second   \(text(Double(users) / solveSeconds))",
            "passes             \(passes)", "status             \(status)",
        ]
        if let relativeGap { lines.append("relative gap       \(text(relativeGap))") }
        return lines
    }

    private static let headings = [
        "phase", "seconds", "share", "ns/user", "users/s", "passes", "bytes", "exponentials", "ratio",
    ]

    private func row(_ name: String, _ seconds: Double, _ work: PhaseWork) -> String {
        Self.row([
            name, text(seconds), text(100 * seconds / solveSeconds) + " %", text(seconds / Double(users) * 1e9),
            text(Double(users) / seconds), text(work.passes), text(work.bytes), text(work.exponentials),
            text(seconds / streamingPassSeconds),
        ])
    }

    private static func row(_ cells: [String]) -> String {
        zip(cells, [18, 11, 9, 9, 11, 9, 11, 14, 8]).enumerated().map { index, cell in
            let padding = String(repeating: " ", count: max(cell.1 - cell.0.count, 1))
            return index == 0 ? cell.0 + padding : padding + cell.0
        }.joined()
    }

    private func text(_ value: Double) -> String { DecimalText.significant(value, digits: 4) }

    /// One JSON object with the same numbers.
    func json() throws -> [UInt8] {
        var writer = JSONWriter(style: .compact)
        try writer.object { writer in
            try writer.write("method", method)
            try writer.write("users", Double(users))
            try writer.write("streamingPassSeconds", streamingPassSeconds)
            try writer.write("solveSeconds", solveSeconds)
            try writer.write("streamingPasses", solveSeconds / streamingPassSeconds)
            try writer.write("passes", Double(passes))
            try writer.write("status", status)
            if let relativeGap { try writer.write("relativeGap", relativeGap) }
            if let objective { try writer.write("objective", objective) }
            try writer.write("instructionSet", instructionSet.rawValue)
            try writer.write("threads", Double(threads))
            try writer.key("phases")
            try writer.object { writer in
                for entry in phases.entries {
                    try writer.key(entry.phase)
                    try writer.object { writer in
                        try writer.write("seconds", entry.seconds)
                        try writer.write("share", entry.seconds / solveSeconds)
                        try writer.write("streamingPasses", entry.seconds / streamingPassSeconds)
                        if entry.seconds > 0 {
                            try writer.write("usersPerSecond", Double(users) / entry.seconds)
                        }
                        try writer.write("passes", entry.work.passes)
                        try writer.write("bytes", entry.work.bytes)
                        try writer.write("exponentials", entry.work.exponentials)
                    }
                }
            }
        }
        try writer.finish()
        return writer.bytes
    }

    /// The same numbers as a report.
    func report(on subject: String) -> Report {
        ProfileReport(
            subject: subject, method: method, users: users, streamingPassSeconds: streamingPassSeconds,
            solveSeconds: solveSeconds, phases: phases, passes: passes, relativeGap: relativeGap,
            instructionSet: instructionSet.rawValue, threads: threads, version: StepwellVersion.current
        ).report
    }

    /// The phases one after the other in the Chrome trace format: complete events, microseconds.
    func traceJSON() throws -> [UInt8] {
        var writer = JSONWriter(style: .compact)
        try writer.object { writer in
            try writer.write("displayTimeUnit", "ms")
            try writer.key("traceEvents")
            try writer.array { writer in
                var start = 0.0
                for entry in phases.entries {
                    try writer.object { writer in
                        try writer.write("name", entry.phase)
                        try writer.write("ph", "X")
                        try writer.write("ts", start * 1e6)
                        try writer.write("dur", entry.seconds * 1e6)
                        try writer.write("pid", 1)
                        try writer.write("tid", 1)
                    }
                    start += entry.seconds
                }
            }
        }
        try writer.finish()
        return writer.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ key: String, _ value: Double) throws {
        try self.key(key)
        try number(value)
    }

    fileprivate mutating func write(_ key: String, _ text: String) throws {
        try self.key(key)
        try string(text)
    }
}

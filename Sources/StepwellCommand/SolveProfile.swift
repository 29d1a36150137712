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
            Self.columns.line(Self.headings),
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
        Self.columns.line([
            name, text(seconds), text(100 * seconds / solveSeconds) + " %", text(seconds / Double(users) * 1e9),
            text(Double(users) / seconds), text(work.passes), text(work.bytes), text(work.exponentials),
            text(seconds / streamingPassSeconds),
        ])
    }

    private static let columns = TextColumns([18, 11, 9, 9, 11, 9, 11, 14, 8], startsLeft: true)

    private func text(_ value: Double) -> String { DecimalText.significant(value, digits: 4) }

    /// One JSON object with the same numbers.
    func json() throws -> [UInt8] {
        var writer = JSONWriter(style: .compact)
        try writer.object { writer in
            try writer.member("method", method)
            try writer.member("users", users)
            try writer.member("streamingPassSeconds", streamingPassSeconds)
            try writer.member("solveSeconds", solveSeconds)
            try writer.member("streamingPasses", solveSeconds / streamingPassSeconds)
            try writer.member("passes", passes)
            try writer.member("status", status)
            if let relativeGap { try writer.member("relativeGap", relativeGap) }
            if let objective { try writer.member("objective", objective) }
            try writer.member("instructionSet", instructionSet.rawValue)
            try writer.member("threads", threads)
            try writer.key("phases")
            try writer.object { writer in
                for entry in phases.entries {
                    try writer.key(entry.phase)
                    try writer.object { writer in
                        try writer.member("seconds", entry.seconds)
                        try writer.member("share", entry.seconds / solveSeconds)
                        try writer.member("streamingPasses", entry.seconds / streamingPassSeconds)
                        if entry.seconds > 0 {
                            try writer.member("usersPerSecond", Double(users) / entry.seconds)
                        }
                        try writer.member("passes", entry.work.passes)
                        try writer.member("bytes", entry.work.bytes)
                        try writer.member("exponentials", entry.work.exponentials)
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
            try writer.member("displayTimeUnit", "ms")
            try writer.key("traceEvents")
            try writer.array { writer in
                var start = 0.0
                for entry in phases.entries {
                    try writer.object { writer in
                        try writer.member("name", entry.phase)
                        try writer.member("ph", "X")
                        try writer.member("ts", start * 1e6)
                        try writer.member("dur", entry.seconds * 1e6)
                        try writer.member("pid", 1)
                        try writer.member("tid", 1)
                    }
                    start += entry.seconds
                }
            }
        }
        try writer.finish()
        return writer.bytes
    }
}

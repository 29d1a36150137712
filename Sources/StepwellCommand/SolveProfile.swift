import ArgumentParser
import Reporting
import Stepwell

/// A timed solve: the phases, and the whole as a multiple of one streaming pass.
struct SolveProfile {
    let method: String
    /// N, of each problem.
    let users: Int
    /// 1, or how many problems a batch has.
    let problems: Int
    /// Of a pass over the users of all problems.
    let streamingPassSeconds: Double
    let solveSeconds: Double
    let passes: Int
    let status: String
    let instructionSet: InstructionSet
    let threads: Int
    let phases: PhaseTimes
    /// The sixteen columns that the problems are: eight of `Double` for each site.
    let inputBytes: Int
    /// The most memory the process had during the solve, input and all; nil if the system does not tell.
    let peakBytes: Int?
    /// What the verdict means to a script, nil for success.
    var exitCode: ExitCode?
    var relativeGap: Double?
    var objective: Double?
    /// The iterations that the solver told of.
    var iterations: [IterationRecord] = []

    /// The name of what no phase was timed for, such as the start of threads and what lies between two solves of a batch.
    static let rest = "other"

    private var allUsers: Double { Double(users) * Double(problems) }

    /// The table, line by line.
    var lines: [String] {
        let count = problems == 1 ? "" : "\(problems) problems of "
        var lines = [
            "\(method), \(count)\(users) users, \(instructionSet.rawValue), \(threads) thread\(threads == 1 ? "" : "s")",
            "",
            Self.columns.line(Self.headings),
        ]
        for entry in phases.entries { lines.append(row(entry.phase, entry.seconds, entry.work)) }
        lines += [
            row("solve", solveSeconds, method == "kkt" ? phases.entries.first?.work ?? .none : phases.work),
            row("streaming pass", streamingPassSeconds, StreamingPass.work(users: users * problems)), "",
        ]
        var facts = [("users per second", text(allUsers / solveSeconds))]
        if problems > 1 { facts.append(("solves per second", text(Double(problems) / solveSeconds))) }
        facts += [("passes", "\(passes)"), ("status", status)]
        if let relativeGap { facts.append((problems > 1 ? "largest gap" : "relative gap", text(relativeGap))) }
        if let peakBytes {
            let share = text(Double(peakBytes) / Double(inputBytes))
            facts.append(
                ("memory", "\(megabytes(peakBytes)) at most, \(share) times the input's \(megabytes(inputBytes))"))
        }
        return lines + facts.map { Self.padded($0.0, to: 19) + $0.1 }
    }

    private static let headings = [
        "phase", "seconds", "share", "ns/user", "users/s", "passes", "bytes", "exponentials", "ratio",
    ]

    private func row(_ name: String, _ seconds: Double, _ work: PhaseWork) -> String {
        Self.columns.line([
            name, text(seconds), text(100 * seconds / solveSeconds) + " %", text(seconds / allUsers * 1e9),
            text(allUsers / seconds), counted(work, \.passes), counted(work, \.bytes), counted(work, \.exponentials),
            text(seconds / streamingPassSeconds),
        ])
    }

    private static let columns = TextColumns([18, 11, 9, 9, 11, 9, 11, 14, 8], startsLeft: true)

    /// A dash where nobody counted.
    private func counted(_ work: PhaseWork, _ amount: KeyPath<PhaseWork, Double>) -> String {
        work == .none ? "-" : text(work[keyPath: amount])
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(width - text.count, 1))
    }

    private func text(_ value: Double) -> String { DecimalText.significant(value, digits: 4) }

    private func megabytes(_ bytes: Int) -> String { text(Double(bytes) / 1e6) + " MB" }

    /// One JSON object with the same numbers.
    func json() throws -> [UInt8] {
        var writer = JSONWriter(style: .compact)
        try writer.object { writer in
            try writer.member("method", method)
            try writer.member("users", users)
            if problems > 1 {
                try writer.member("problems", problems)
                try writer.member("solvesPerSecond", Double(problems) / solveSeconds)
            }
            try writer.member("streamingPassSeconds", streamingPassSeconds)
            try writer.member("solveSeconds", solveSeconds)
            try writer.member("streamingPasses", solveSeconds / streamingPassSeconds)
            try writer.member("passes", passes)
            try writer.member("status", status)
            if let relativeGap { try writer.member("relativeGap", relativeGap) }
            if let objective { try writer.member("objective", objective) }
            try writer.member("instructionSet", instructionSet.rawValue)
            try writer.member("threads", threads)
            try writer.member("inputBytes", inputBytes)
            if let peakBytes { try writer.member("peakBytes", peakBytes) }
            try writer.key("phases")
            try writer.object { writer in
                for entry in phases.entries {
                    try writer.key(entry.phase)
                    try writer.object { writer in
                        try writer.member("seconds", entry.seconds)
                        try writer.member("share", entry.seconds / solveSeconds)
                        try writer.member("streamingPasses", entry.seconds / streamingPassSeconds)
                        if entry.seconds > 0 {
                            try writer.member("usersPerSecond", allUsers / entry.seconds)
                        }
                        try writer.write(entry.work)
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
            subject: subject, method: method, users: users * problems, streamingPassSeconds: streamingPassSeconds,
            solveSeconds: solveSeconds, phases: phases, passes: passes, relativeGap: relativeGap,
            instructionSet: instructionSet.rawValue, threads: threads, version: StepwellVersion.current
        ).report
    }
}

extension JSONWriter {
    /// What was counted, if anything was.
    mutating func write(_ work: PhaseWork) throws {
        guard work != .none else { return }
        try member("passes", work.passes)
        try member("bytes", work.bytes)
        try member("exponentials", work.exponentials)
    }
}

import OffloadModel

/// The report of a timed solve: where the time went, in units of one streaming pass.
public struct ProfileReport: Sendable {
    /// What was solved: the scenario's name, or how it was made.
    public var subject: String
    /// The method profiled.
    public var method: String
    /// N.
    public var users: Int
    /// Seconds of one streaming pass over as many users.
    public var streamingPassSeconds: Double
    /// Seconds of the fastest solve.
    public var solveSeconds: Double
    /// Its phases.
    public var phases: PhaseTimes
    /// Evaluations of the dual function, over all users or over those whom the bound leaves open.
    public var passes: Int
    /// The proven gap, nil if the method proves none.
    public var relativeGap: Double?
    /// The instruction set of the kernels.
    public var instructionSet: String
    /// The most threads.
    public var threads: Int
    /// The version of the program.
    public var version: String

    /// Gathers what is known of a timed solve.
    public init(
        subject: String, method: String, users: Int, streamingPassSeconds: Double, solveSeconds: Double,
        phases: PhaseTimes, passes: Int, relativeGap: Double?, instructionSet: String, threads: Int, version: String
    ) {
        self.subject = subject
        self.method = method
        self.users = users
        self.streamingPassSeconds = streamingPassSeconds
        self.solveSeconds = solveSeconds
        self.phases = phases
        self.passes = passes
        self.relativeGap = relativeGap
        self.instructionSet = instructionSet
        self.threads = threads
        self.version = version
    }

    /// The report.
    public var report: Report {
        var highlights = [
            Report.Fact("Solve", "\(NumberText.short(solveSeconds)) s"),
            Report.Fact(
                "Streaming passes", passesText(solveSeconds), remark: "one takes \(text(streamingPassSeconds)) s"),
            Report.Fact("Per user", "\(perUser(solveSeconds)) ns"),
            Report.Fact("Users per second", text(Double(users) / solveSeconds)),
            Report.Fact("Passes of the solver", "\(passes)"),
        ]
        if let relativeGap { highlights.append(Report.Fact("Relative gap", NumberText.short(relativeGap))) }
        let bars = ReportBars(
            "Seconds by phase",
            bars: phases.entries.map { entry in
                .init(
                    entry.phase, amount: entry.seconds,
                    text: "\(text(entry.seconds)) s, \(NumberText.short(100 * entry.seconds / solveSeconds)) %")
            } + [
                .init("one streaming pass", amount: streamingPassSeconds, text: "\(text(streamingPassSeconds)) s")
            ])
        let table = ReportTable(
            "Phases",
            columns: [
                .text("Phase"), .number("Seconds"), .number("Share of the solve"), .number("ns per user"),
                .number("Streaming passes"),
            ],
            rows: phases.entries.map { row($0.phase, $0.seconds) } + [
                row("solve", solveSeconds), row("streaming pass", streamingPassSeconds),
            ])
        return Report(
            command: "profile", subject: subject,
            summary: "\(NumberText.count(users, "user")), method \(method), \(instructionSet), "
                + NumberText.count(threads, "thread"),
            verdict: "\(passesText(solveSeconds)) streaming passes", highlights: highlights,
            sections: [
                Report.Section(
                    "Phases",
                    paragraphs: [
                        "One streaming pass is what memory allows: six columns read, two exponentials per user, one column "
                            + "written, on one thread, timed in the same run."
                    ], bars: [bars], tables: [table])
            ], version: version)
    }

    private func row(_ name: String, _ seconds: Double) -> [ReportTable.Cell] {
        [
            .init(name), .init(text(seconds)), .init("\(NumberText.short(100 * seconds / solveSeconds)) %"),
            .init(perUser(seconds)), .init(passesText(seconds)),
        ]
    }

    private func text(_ value: Double) -> String { DecimalText.significant(value, digits: 4) }
    private func perUser(_ seconds: Double) -> String { text(seconds / Double(users) * 1e9) }
    private func passesText(_ seconds: Double) -> String { text(seconds / streamingPassSeconds) }
}

import ArgumentParser
import Reporting
import Stepwell

/// `stepwell study`: what the paper's method makes of its start point.
struct StudyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "study",
        abstract: "Run the paper's method from many start points and penalties, and hold it against the optimum.",
        discussion: """
            Prints a row for every start point and penalty: the objectives, the gaps to the certified optimum in \
            percent, how many decisions ever moved from the rounded start, in any iterate or in the plan, and the \
            iterations, both as medians. \
            Ctrl-C ends with the rows so far.
            """)

    @Argument(help: "The scenario file, or - for standard input.")
    var scenario: String

    @Option(StartPointStudySettings.Descriptions.seeds)
    var seeds: TypedNumber<Int>

    @Option(
        parsing: .unconditional,
        help: """
            The penalties, separated by commas; FIRST:FACTOR:LAST grows from one sub-problem to the next. \
            (default: \(StartPointStudySettings.standardPenaltyNames.joined(separator: ",")))
            """)
    var penalties: String?

    @Option(
        help: """
            The start points, separated by commas. \
            (default: \(StartChoice.allCases.map(\.rawValue).joined(separator: ",")))
            """)
    var starts: String?

    @Option(help: StepRule.help)
    var steps: StepRule = .continuous

    @Option(CommandNumbers.threads, help: "the most threads of the certified solve")
    var threads: TypedNumber<Int>

    @Option(help: "Write the rows to a CSV file, - for standard output instead of the table.")
    var csv: String?

    @OptionGroup
    var report: ReportOption

    func validate() throws {
        try report.validate(beside: ("--csv", csv))
        try OptionName.checking { _ = try study }
    }

    func run() throws {
        try ExitStatus.reporting {
            let study = try study
            let (scenario, problem) = try ExitStatus.readingProblem(self.scenario, for: .paper)
            let outputs = try OutputFiles.check([csv, report.path], inputs: [self.scenario])
            let page = try report.page()
            InterruptSignal.install()
            let table = StartPointTable()
            let showsTable = !OpenStream.isStandardOutput(csv)
            if showsTable { try outputs.print(table.header) }
            let result = try study.run(
                problem, while: { !InterruptSignal.hasCome },
                onRow: { if showsTable { try outputs.print(table.row($0)) } })
            if showsTable { try outputs.print(footer(result, of: scenario)) }
            if let csv, result.optimum != nil { try result.csv.write(path: csv) }
            if let page {
                try page.write(
                    StudyReport(
                        subject: scenario.name, problem: problem, result: result, version: StepwellVersion.current
                    ).report)
            }
            if let code = ExitStatus.code(of: result.status) { throw code }
        }
    }

    private func footer(_ result: StartPointResult, of scenario: Scenario) -> String {
        switch result.status {
        case .infeasible(let reason): "infeasible: \(scenario.explanation(of: reason, under: steps))"
        case .stopped: "interrupted"
        default: result.optimum.map { "certified objective \($0)" } ?? result.status.name
        }
    }

    private var study: StartPointStudy {
        get throws {
            var settings = StartPointStudySettings()
            settings.seeds = try seeds.value
            settings.threads = try threads.value
            settings.method.stepRule = steps
            if let penalties {
                settings.penalties = try Self.entries(penalties).map { text in
                    do throws(SettingError) {
                        return try PenaltySchedule(text)
                    } catch {
                        throw SettingError(setting: "penalties", value: error.value, allowed: error.allowed)
                    }
                }
            }
            if let starts {
                settings.starts = try Self.entries(starts).map { name in
                    guard let start = StartChoice(rawValue: name) else {
                        let names = StartChoice.allCases.map(\.rawValue).joined(separator: ", ")
                        throw SettingError(setting: "starts", value: name, allowed: names)
                    }
                    return start
                }
            }
            return try StartPointStudy(settings)
        }
    }

    private static func entries(_ list: String) -> [String] {
        list.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
}

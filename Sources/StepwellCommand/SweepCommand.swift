import ArgumentParser
import ProcessResources
import Reporting
import Stepwell

/// `stepwell sweep`: what becomes of the plan while entries of the scenario vary.
struct SweepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Solve a scenario while entries of it vary, by one or more methods.",
        discussion: """
            FIELD is the path of a number in the scenario file: \
            \(SweepField.allCases.map(\.path).joined(separator: ", ")). VALUES are numbers and ranges \
            FIRST:LAST:STEP, separated by commas. FIELD=VALUES replaces the number, for all users if it is theirs; \
            FIELD*=FACTORS multiplies what the scenario has.

            Prints a row for every point and method. Ctrl-C ends with the rows so far.
            """)

    @Argument(help: "The scenario file, or - for standard input.")
    var scenario: String

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "What varies, for example edge.stepBudget=100:1000:50; given several times, every combination is solved, "
                + "the last entry varying fastest.", valueName: "field=values"))
    var vary: [String]

    @Option(
        help: """
            The methods, separated by commas: \(SolveMethod.allCases.map(\.rawValue).joined(separator: ", ")).
            """)
    var methods = "certified"

    @Option(SweepSettings.Descriptions.seeds)
    var seeds: TypedNumber<Int>

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Scatter the users' entries by ±J from seed to seed; FIELD=J for one entry. (default: 0)",
            valueName: "[field=]j"))
    var jitter: [String] = []

    @Option(help: StepRule.help)
    var steps: StepRule = .continuous

    @Option(CommonSettings.relativeGap)
    var gap: TypedNumber<Double>

    @Option(CertifiedSolverSettings.Descriptions.nodeLimit)
    var nodeLimit: TypedNumber<Int>

    @Option(CommonSettings.timeLimit, help: "seconds for each solve")
    var timeLimit: TypedNumber<Double>

    @Option(
        help: """
            Where the paper's method starts: \(StartChoice.allCases.map(\.rawValue).joined(separator: ", ")).
            """)
    var start: StartChoice = .half

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(PaperOptions.penaltyHelp("the penalty of the paper's method"), valueName: "penalty"))
    var penalty: String?

    @Option(CommandNumbers.threads, remark: "The rows have the same bits for every number.")
    var threads: TypedNumber<Int>

    @Option(help: "Write the rows to a CSV file, - for standard output instead of the table.")
    var csv: String?

    @Option(help: "Draw the rows, as SVG or PNG by the ending of the name; needs gnuplot.")
    var plot: String?

    @Option(
        help: """
            What the figure shows: \(SweepQuantity.allCases.map(\.rawValue).joined(separator: ", ")). \
            (default: objective)
            """)
    var plotOf: SweepQuantity?

    @OptionGroup
    var report: ReportOption

    func validate() throws {
        try report.validate(beside: ("--csv", csv))
        try OptionName.checking {
            let settings = try sweep.settings
            if plot != nil {
                _ = try format
                try settings.validateFigure(of: plotOf ?? .objective)
            } else if plotOf != nil {
                throw SettingError(setting: "plotOf", value: "given without --plot", allowed: "a figure to draw it in")
            }
        }
    }

    func run() throws {
        try ExitStatus.reporting {
            let sweep = try sweep
            try OptionName.checking { try Self.expectMemory(for: sweep.settings) }
            let board = if let format = try format { try Gnuplot.drawing([format]) } else { nil as Gnuplot? }
            let page = try report.page()
            let threads = try threads.value
            let scenario = try ExitStatus.reading(self.scenario) { path in
                let scenario = try Scenario(path: path)
                try scenario.expectMemory(
                    for: sweep.settings.methods.contains(.paper) ? .paperSweep : .sweep,
                    copies: min(threads, WorkerPool.shared.mostThreads))
                return scenario
            }
            let outputs = try OutputFiles.check([csv, plot, report.path], inputs: [self.scenario])
            InterruptSignal.install()
            let table = SweepTable(axes: sweep.settings.axes)
            let showsTable = !OpenStream.isStandardOutput(csv)
            var hasHeader = false
            let bar = ProgressBar()
            defer { bar?.clear() }
            let result = try sweep.run(
                scenario, while: { !InterruptSignal.hasCome },
                onProgress: { bar?.show(share: $0, text: "\(Int(100 * $0)) %") },
                onRow: { row in
                    guard showsTable else { return }
                    bar?.clear()
                    // Only now are all points known to be valid.
                    if !hasHeader { try outputs.print(table.header) }
                    hasHeader = true
                    try outputs.print(table.row(row))
                })
            bar?.clear()
            if let csv { try result.csv.write(path: csv) }
            if let board { try draw(result, named: scenario.name, on: board) }
            if let page {
                try page.write(
                    SweepReport(
                        subject: scenario.name, users: scenario.count, settings: sweep.settings, result: result,
                        version: StepwellVersion.current
                    ).report)
            }
            if result.wasStopped { Console.note("interrupted, \(result.rows.count) rows done") }
            if let code = Self.code(result) { throw code }
        }
    }

    /// Throws unless there is memory for all rows, and for the runs of a chain of points that waits for its last seed.
    private static func expectMemory(for settings: SweepSettings) throws(ScenarioError) {
        let points = settings.axes.reduce(1) { $0 * $1.values.count }
        try MemoryAllowance.expect(
            points * settings.methods.count, ofSize: 1024, beside: 4096 * settings.methods.count * settings.seeds,
            field: "vary", piece: "one row")
    }

    /// Writes the figure, unless no row has what it shows.
    private func draw(_ result: SweepResult, named name: String, on board: Gnuplot) throws {
        guard let plot, let format = try format else { return }
        guard let figure = result.figure(of: plotOf ?? .objective, title: name.isEmpty ? nil : name) else {
            return Console.note("no row has what \(plot) was to show; it is not written")
        }
        try AtomicFile.write(try Drawing.result { try await board.render(figure, as: format) }, path: plot)
    }

    /// The kind of picture that the file's name asks for, nil without a file.
    private var format: ImageFormat? {
        get throws(SettingError) {
            guard let plot else { return nil }
            let ending = plot.split(separator: ".", omittingEmptySubsequences: false).last ?? ""
            guard plot.contains("."), let format = ImageFormat(rawValue: ending.lowercased()) else {
                throw SettingError(setting: "plot", value: "'\(plot)'", allowed: "a name that ends in .svg or .png")
            }
            return format
        }
    }

    /// A point without a plan is a finding; only a sweep without any plan is infeasible.
    private static func code(_ result: SweepResult) -> ExitCode? {
        let verdicts = Set(result.rows.map(\.status))
        if result.wasStopped { return ExitStatus.stoppedEarly }
        if verdicts.contains(SolveStatus.numericalFailure.name) { return ExitStatus.failedCheck }
        if result.isInfeasible { return ExitStatus.infeasible }
        let limits = [SolveStatus.timeLimit, .nodeLimit, .roundingLimit].map(\.name)
        return verdicts.isDisjoint(with: limits) ? nil : ExitStatus.stoppedEarly
    }

    private var sweep: Sweep {
        get throws {
            var settings = SweepSettings(axes: try vary.map { try SweepAxis($0) })
            settings.methods = try methods.split(separator: ",", omittingEmptySubsequences: false).map { name in
                guard let method = SolveMethod(rawValue: String(name)) else {
                    let names = SolveMethod.allCases.map(\.rawValue).joined(separator: ", ")
                    throw SettingError(setting: "methods", value: "'\(name)'", allowed: names)
                }
                return method
            }
            settings.seeds = try seeds.value
            settings.jitter = try SweepJitter(jitter)
            settings.certified = try CertifiedSolverSettings(
                relativeGap: gap.value, stepRule: steps, nodeLimit: nodeLimit.value, timeLimit: timeLimit.given,
                threads: threads.value)
            settings.start = start
            if let penalty { settings.paper.use(try PenaltySchedule(penalty)) }
            return try Sweep(settings)
        }
    }
}

extension SweepQuantity: ExpressibleByArgument {}

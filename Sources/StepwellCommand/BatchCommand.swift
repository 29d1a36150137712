import ArgumentParser
import Stepwell

/// `stepwell batch`: one scenario per line in, one plan per line out.
struct BatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch",
        abstract: "Solve a file of scenarios, one a line, and write their plans, one a line.",
        discussion: """
            Line n of the output answers line n of the input. A line that is not a scenario, a blank one included, \
            gets a record of its own that says why. The output holds whole answers at any time: run the same command \
            again to continue after an interruption. A file that is no beginning of this input's output is refused. \
            Standard output and pipes cannot be continued. From a pipe or a terminal, lines are answered one by one.

            Exit status: 0 every scenario has its answer, 2 stopped early or a limit came first for some, 65 some \
            lines are bad or the output belongs to another input, 70 numerical failure, 74 input or output.
            """)

    @Argument(help: "The input, one scenario per line, or - for standard input.")
    var input: String

    @Option(name: [.short, .long], help: "Where the plans go, - for standard output.")
    var output: String

    @Option(
        CommandNumbers.threads, help: "how many lines are solved at a time",
        remark: "The output has the same bytes for every number.")
    var threads: TypedNumber<Int>

    @Option(help: StepRule.help)
    var steps: StepRule = .continuous

    @Option(CommonSettings.relativeGap)
    var gap: TypedNumber<Double>

    @Option(CommonSettings.timeLimit, help: "seconds for each line")
    var timeLimit: TypedNumber<Double>

    @Flag(help: "End at the first bad line instead of going on.")
    var strict = false

    @Flag(help: "Start anew instead of continuing the output.")
    var fresh = false

    @Flag(name: [.short, .long], help: "Show no progress and print no summary.")
    var quiet = false

    func validate() throws {
        try OptionName.checking { _ = try solver() }
    }

    func run() throws {
        try ExitStatus.reporting {
            _ = try OutputFiles([output], inputs: [input])
            InterruptSignal.install()
            var batch = BatchFile(try solver())
            batch.isStrict = strict
            batch.version = StepwellVersion.current
            let bar = quiet ? nil : ProgressBar()
            defer { bar?.clear() }
            let summary = try batch.run(
                input: input, output: output, isFresh: fresh, isStopped: { InterruptSignal.hasCome },
                onProgress: { progress in
                    bar?.show(
                        share: progress.totalBytes.map { Double(progress.bytes) / Double(max($0, 1)) },
                        text: "\(progress.lines) lines")
                })
            bar?.clear()
            if !quiet { Console.note(Self.text(summary)) }
            if let code = Self.code(summary) { throw code }
        }
    }

    private func solver() throws -> BatchSolver {
        try BatchSolver(
            threads: threads.value,
            settings: .init(relativeGap: gap.value, stepRule: steps, timeLimit: timeLimit.given))
    }

    private static func text(_ summary: BatchFile.Summary) -> String {
        var parts = ["\(summary.lines) lines answered"]
        if summary.resumed > 0 { parts.append("\(summary.resumed) of them before") }
        if summary.badLines > 0 { parts.append("\(summary.badLines) bad") }
        if summary.stoppedEarly > 0 { parts.append("\(summary.stoppedEarly) stopped by a limit") }
        if summary.failed > 0 { parts.append("\(summary.failed) failed numerically") }
        if summary.isInterrupted { parts.append("interrupted, run again to continue") }
        return parts.joined(separator: ", ")
    }

    private static func code(_ summary: BatchFile.Summary) -> ExitCode? {
        if summary.isInterrupted { return ExitStatus.stoppedEarly }
        if summary.badLines > 0 { return ExitStatus.badInput }
        if summary.failed > 0 { return ExitStatus.failedCheck }
        return summary.stoppedEarly > 0 ? ExitStatus.stoppedEarly : nil
    }
}

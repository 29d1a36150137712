import ArgumentParser
import Stepwell

/// `stepwell reproduce`: the paper's figures, and two of our own.
struct ReproduceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reproduce",
        abstract:
            "Draw the paper's figures anew, beside the certified optimum, with everything that they come from.",
        discussion: """
            \(FigureName.allCases.map { "\($0.rawValue): \($0.summary)" }.joined(separator: "; ")); all: every one.

            Each figure gets a folder of its name with SVG and PNG, the numbers as CSV, the scenarios solved, and a \
            manifest.json that is written last. The same options give the same bytes, but for measured times. Needs \
            gnuplot. Ctrl-C ends; figures that are finished stay.
            """)

    /// A figure, or all of them.
    enum Choice: String, CaseIterable, ExpressibleByArgument {
        case fig1, fig2, gaps, scaling, all

        var figures: [FigureName] { FigureName(rawValue: rawValue).map { [$0] } ?? FigureName.allCases }
    }

    @Argument(help: "The figure: \(Choice.allCases.map(\.rawValue).joined(separator: ", ")).")
    var figure: Choice

    @Option(
        name: [.short, .long],
        help: "The folder that the figures' folders go to; it is made if it is missing.")
    var output: String

    @Option(ReproductionSettings.Descriptions.seed)
    var seed: TypedNumber<UInt64>

    @Option(ReproductionSettings.Descriptions.users)
    var users: TypedNumber<Int>

    @Option(ReproductionSettings.Descriptions.budgets)
    var budgets: TypedNumber<Int>

    @Option(ReproductionSettings.Descriptions.seeds)
    var seeds: TypedNumber<Int>

    @Option(ReproductionSettings.Descriptions.largestUsers)
    var largestUsers: TypedNumber<Int>

    @Option(ReproductionSettings.Descriptions.repetitions)
    var repetitions: TypedNumber<Int>

    @Option(ReproductionSettings.Descriptions.threads)
    var threads: TypedNumber<Int>

    @Option(help: "The colours: \(Theme.allCases.map(\.rawValue).joined(separator: ", ")).")
    var theme: Theme = .light

    @Flag(name: [.short, .long], help: "Show no progress and print no files.")
    var quiet = false

    func validate() throws {
        guard !output.isEmpty else { throw ValidationError("the folder's name is empty") }
        guard OpenStream(output: output) == nil else {
            throw ValidationError(
                "--output is \(output), allowed is a folder: figures are several files, which no stream takes")
        }
        if let stray { throw ValidationError("\(stray) has no meaning for \(figure.rawValue)") }
        try OptionName.checking { _ = try reproduction }
    }

    /// The first option given that none of the figures asked for has a use for, nil if there is none.
    private var stray: String? {
        let uses: [(name: String, isGiven: Bool, figures: [FigureName])] = [
            ("--users", users.isGiven, [.fig1, .fig2, .gaps]),
            ("--budgets", budgets.isGiven, [.fig1, .fig2]),
            ("--seeds", seeds.isGiven, [.fig1, .gaps]),
            ("--largest-users", largestUsers.isGiven, [.scaling]),
            ("--repetitions", repetitions.isGiven, [.scaling]),
        ]
        return uses.first { use in use.isGiven && !use.figures.contains { figure.figures.contains($0) }
        }?.name
    }

    func run() throws {
        try ExitStatus.reporting {
            let reproduction = try reproduction
            let board = try Gnuplot.drawing(ImageFormat.allCases)
            for name in figure.figures { try OutputFolder.expectWritable(path: folder(of: name)) }
            _ = try OutputFiles(figure.figures.map { folder(of: $0) }, inputs: [])
            InterruptSignal.install()
            let bar = quiet ? nil : ProgressBar()
            defer { bar?.clear() }
            for name in figure.figures {
                let result = try reproduction.run(
                    name, while: { !InterruptSignal.hasCome },
                    onProgress: {
                        bar?.show(share: $0.share, text: "\($0.figure.rawValue), \($0.figure.summary)")
                    })
                guard let result, !InterruptSignal.hasCome else {
                    bar?.clear()
                    if !quiet { Console.note("interrupted, \(name.rawValue) is not written") }
                    throw ExitStatus.stoppedEarly
                }
                let folder = folder(of: name)
                let provenance = ReproducedFigure.Provenance(
                    version: StepwellVersion.current, command: ["stepwell"] + CommandLine.arguments.dropFirst(),
                    seed: reproduction.settings.seed)
                let files = try Drawing.result { [theme] in
                    try await result.write(to: folder, drawnBy: board, theme: theme, provenance: provenance)
                }
                bar?.clear()
                if !quiet {
                    for file in files { try Console.print("\(folder)/\(file)") }
                }
            }
        }
    }

    private func folder(of name: FigureName) -> String {
        (output.hasSuffix("/") ? output : output + "/") + name.rawValue
    }

    private var reproduction: Reproduction {
        get throws {
            var settings = ReproductionSettings()
            settings.users = try users.value
            settings.seed = try seed.value
            settings.budgets = try budgets.value
            settings.seeds = try seeds.value
            settings.largestUsers = try largestUsers.value
            settings.repetitions = try repetitions.value
            settings.threads = try threads.value
            return try Reproduction(settings)
        }
    }
}

extension Theme: ExpressibleByArgument {}

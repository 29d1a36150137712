import ArgumentParser
import Stepwell

/// `stepwell reproduce`: the paper's figures, and two of our own.
struct ReproduceCommand: AsyncParsableCommand {
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

    @Option(help: "The seed of the users; 2 with 30 users gives the preset paper. (default: 2)")
    var seed: UInt64?

    @Option(help: "The number of users, from 1 to 10000; scaling has its own. (default: 30)")
    var users: Int?

    @Option(help: "How many budgets there are in fig1 and fig2, from 3 to 1000. (default: 25)")
    var budgets: Int?

    @Option(
        help: "How many random plans fig1 and random starts gaps has, from 1 to 1000. (default: 20)")
    var seeds: Int?

    @Option(
        help: """
            The largest number of users in scaling, from 10 to 10000000; the paper's method goes to a tenth. \
            (default: 1000000)
            """)
    var largestUsers: Int?

    @Option(help: "How often scaling times each solve, from 1 to 1000. (default: 5)")
    var repetitions: Int?

    @Option(help: "The most threads of the certified solves.")
    var threads = ReproductionSettings().threads

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
            ("--users", users != nil, [.fig1, .fig2, .gaps]),
            ("--budgets", budgets != nil, [.fig1, .fig2]),
            ("--seeds", seeds != nil, [.fig1, .gaps]),
            ("--largest-users", largestUsers != nil, [.scaling]),
            ("--repetitions", repetitions != nil, [.scaling]),
        ]
        return uses.first { use in use.isGiven && !use.figures.contains { figure.figures.contains($0) }
        }?.name
    }

    func run() async throws {
        try await ExitStatus.reporting {
            let reproduction = try reproduction
            let board = try Gnuplot()
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
                let files = try await result.write(
                    to: folder(of: name), drawnBy: board, theme: theme,
                    provenance: .init(
                        version: StepwellVersion.current,
                        command: ["stepwell"] + CommandLine.arguments.dropFirst(),
                        seed: reproduction.settings.seed))
                bar?.clear()
                if !quiet {
                    for file in files { try Console.print("\(folder(of: name))/\(file)") }
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
            settings.users = users ?? settings.users
            settings.seed = seed ?? settings.seed
            settings.budgets = budgets ?? settings.budgets
            settings.seeds = seeds ?? settings.seeds
            settings.largestUsers = largestUsers ?? settings.largestUsers
            settings.repetitions = repetitions ?? settings.repetitions
            settings.threads = threads
            return try Reproduction(settings)
        }
    }
}

extension Theme: ExpressibleByArgument {}

import ArgumentParser
import Reporting
import Stepwell

/// `stepwell profile`: where the time goes, in units of one streaming pass.
struct ProfileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "Time a solve by phases, as multiples of one streaming pass measured in the same run.",
        discussion: """
            One streaming pass reads six columns, forms two exponentials per user and writes one column, on one thread; \
            it is timed over ten million users, where memory is the limit, and scaled to the number of users. Without a scenario a random one of the family hetero is generated in memory.

            Methods: those of solve, here without a bound for those that prove none; kkt, the closed-form solution of \
            the paper's sub-problem P2 from a = ½, from scratch and from its own solution; batch, many small problems, \
            each on one thread.
            """)

    /// What is profiled.
    enum Method: String, ExpressibleByArgument, CaseIterable {
        case certified, paper, random, local, edge, greedy, kkt, batch

        /// The same method of `solve`, nil if it has none.
        var solveMethod: SolveMethod? { SolveMethod(rawValue: rawValue) }
    }

    @Argument(help: "The scenario file, or - for standard input; none to generate one.")
    var scenario: String?

    @Option(help: "The number of users to generate. (default: 1000000, in a batch 30)")
    var users: Int?

    @Option(help: "The seed of the generated scenario, of a batch's first one, and of the method random. (default: 1)")
    var seed: UInt64?

    @Option(
        help: """
            How many problems a batch has: generated from as many seeds, or the scenario again and again. (default: 10000)
            """)
    var problems: Int?

    @Option(help: "What to profile: \(Method.allCases.map(\.rawValue).joined(separator: ", ")).")
    var method: Method = .certified

    @Option(help: StepRule.help)
    var steps: StepRule?

    @Option(help: "The relative gap to solve to. (default: 1e-09)")
    var gap: Double?

    @Option(help: "Seconds for one solve, to see how well the limit is kept; the slowest run then counts.")
    var timeLimit: Double?

    @Option(help: "The most threads. (default: 2)")
    var threads: Int?

    @Option(help: "Kernels for baseline, avx2 or avx512; the best that this machine runs if not given.")
    var instructionSet: InstructionSet?

    @Option(help: "How often to repeat; the fastest run counts.")
    var repetitions = 3

    @Flag(help: "Print one JSON object instead of a table.")
    var json = false

    @Option(help: "Write a trace in the Chrome trace format, which Perfetto opens.")
    var trace: String?

    @OptionGroup
    var report: ReportOption

    func validate() throws {
        try report.validate(beside: ("--json", json ? "-" : nil), ("--trace", trace))
        guard !json || !OpenStream.isStandardOutput(trace) else {
            throw ValidationError("--json and --trace cannot both go to standard output")
        }
        guard repetitions >= 1 else { throw OptionName.usageError("repetitions", "\(repetitions)", "at least 1") }
        guard problemCount >= 1 else { throw OptionName.usageError("problems", "\(problemCount)", "at least 1") }
        if let stray { throw ValidationError("\(stray.option) has no meaning \(stray.reason)") }
        try OptionName.checking {
            try settings.validate()
            if scenario == nil { _ = try generator(seed: seed ?? 1) }
        }
    }

    /// The first option given that changes nothing, nil if there is none.
    private var stray: (option: String, reason: String)? {
        let isCertified = method == .certified || method == .batch
        let reason = "for the method \(method.rawValue)"
        if gap != nil, !isCertified { return ("--gap", reason) }
        if threads != nil, !isCertified, method != .kkt, method != .paper { return ("--threads", reason) }
        if steps != nil, method == .kkt { return ("--steps", reason) }
        if problems != nil, method != .batch { return ("--problems", reason) }
        guard scenario != nil else { return nil }
        if users != nil { return ("--users", "beside a scenario") }
        if seed != nil, method != .random { return ("--seed", "beside a scenario") }
        return nil
    }

    private var settings: CertifiedSolverSettings {
        CertifiedSolverSettings(
            relativeGap: gap ?? 1e-9, stepRule: steps ?? .continuous, timeLimit: timeLimit, threads: threads ?? 2,
            instructionSet: instructionSet ?? .best)
    }

    private var problemCount: Int { method == .batch ? problems ?? 10_000 : 1 }

    private func generator(seed: UInt64) throws -> ScenarioGenerator {
        try ScenarioGenerator(family: .hetero, users: users ?? (method == .batch ? 30 : 1_000_000), seed: seed)
    }

    func run() async throws {
        try await ExitStatus.reporting {
            let (subject, problems) = try loadProblems()
            let outputs = try OutputFiles.check([trace, report.path], inputs: scenario.map { [$0] } ?? [])
            let page = try report.page()
            let run = ProfileRun(
                problems: problems, settings: settings, repetitions: repetitions,
                streamingPassSeconds: streamingPassSeconds(problems))
            let profile =
                switch method {
                case .certified: try run.certified()
                case .paper: try run.paper()
                case .kkt: try run.kkt()
                case .batch: try run.batch()
                case .random, .local, .edge, .greedy: try run.baseline(method.solveMethod ?? .local, seed: seed ?? 1)
                }
            if let trace { try AtomicFile.write(profile.traceJSON(of: subject), path: trace) }
            if json {
                try outputs.print(String(decoding: profile.json(), as: UTF8.self))
            } else {
                for line in profile.lines { try outputs.print(line) }
            }
            if let page { try await page.write(profile.report(on: subject)) }
            if let code = profile.exitCode { throw code }
        }
    }

    /// The problems of a batch, or the only one; and what they are called.
    private func loadProblems() throws -> (subject: String, problems: [OffloadProblem]) {
        if let scenario {
            let (document, problem) = try ExitStatus.readingProblem(scenario)
            return (document.name, Array(repeating: problem, count: problemCount))
        }
        let seed = seed ?? 1
        let first = try generator(seed: seed).scenario()
        let problems = try (0..<problemCount).map { number in
            try OffloadProblem(number == 0 ? first : generator(seed: seed &+ UInt64(number)).scenario())
        }
        return (first.name, problems)
    }

    private static let yardstickUsers = 10_000_000

    /// One streaming pass over as many users, at the pace of one over ten million: that many do not fit any cache.
    private func streamingPassSeconds(_ problems: [OffloadProblem]) -> Double {
        let users = problems.reduce(0) { $0 + $1.count }
        let count = max(problems[0].count, Self.yardstickUsers)
        let curves = problems[0].edge.repeated(toCount: count)
        var pass = StreamingPass(count: count, kernels: Kernels(instructionSet ?? .best))
        let seconds = (0..<max(repetitions, 3)).map { _ in
            let start = SolveClock.continuous.seconds()
            _ = pass.run(over: curves)
            return SolveClock.continuous.seconds() - start
        }
        return (seconds.min() ?? 0) * Double(users) / Double(count)
    }
}

extension CostCurves {
    /// The same curves over and over, up to a number of users.
    fileprivate func repeated(toCount count: Int) -> CostCurves {
        guard count > self.count else { return self }
        func tile(_ column: [Double]) -> [Double] {
            var tiled: [Double] = []
            tiled.reserveCapacity(count)
            while tiled.count < count { tiled += column.prefix(count - tiled.count) }
            return tiled
        }
        return CostCurves(
            constant: tile(constant), stepCost: tile(stepCost),
            errorWeight: tile(errorWeight), errorDecay: tile(errorDecay),
            utilityWeight: tile(utilityWeight), utilityRate: tile(utilityRate),
            fewestSteps: fewestSteps, mostSteps: mostSteps)
    }
}

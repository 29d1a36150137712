import ArgumentParser
import Reporting
import Stepwell

/// `stepwell profile`: where the time goes, in units of one streaming pass.
struct ProfileCommand: ParsableCommand {
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

    @Option(
        ScenarioGenerator.Descriptions.users, help: "the number of users to generate",
        defaultText: "1000000, in a batch 30")
    var users: TypedNumber<Int>

    @Option(
        CommandNumbers.seed,
        help: "the seed of the generated scenario, of a batch's first one, and of the method random")
    var seed: TypedNumber<UInt64>

    @Option(CommandNumbers.problems)
    var problems: TypedNumber<Int>

    @Option(help: "What to profile: \(Method.allCases.map(\.rawValue).joined(separator: ", ")).")
    var method: Method = .certified

    @Option(help: StepRule.help)
    var steps: StepRule?

    @Option(CommonSettings.relativeGap)
    var gap: TypedNumber<Double>

    @Option(
        CommonSettings.timeLimit, help: "seconds for one solve, to see how well the limit is kept",
        remark: "The slowest run then counts.")
    var timeLimit: TypedNumber<Double>

    @Option(CommandNumbers.threads)
    var threads: TypedNumber<Int>

    @Option(help: "Kernels for baseline, avx2 or avx512; the best that this machine runs if not given.")
    var instructionSet: InstructionSet?

    @Option(CommandNumbers.repetitions)
    var repetitions: TypedNumber<Int>

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
        if let stray { throw ValidationError("\(stray.option) has no meaning \(stray.reason)") }
        try OptionName.checking {
            try settings.validate()
            _ = try (repetitions.value, problems.value, seed.value, users.given)
        }
    }

    /// The first option given that changes nothing, nil if there is none.
    private var stray: (option: String, reason: String)? {
        let isCertified = method == .certified || method == .batch
        let reason = "for the method \(method.rawValue)"
        if gap.isGiven, !isCertified { return ("--gap", reason) }
        if threads.isGiven, !isCertified, method != .kkt, method != .paper { return ("--threads", reason) }
        if steps != nil, method == .kkt { return ("--steps", reason) }
        if problems.isGiven, method != .batch { return ("--problems", reason) }
        guard scenario != nil else { return nil }
        if users.isGiven { return ("--users", "beside a scenario") }
        if seed.isGiven, method != .random { return ("--seed", "beside a scenario") }
        return nil
    }

    private var settings: CertifiedSolverSettings {
        get throws(SettingError) {
            CertifiedSolverSettings(
                relativeGap: try gap.value, stepRule: steps ?? .continuous, timeLimit: try timeLimit.given,
                threads: try threads.value, instructionSet: instructionSet ?? .best)
        }
    }

    private var problemCount: Int {
        get throws(SettingError) { method == .batch ? try problems.value : 1 }
    }

    private func generator(seed: UInt64) throws(SettingError) -> ScenarioGenerator {
        try ScenarioGenerator(
            family: .hetero, users: try users.given ?? (method == .batch ? 30 : 1_000_000), seed: seed)
    }

    func run() throws {
        try ExitStatus.reporting {
            try expectMemory()
            let (subject, problems) = try loadProblems()
            let outputs = try OutputFiles.check([trace, report.path], inputs: scenario.map { [$0] } ?? [])
            let page = try report.page()
            let run = ProfileRun(
                problems: problems, settings: try settings, repetitions: try repetitions.value,
                streamingPassSeconds: try streamingPassSeconds(problems), keepsIterations: trace != nil)
            let profile =
                switch method {
                case .certified: try run.certified()
                case .paper: try run.paper()
                case .kkt: try run.kkt()
                case .batch: try run.batch()
                case .random, .local, .edge, .greedy: try run.baseline(method.solveMethod ?? .local, seed: seed.value)
                }
            if let trace { try AtomicFile.write(profile.traceJSON(of: subject), path: trace) }
            if json {
                try outputs.print(String(decoding: profile.json(), as: UTF8.self))
            } else {
                for line in profile.lines { try outputs.print(line) }
            }
            if let page { try page.write(profile.report(on: subject)) }
            if let code = profile.exitCode { throw code }
        }
    }

    /// The problems of a batch, or the only one; and what they are called.
    private func loadProblems() throws -> (subject: String, problems: [OffloadProblem]) {
        if let scenario {
            let (document, problem) = try ExitStatus.readingProblem(scenario, for: use)
            return (document.name, Array(repeating: problem, count: try problemCount))
        }
        let seed = try seed.value
        let first = try generator(seed: seed).scenario()
        let problems = try (0..<(try problemCount)).map { number in
            try OffloadProblem(number == 0 ? first : generator(seed: seed &+ UInt64(number)).scenario())
        }
        return (first.name, problems)
    }

    private static let yardstickUsers = 10_000_000

    private var use: MemoryUse { method == .paper || method == .kkt ? .paper : .certified }

    /// Throws unless there is memory for the problems, and for the pass that they are measured by.
    private func expectMemory() throws {
        // Six columns that are read and one that is written.
        let yardstick = 7 * MemoryLayout<Double>.stride * Self.yardstickUsers
        try MemoryNeed.expect(yardstick, for: "the streaming pass of a profile")
        try OptionName.checking {
            let columns = 16 * MemoryLayout<Double>.stride
            if scenario == nil {
                let users = try generator(seed: 1).users
                try MemoryAllowance.expect(
                    users, ofSize: 2 * columns + use.bytesPerUser, beside: yardstick, field: "users", piece: "one user")
                try MemoryAllowance.expect(
                    problemCount, ofSize: users * columns + 1024, beside: yardstick, field: "problems",
                    piece: "one problem")
            } else {
                try MemoryAllowance.expect(
                    problemCount, ofSize: 2 * columns, beside: yardstick, field: "problems", piece: "one problem")
            }
        }
    }

    /// One streaming pass over as many users, at the pace of one over ten million: that many do not fit any cache.
    private func streamingPassSeconds(_ problems: [OffloadProblem]) throws -> Double {
        let users = problems.reduce(0) { $0 + $1.count }
        let count = max(problems[0].count, Self.yardstickUsers)
        let curves = problems[0].edge.repeated(toCount: count)
        var pass = StreamingPass(count: count, kernels: Kernels(instructionSet ?? .best))
        let seconds = try (0..<max(try repetitions.value, 3)).map { _ in
            let start = SolveClock.continuous.seconds()
            _ = try pass.run(over: curves)
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
        let constant = tile(constant)
        return CostCurves(
            constant: constant, stepCost: tile(stepCost),
            errorWeight: tile(errorWeight), errorDecay: tile(errorDecay),
            utilityWeight: tile(utilityWeight), utilityRate: tile(utilityRate),
            // The pass does not read the limits; these share the memory of K.
            fewestSteps: constant, mostSteps: constant)
    }
}

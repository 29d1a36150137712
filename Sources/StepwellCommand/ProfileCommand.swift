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
            """)

    /// What is profiled.
    enum Method: String, ExpressibleByArgument, CaseIterable {
        case certified
        case kkt
    }

    @Argument(help: "The scenario file, or - for standard input; none to generate one.")
    var scenario: String?

    @Option(help: "The number of users to generate.")
    var users = 1_000_000

    @Option(help: "The seed of the generated scenario.")
    var seed: UInt64 = 1

    @Option(help: "What to profile: the certified solver, or kkt, the closed-form solution of P2 from a = ½.")
    var method: Method = .certified

    @Option(help: StepRule.help)
    var steps: StepRule = .continuous

    @Option(help: "The relative gap to solve to.")
    var gap = 1e-9

    @Option(help: "Seconds for one solve, to see how well the limit is kept; the slowest run then counts.")
    var timeLimit: Double?

    @Option(help: "The most threads.")
    var threads = 2

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
        guard repetitions >= 1 else { throw OptionName.usageError("repetitions", "\(repetitions)", "at least 1") }
        try OptionName.checking {
            try settings.validate()
            if scenario == nil { _ = try ScenarioGenerator(family: .hetero, users: users, seed: seed) }
        }
    }

    private var settings: CertifiedSolverSettings {
        CertifiedSolverSettings(
            relativeGap: gap, stepRule: steps, timeLimit: timeLimit, threads: threads,
            instructionSet: instructionSet ?? .best)
    }

    func run() async throws {
        try await ExitStatus.reporting {
            let (scenario, problem) = try loadProblem()
            try OutputFiles.check([trace, report.path], inputs: self.scenario.map { [$0] } ?? [])
            let page = try report.page()
            let passSeconds = streamingPassSeconds(problem)
            let profile =
                switch method {
                case .certified: try profileCertified(problem, passSeconds: passSeconds)
                case .kkt: try profileKKT(problem, passSeconds: passSeconds)
                }
            if let trace { try AtomicFile.write(profile.traceJSON(), path: trace) }
            if json {
                try report.print(String(decoding: profile.json(), as: UTF8.self))
            } else {
                for line in profile.lines { try report.print(line) }
            }
            if let page { try await page.write(profile.report(on: scenario.name)) }
        }
    }

    private func loadProblem() throws -> (scenario: Scenario, problem: OffloadProblem) {
        if let scenario { return try ExitStatus.readingProblem(scenario) }
        let generated = try ScenarioGenerator(family: .hetero, users: users, seed: seed).scenario()
        return (generated, try OffloadProblem(generated))
    }

    /// One streaming pass over as many users, at the pace of one over ten million: that many do not fit any cache.
    private func streamingPassSeconds(_ problem: OffloadProblem) -> Double {
        let count = max(problem.count, Self.yardstickUsers)
        let curves = problem.edge.repeated(toCount: count)
        var pass = StreamingPass(count: count, kernels: Kernels(instructionSet ?? .best))
        let seconds = (0..<max(repetitions, 3)).map { _ in
            let start = SolveClock.continuous.seconds()
            _ = pass.run(over: curves)
            return SolveClock.continuous.seconds() - start
        }
        return (seconds.min() ?? 0) * Double(problem.count) / Double(count)
    }

    /// The fastest run counts, and under a time limit the one that keeps it worst.
    private func counts(_ seconds: Double, ratherThan other: Double) -> Bool {
        timeLimit == nil ? seconds < other : seconds > other
    }

    private static let yardstickUsers = 10_000_000

    private func profileCertified(_ problem: OffloadProblem, passSeconds: Double) throws -> SolveProfile {
        let solver = try CertifiedSolver(settings)
        var best: (result: CertifiedResult, seconds: Double)?
        for _ in 0..<repetitions {
            let start = SolveClock.continuous.seconds()
            let result = solver.solve(problem)
            let seconds = SolveClock.continuous.seconds() - start
            if best.map({ counts(seconds, ratherThan: $0.seconds) }) ?? true { best = (result, seconds) }
        }
        guard let best else { throw ValidationError("nothing was run") }
        return SolveProfile(
            method: method.rawValue, users: problem.count, streamingPassSeconds: passSeconds,
            solveSeconds: best.seconds, passes: best.result.statistics.passes,
            status: best.result.status.name, relativeGap: best.result.relativeGap, objective: best.result.objective,
            instructionSet: best.result.statistics.instructionSet, threads: threads,
            phases: best.result.statistics.times)
    }

    /// P2 from a = ½ and s halfway to the smaller limit, the first sub-problem of the paper's method; cold, then warm.
    private func profileKKT(_ problem: OffloadProblem, passSeconds: Double) throws -> SolveProfile {
        let start = (0..<problem.count).map { user in
            max(0.5, 0.5 * min(problem.local.mostSteps[user], problem.edge.mostSteps[user]))
        }
        let decisions = [Double](repeating: 0.5, count: problem.count)
        let subproblem = try P2Problem(
            problem, decisions: decisions, steps: start, penalty: 0, previous: decisions)
        let solver = KKTSolver(kernels: Kernels(instructionSet ?? .best))
        var times = PhaseTimes()
        var status = ""
        struct Run {
            var summary: KKTSummary
            var cold: Double
            var coldWork: PhaseWork
            var warm: Double
            var warmWork: PhaseWork
        }
        var best: Run?
        for _ in 0..<repetitions {
            var workspace = KKTWorkspace()
            // The first touch of the workspace's memory is not what is timed.
            workspace.reset(count: problem.count)
            let begin = SolveClock.continuous.seconds()
            let summary = solver.solve(
                subproblem, in: &workspace, until: timeLimit.map { SolveDeadline(limit: $0) })
            let middle = SolveClock.continuous.seconds()
            let coldWork = workspace.work
            let warmBegin = SolveClock.continuous.seconds()
            _ = solver.solve(subproblem, in: &workspace)
            let end = SolveClock.continuous.seconds()
            guard best.map({ counts(middle - begin, ratherThan: $0.cold) }) ?? true else { continue }
            best = Run(
                summary: summary, cold: middle - begin, coldWork: coldWork, warm: end - warmBegin,
                warmWork: workspace.work)
            status = "\(summary.status)"
        }
        guard let best else { throw ValidationError("nothing was run") }
        times.add(best.cold, to: "cold", work: best.coldWork)
        times.add(best.warm, to: "warm", work: best.warmWork)
        return SolveProfile(
            method: method.rawValue, users: problem.count, streamingPassSeconds: passSeconds,
            solveSeconds: best.cold, passes: best.summary.evaluations, status: status, relativeGap: nil,
            objective: best.summary.objective, instructionSet: instructionSet ?? .best, threads: 1, phases: times)
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

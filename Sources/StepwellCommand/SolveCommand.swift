import ArgumentParser
import Reporting
import Stepwell

/// `stepwell solve`: the main job.
struct SolveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "solve",
        abstract: "Find the globally optimal plan of a scenario, with a proof, or that of another method.",
        discussion: """
            Methods: certified, the optimum; paper, successive convex approximation (arXiv 2312.06203); random, local, \
            edge and greedy, simple baselines. All but the first prove nothing, so the certified bound is computed \
            as well and the distance to it is shown.

            Prints a summary and writes the plan with its certificate. Ctrl-C ends with the best plan so far; a \
            second one ends at once.
            """)

    @Argument(help: "The scenario file, or - for standard input.")
    var scenario: String

    @Option(help: "The method: \(SolveMethod.allCases.map(\.rawValue).joined(separator: ", ")).")
    var method: SolveMethod = .certified

    @Option(help: StepRule.help)
    var steps: StepRule = .continuous

    @Option(CommonSettings.relativeGap)
    var gap: TypedNumber<Double>

    @Option(CommonSettings.timeLimit, help: "seconds for the solve, without reading, writing and verifying")
    var timeLimit: TypedNumber<Double>

    @Option(CertifiedSolverSettings.Descriptions.nodeLimit)
    var nodeLimit: TypedNumber<Int>

    @Option(CommandNumbers.threads, remark: "The result has the same bits for every number.")
    var threads: TypedNumber<Int>

    @Option(CommandNumbers.startPrice)
    var startPrice: TypedNumber<Double>

    @Option(help: "Kernels for baseline, avx2 or avx512; the best that this machine runs if not given.")
    var instructionSet: InstructionSet?

    @Option(
        name: [.short, .long],
        help: "Where the plan goes, - for standard output; SCENARIO.plan.json in the current directory if not given.")
    var output: String?

    @OptionGroup(title: "Options of the paper's method")
    var paper: PaperOptions

    @OptionGroup
    var report: ReportOption

    @Option(help: "Write the table of iterations to a file, - for standard error.")
    var log: String?

    @Flag(name: [.short, .long], help: "Print no summary.")
    var quiet = false

    func validate() throws {
        if let name = paper.stray(for: method) {
            throw ValidationError("\(name) is no option of the method \(method.rawValue)")
        }
        try report.validate(beside: ("--output", output))
        try OptionName.checking {
            try settings.validate()
            _ = try (startPrice.given, paper.settings(stepRule: steps), paper.seed.value)
        }
    }

    func run() throws {
        try ExitStatus.reporting {
            let (scenario, problem) = try ExitStatus.readingProblem(
                self.scenario, for: report.path != nil ? .report : method == .paper ? .paper : .certified)
            let path = output ?? Self.defaultOutput(for: self.scenario)
            let log = log.map { IterationLog(path: $0, method: method) }
            let outputs = try OutputFiles.check([path, log?.path, report.path], inputs: [self.scenario])
            let page = try report.page()
            let record = page.map { _ in SolveRecord() }
            InterruptSignal.install()
            let settings = try settings
            let run = MethodRun(
                problem: problem, certified: settings, startPrice: try startPrice.given, log: log, record: record)
            let result = try solve(run)
            let plan = try PlanDocument(result, method: method, settings: settings, scenario: scenario)
            let loss = output == nil ? ReplacedPlan.warning(at: path, by: plan) : nil
            try plan.write(path: path)
            if let loss { Console.warning(loss) }
            try log?.finish()
            let findings = result.certificate?.verify(for: problem)
            let certificateHolds = findings.map { $0.failure == nil }
            if !quiet {
                let summary = SolveSummary(scenario: scenario, plan: plan, problem: problem, path: path)
                let lines = summary.lines(
                    certificateHolds: certificateHolds, rounding: findings?.roundingAllowance ?? 0)
                for line in lines { try outputs.print(line) }
                if result.plan != nil, let obstacle = try OffloadObstacle(scenario, problem, rule: steps) {
                    Console.warning("\(obstacle)")
                }
            }
            if let page, let record {
                let curve = try budgetCurve(around: problem, of: plan)
                try page.write(
                    SolveReport(
                        scenario: scenario, plan: plan, findings: findings, iterations: record.iterations,
                        trace: record.trace, budgetCurve: curve
                    ).report)
            }
            // A claim that the separate verifier does not share is no success, whatever the solver says.
            if certificateHolds == false { throw ExitStatus.failedCheck }
            if let code = ExitStatus.code(of: result.status, provesGap: method == .certified) { throw code }
        }
    }

    private func solve(_ run: MethodRun) throws -> MethodRun.Outcome {
        let seed = try paper.seed.value
        if let baseline = method.baseline(seed: seed) { return try run.solve(baseline) }
        guard method == .paper else { return try run.solveCertified() }
        return try run.solve(paper.settings(stepRule: steps), start: paper.start ?? .half, seed: seed)
    }

    /// What other budgets would bring, nil after a solve that was ended early.
    private func budgetCurve(around problem: OffloadProblem, of plan: PlanDocument) throws -> BudgetCurve? {
        guard [.optimal, .roundingLimit, .feasible].contains(plan.status) else { return nil }
        return try BudgetCurve(around: problem, settings: settings, startingFrom: plan.price) {
            !InterruptSignal.hasCome
        }
    }

    private var settings: CertifiedSolverSettings {
        get throws(SettingError) {
            CertifiedSolverSettings(
                relativeGap: try gap.value, stepRule: steps, nodeLimit: try nodeLimit.value,
                timeLimit: try timeLimit.given, threads: try threads.value, instructionSet: instructionSet ?? .best)
        }
    }

    /// The scenario's name with the ending changed, in the current directory; a stream has no name of its own.
    static func defaultOutput(for scenario: String) -> String {
        guard OpenStream(input: scenario) == nil else { return "scenario.plan.json" }
        let file = scenario.split(separator: "/").last.map(String.init) ?? "scenario"
        return (file.hasSuffix(".json") ? String(file.dropLast(5)) : file) + ".plan.json"
    }
}

extension StepRule: ExpressibleByArgument {
    /// The help text of the option that every command of solves has.
    static let help = ArgumentHelp(
        "Whether steps are real or whole numbers: \(allCases.map(\.rawValue).joined(separator: ", ")).")
}
extension InstructionSet: ExpressibleByArgument {}

extension PlanDocument {
    /// The plan file of a solve.
    init(
        _ outcome: MethodRun.Outcome, method: SolveMethod, settings: CertifiedSolverSettings, scenario: Scenario
    ) throws {
        let statistics = outcome.statistics
        let certificate = outcome.certificate
        try self.init(
            status: outcome.status, method: method.rawValue, stepRule: settings.stepRule,
            askedGap: settings.relativeGap, plan: certificate?.plan ?? outcome.plan,
            objective: certificate?.objective ?? outcome.objective,
            lowerBound: certificate?.lowerBound ?? outcome.lowerBound, price: outcome.price,
            priceBelow: outcome.priceBelow,
            certificate: certificate?.proof ?? outcome.boundProof,
            statistics: PlanStatistics(
                nodes: statistics.nodes, passes: statistics.evaluations, seconds: statistics.times,
                threads: statistics.threads, instructionSet: statistics.instructionSet.rawValue,
                version: StepwellVersion.current),
            scenario: scenario)
    }
}

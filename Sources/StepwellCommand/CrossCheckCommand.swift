import ArgumentParser
import Reporting
import Stepwell

/// `stepwell crosscheck`: the same problems by a second method.
struct CrossCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crosscheck",
        abstract: "Compare every solver with the interior-point method on a scenario's own problems.",
        discussion: """
            Compares the paper's sub-problem P2, one per iteration, by the KKT conditions and by the interior point; \
            the certified plan's steps; and the certified bound with the perspective relaxation. Exits with 70 if any \
            difference exceeds its limit.
            """)

    @Argument(help: "The scenario file, or - for standard input.")
    var scenario: String

    @Option(CommandNumbers.usersLimit)
    var usersLimit: TypedNumber<Int>

    @Flag(
        exclusivity: .exclusive,
        help: ArgumentHelp(
            "The Newton system: blocks of two in linear time, or a dense matrix for a few hundred users."))
    var system: NewtonSystem = .arrow

    @Option(CommandNumbers.comparedPenalty)
    var penalty: TypedNumber<Double>

    @Option(CommandNumbers.iterations)
    var iterations: TypedNumber<Int>

    @Option(CommandNumbers.limitFactor)
    var limitFactor: TypedNumber<Double>

    @Flag(help: "Print JSON, with limits and seconds, instead of the table.")
    var json = false

    @OptionGroup
    var report: ReportOption

    func validate() throws {
        try report.validate(beside: ("--json", json ? "-" : nil))
        try OptionName.checking { _ = try (usersLimit.given, penalty.value, iterations.value, limitFactor.value) }
    }

    func run() throws {
        try ExitStatus.reporting {
            let (scenario, whole) = try ExitStatus.readingProblem(self.scenario)
            let problem = try usersLimit.given.map { try whole.firstUsers($0) } ?? whole
            guard system == .arrow || problem.count <= Self.denseLimit else {
                throw ValidationError(
                    "a dense system takes at most \(Self.denseLimit) users, these are \(problem.count): use "
                        + "--users-limit or --arrow")
            }
            let outputs = try OutputFiles.check([report.path], inputs: [self.scenario])
            let page = try report.page()
            let (penalty, iterations) = (try penalty.value, try iterations.value)
            let limits = AgreementLimits().scaled(by: try limitFactor.value)
            try BackendReport.load()
            try ExitStatus.reading(self.scenario) { _ in try expectMemory(for: problem.count) }
            let agreements: [Agreement]
            do throws(CrossCheckError) {
                agreements = try compare(problem, penalty: penalty, iterations: iterations, within: limits)
            } catch .infeasible(let reason) {
                Console.error(scenario.explanation(of: reason, under: .continuous))
                throw ExitStatus.infeasible
            } catch {
                Console.error("\(error)")
                throw ExitStatus.failedCheck
            }
            let table = CrossCheckReport(
                scenario: scenario.name, system: system, limits: limits, agreements: agreements)
            for line in json ? try table.json().textLines : table.lines { try outputs.print(line) }
            if let page {
                try page.write(
                    AgreementReport(
                        subject: scenario.name, system: system, agreements: agreements,
                        version: StepwellVersion.current
                    ).report)
            }
            if !agreements.allSatisfy(\.isWithin) { throw ExitStatus.failedCheck }
        }
    }

    /// The most users of a dense system: 5 N inequalities by 2 N variables, a gigabyte.
    private static let denseLimit = 2000

    /// Throws unless there is memory for the systems of so many users.
    private func expectMemory(for users: Int) throws(ScenarioError) {
        // At worst the matrices of 5 N by 2 N inequalities and, twice, of order 7 N.
        let bytes = system == .arrow ? MemoryUse.crosscheck.bytesPerUser : 1200 * users
        try MemoryAllowance.expect(users, ofSize: bytes, field: "count", piece: "one user of a cross-check")
    }

    private func compare(
        _ problem: OffloadProblem, penalty: Double, iterations: Int, within limits: AgreementLimits
    ) throws(CrossCheckError) -> [Agreement] {
        let checker = try CrossChecker(system: system, limits: limits)
        if let reason = problem.infeasibility(under: .continuous) { throw .infeasible(reason) }
        InterruptSignal.install()
        var agreements = try checker.compareIterations(of: problem, penalty: penalty, count: iterations) { _ in
            !InterruptSignal.hasCome
        }
        if !InterruptSignal.hasCome { agreements += try checker.compare(problem) }
        return agreements
    }
}

extension NewtonSystem: EnumerableFlag {}

extension OffloadProblem {
    /// The first users, and of the budget as much as their share of all users.
    fileprivate func firstUsers(_ limit: Int) throws -> OffloadProblem {
        guard limit < count else { return self }
        return try OffloadProblem(
            local: CostCurves((0..<limit).map { local[$0] }), edge: CostCurves((0..<limit).map { edge[$0] }),
            stepBudget: stepBudget * Double(limit) / Double(count))
    }
}

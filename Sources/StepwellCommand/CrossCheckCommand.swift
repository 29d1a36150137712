import ArgumentParser
import Reporting
import Stepwell

/// `stepwell crosscheck`: the same problems by a second method.
struct CrossCheckCommand: AsyncParsableCommand {
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

    @Option(help: "Compare the first users only, with their share of the budget.")
    var usersLimit: Int?

    @Flag(
        exclusivity: .exclusive,
        help: ArgumentHelp(
            "The Newton system: blocks of two in linear time, or a dense matrix for a few hundred users."))
    var system: NewtonSystem = .arrow

    @Option(help: "The weight τ of the paper's penalty.")
    var penalty = 1e5

    @Option(help: "The most P2 to compare, each expanded around the solution of the last one.")
    var iterations = 5

    @Flag(help: "Print JSON, with limits and seconds, instead of the table.")
    var json = false

    @OptionGroup
    var report: ReportOption

    func validate() throws {
        try report.validate(beside: ("--json", json ? "-" : nil))
        if let usersLimit, usersLimit < 1 {
            throw OptionName.usageError("usersLimit", "\(usersLimit)", "at least 1")
        }
        guard penalty >= 0, penalty <= 1e100 else {
            throw OptionName.usageError("penalty", "\(penalty)", "a number from 0 to 1e100")
        }
        guard iterations >= 1 else {
            throw OptionName.usageError("iterations", "\(iterations)", "at least 1")
        }
    }

    func run() async throws {
        try await ExitStatus.reporting {
            let (scenario, whole) = try ExitStatus.readingProblem(self.scenario)
            let problem = try usersLimit.map { try whole.firstUsers($0) } ?? whole
            guard system == .arrow || problem.count <= Self.denseLimit else {
                throw ValidationError(
                    "a dense system takes at most \(Self.denseLimit) users, these are \(problem.count): use "
                        + "--users-limit or --arrow")
            }
            let outputs = try OutputFiles.check([report.path], inputs: [self.scenario])
            let page = try report.page()
            let agreements: [Agreement]
            do throws(CrossCheckError) {
                agreements = try compare(problem)
            } catch .infeasible(let reason) {
                Console.error("\(reason)")
                throw ExitStatus.infeasible
            } catch {
                Console.error("\(error)")
                throw ExitStatus.failedCheck
            }
            let table = CrossCheckReport(scenario: scenario.name, system: system, agreements: agreements)
            for line in json ? [try table.json()] : table.lines { try outputs.print(line) }
            if let page {
                try await page.write(
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

    private func compare(_ problem: OffloadProblem) throws(CrossCheckError) -> [Agreement] {
        let checker = try CrossChecker(system: system)
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

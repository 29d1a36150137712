import ArgumentParser
import Stepwell

/// `stepwell explain`: why is this user where it is?
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tell why a user is where the optimal plan has it, and what would change that.",
        discussion: """
            Prints the user's costs at both sites, term by term, and the price, budget and quality at which it would \
            change sides. What would change is found by solving the scenario again.
            """)

    @Argument(help: "The scenario file, or - for standard input.")
    var scenario: String

    @Option(required: CommandNumbers.user)
    var user: TypedNumber<Int>

    @Option(help: "A plan file of the scenario to compare with the optimal plan.")
    var plan: String?

    @Option(help: StepRule.help)
    var steps: StepRule = .continuous

    @Option(CommonSettings.relativeGap, help: "the relative gap between objective and proven bound of every solve")
    var gap: TypedNumber<Double>

    @Option(CommandNumbers.explanationNodes)
    var nodeLimit: TypedNumber<Int>

    @Option(CommandNumbers.threads, remark: "The result has the same bits for every number.")
    var threads: TypedNumber<Int>

    @Flag(help: "Print JSON instead of the text.")
    var json = false

    func validate() throws {
        guard !OpenStream.isOne(scenario, plan) else {
            throw ValidationError("only one of scenario and plan can be standard input")
        }
        try OptionName.checking { _ = try (user.value, explainer) }
    }

    func run() throws {
        try ExitStatus.reporting {
            try OutputFiles.check([], inputs: [self.scenario] + (self.plan.map { [$0] } ?? []))
            let (scenario, _) = try ExitStatus.readingProblem(self.scenario, for: .explanation)
            let plan = try plan.map { try planned($0, scenario) }
            let explanation: UserExplanation
            do {
                explanation = try explainer.explain(user: user.value, of: scenario, plan: plan)
            } catch let error as ExplanationError {
                switch error {
                case .infeasible(let reason):
                    Console.error("infeasible: \(scenario.explanation(of: reason, under: steps))")
                    throw ExitStatus.infeasible
                case .failed(let status):
                    Console.error("\(error)")
                    throw ExitStatus.code(of: status) ?? ExitStatus.failedCheck
                }
            }
            let report = ExplanationReport(scenario: scenario, explanation: explanation)
            for line in json ? try report.json().textLines : report.lines { try Console.print(line) }
            if let code = ExitStatus.code(of: explanation.status) { throw code }
        }
    }

    /// The plan of a file, which must be one of the scenario.
    private func planned(_ path: String, _ scenario: Scenario) throws -> Plan {
        try ExitStatus.reading(path) { path in
            let document = try PlanDocument(path: path)
            guard let plan = document.outcome?.plan else {
                throw ScenarioError(
                    field: "status", value: document.status.rawValue, allowed: "that of a file with a plan")
            }
            if let violation = plan.violation(in: try OffloadProblem(scenario)) {
                throw ScenarioError(
                    field: "users", value: "a plan that breaks a rule: \(violation)",
                    allowed: "a feasible plan of the scenario")
            }
            return plan
        }
    }

    private var explainer: Explainer {
        get throws {
            try Explainer(
                CertifiedSolverSettings(
                    relativeGap: gap.value, stepRule: steps, nodeLimit: nodeLimit.value, threads: threads.value))
        }
    }
}

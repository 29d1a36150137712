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

    @Option(help: "The user, counted from 0.")
    var user: Int

    @Option(help: "A plan file of the scenario to compare with the optimal plan.")
    var plan: String?

    @Option(help: StepRule.help)
    var steps: StepRule = .continuous

    @Option(help: "The relative gap between objective and proven bound of every solve, between 0 and 1.")
    var gap = 1e-9

    @Option(help: "The most branch-and-bound nodes of every solve.")
    var nodeLimit = 1000

    @Option(help: "The most threads. The result has the same bits for every number.")
    var threads = 2

    @Flag(help: "Print JSON instead of the text.")
    var json = false

    func validate() throws {
        guard !OpenStream.isOne(scenario, plan) else {
            throw ValidationError("only one of scenario and plan can be standard input")
        }
        guard user >= 0 else {
            throw OptionName.usageError("user", "\(user)", "a whole number from 0")
        }
        try OptionName.checking { _ = try explainer }
    }

    func run() throws {
        try ExitStatus.reporting {
            try OutputFiles.check([], inputs: [self.scenario] + (self.plan.map { [$0] } ?? []))
            let (scenario, _) = try ExitStatus.readingProblem(self.scenario)
            let plan = try plan.map { try planned($0, scenario) }
            let explanation: UserExplanation
            do {
                explanation = try explainer.explain(user: user, of: scenario, plan: plan)
            } catch let error as ExplanationError {
                Console.error("\(error)")
                switch error {
                case .infeasible: throw ExitStatus.infeasible
                case .failed(let status): throw ExitStatus.code(of: status) ?? ExitStatus.failedCheck
                }
            }
            let report = ExplanationReport(scenario: scenario, explanation: explanation)
            for line in json ? [try report.json()] : report.lines { try Console.print(line) }
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
                CertifiedSolverSettings(relativeGap: gap, stepRule: steps, nodeLimit: nodeLimit, threads: threads))
        }
    }
}

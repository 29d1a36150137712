import CertifiedSolving
import OffloadModel
import ScenarioFiles

extension FuzzProperty {
    /// Any bytes are a scenario or an error with a location; a scenario is written and read back equal, and a small one is
    /// solved to a plan file whose every claim holds.
    public static let scenario = FuzzProperty("scenario") { bytes in
        let scenario: Scenario
        do {
            scenario = try Scenario(json: bytes)
        } catch {
            try checkLocation(of: error, in: bytes)
            return
        }
        for style in [JSONStyle.compact, .pretty] {
            let text = try scenario.json(style: style)
            let again = try Scenario(json: text)
            try require(again == scenario, "written \(style) and read back, the scenario differs")
            try require(try again.json(style: style) == text, "written \(style) twice, the text differs")
        }
        // Beyond this a solve would cost the fuzzer too much time; sizes have tests of their own.
        guard scenario.count <= 64 else { return }
        let problem: OffloadProblem
        do {
            problem = try OffloadProblem(scenario)
        } catch {
            try checkLocation(of: error, in: bytes)
            return
        }
        for rule in StepRule.allCases { try solve(problem, of: scenario, under: rule) }
    }

    /// Solves with tiny limits, and checks the plan file from the outside.
    private static func solve(_ problem: OffloadProblem, of scenario: Scenario, under rule: StepRule) throws {
        let settings = CertifiedSolverSettings(relativeGap: 1e-6, stepRule: rule, nodeLimit: 3)
        let result = try CertifiedSolver(settings).solve(problem)
        let document = try PlanDocument(
            status: result.status, method: "certified", stepRule: rule, askedGap: settings.relativeGap,
            plan: result.plan, objective: result.objective, lowerBound: result.lowerBound, price: result.price,
            priceBelow: result.price.map { _ in PriceBelow(result.priceBelow) },
            certificate: result.certificate?.proof, statistics: PlanStatistics(), scenario: scenario)
        let again = try PlanDocument(json: try document.json())
        try require(again == document, "\(rule): written and read back, the plan differs")
        let findings = try again.verify(against: scenario)
        try require(findings.holds, "\(rule), \(result.status.name): \(findings.failures)")
    }

    /// An error says where it is: line and column within the text, or the entry and what it allows.
    static func checkLocation(of error: any Error, in bytes: [UInt8]) throws {
        switch error {
        case let error as JSONSyntaxError:
            let lines = 1 + bytes.count { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
            try require((1...lines).contains(error.line), "an error in line \(error.line) of \(lines)")
            try require(
                (1...bytes.count + 1).contains(error.column), "an error in column \(error.column) of \(bytes.count)")
            try require(!error.reason.isEmpty, "an error without a reason")
        case let error as ScenarioError:
            try require(!error.field.isEmpty && !error.allowed.isEmpty, "an error without a place: \(error)")
            try require((error.user ?? 0) >= 0, "an error about user \(error.user!)")
        default: throw PropertyViolation("an error of another kind: \(error)")
        }
    }
}

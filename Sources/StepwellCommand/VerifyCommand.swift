import ArgumentParser
import Stepwell

/// `stepwell verify`: does a plan tell the truth?
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Recompute a plan's feasibility, objective, bound and totals from the scenario alone.",
        discussion: "Exits with 70 if any claim of the plan does not hold.")

    @Argument(help: "The scenario file, or - for standard input.")
    var scenario: String

    @Argument(help: "The plan file.")
    var plan: String

    @Flag(name: [.short, .long], help: "Print nothing; the exit status tells.")
    var quiet = false

    func validate() throws {
        guard !OpenStream.isOne(scenario, plan) else {
            throw ValidationError("only one of scenario and plan can be standard input")
        }
    }

    func run() throws {
        try ExitStatus.reporting {
            try OutputFiles.check([], inputs: [self.scenario, self.plan])
            let scenario = try ExitStatus.reading(self.scenario) { try Scenario(path: $0) }
            let plan = try ExitStatus.reading(self.plan) { try PlanDocument(path: $0) }
            let findings = try ExitStatus.reading(self.scenario) { _ in try plan.verify(against: scenario) }
            if !quiet {
                for line in lines(plan, findings, scenario) { try Console.print(line) }
            }
            for failure in findings.failures { Console.error("\(failure)") }
            if !findings.holds { throw ExitStatus.failedCheck }
        }
    }

    private func lines(_ plan: PlanDocument, _ findings: PlanFindings, _ scenario: Scenario) -> [String] {
        var lines = ["status          \(plan.status.rawValue)"]
        if findings.isOptimalToRounding {
            let gap = plan.relativeGap.map { DecimalText.significant($0, digits: 3) } ?? "unknown"
            lines.append(
                "remark          the gap is \(gap), above the asked one by rounding alone; "
                    + "this status is called roundingLimit today")
        }
        if let objective = findings.objective { lines.append("objective       \(objective)") }
        if let bound = findings.lowerBound { lines.append("proven bound    \(bound)") }
        if plan.status == .optimal, findings.holds, let price = plan.price {
            lines.append("price           \(price)")
            if let below = plan.priceBelow {
                lines.append("price below     \(below.cost.map { "\($0)" } ?? "none")")
            }
        }
        if let reason = plan.infeasibility, findings.holds {
            lines.append("infeasible      \(scenario.explanation(of: reason, under: plan.stepRule))")
        }
        lines.append(
            findings.holds
                ? "verdict         every claim holds"
                : "verdict         \(findings.failures.count) claim\(findings.failures.count == 1 ? "" : "s") "
                    + "of the plan do\(findings.failures.count == 1 ? "es" : "") not hold")
        return lines
    }
}

import OffloadModel
import ScenarioFiles
import SuccessiveConvex

/// The report of a solve: the plan, what it costs, how it was found, and why no plan is better than its bound.
public struct SolveReport: Sendable {
    /// The scenario solved.
    public var scenario: Scenario
    /// The answer as it stands in the plan file.
    public var plan: PlanDocument
    /// What the verifier recomputed, nil if there was nothing to verify.
    public var findings: CertificateFindings?
    /// The certified solver's progress.
    public var iterations: [IterationRecord]
    /// One entry for every P2 that the paper's method solved; empty for other methods.
    public var trace: [SuccessiveConvexIteration]
    /// What other budgets would bring, nil if that was not computed.
    public var budgetCurve: BudgetCurve?

    /// Gathers what is known of a solve.
    public init(
        scenario: Scenario, plan: PlanDocument, findings: CertificateFindings?, iterations: [IterationRecord] = [],
        trace: [SuccessiveConvexIteration] = [], budgetCurve: BudgetCurve? = nil
    ) {
        self.scenario = scenario
        self.plan = plan
        self.findings = findings
        self.iterations = iterations
        self.trace = trace
        self.budgetCurve = budgetCurve
    }

    /// The report.
    public var report: Report {
        let verdict = verdict
        let sections = [
            infeasibilitySection, decisionSection, totalsSection, budgetSection, convergenceSection, optimalitySection,
            traceSection, certificateSection, timeSection,
        ]
        return Report(
            command: "solve", subject: scenario.name,
            summary: "\(NumberText.count(scenario.count, "user")), a budget of "
                + "\(NumberText.amount(scenario.edge.stepBudget)) edge steps, "
                + (plan.stepRule == .integer ? "whole steps" : "real steps") + ", method \(plan.method)",
            verdict: verdict.text, tone: verdict.tone, highlights: highlights, sections: sections.compactMap { $0 },
            version: plan.statistics.version)
    }

    /// True if the plan is the certified solver's own.
    var isCertified: Bool { plan.method == "certified" }

    private var verdict: (text: String, tone: Report.Tone) {
        if let failure = findings?.failure { return ("the certificate does not hold: \(failure)", .bad) }
        switch plan.status {
        case .optimal: return ("optimal, proven to a relative gap of \(NumberText.short(plan.askedGap))", .good)
        case .roundingLimit:
            return (
                "as near the optimum as rounding allows: a relative gap of \(NumberText.short(plan.relativeGap ?? 0)) where "
                    + "\(NumberText.short(plan.askedGap)) was asked", .neutral
            )
        case .feasible:
            let gap = plan.relativeGap.map { ", at most \(NumberText.percent($0)) above the optimum" } ?? ""
            return ("feasible" + gap, .neutral)
        case .infeasible: return ("infeasible" + (infeasibility.map { ": \($0)" } ?? ""), .bad)
        case .timeLimit: return ("stopped by the time limit, \(progress)", .neutral)
        case .nodeLimit: return ("stopped by the node limit, \(progress)", .neutral)
        case .stopped: return ("interrupted, \(progress)", .neutral)
        case .numericalFailure: return ("numerical failure", .bad)
        }
    }

    /// What there is after an early end.
    private var progress: String {
        plan.outcome == nil ? "before there was a plan" : "with the best plan so far"
    }

    private var highlights: [Report.Fact] {
        guard let outcome = plan.outcome else {
            return plan.lowerBound.map { [Report.Fact("Proven bound", NumberText.amount($0))] } ?? []
        }
        var facts = [
            Report.Fact("Objective", NumberText.amount(outcome.objective), remark: "cost minus utility, (8)")
        ]
        if let gap = plan.relativeGap {
            facts.append(.init("Relative gap", NumberText.short(gap), remark: "to the proven bound"))
        }
        facts.append(
            .init(
                "Offloaded", NumberText.percent(Double(outcome.offloadedCount) / Double(scenario.count)),
                remark: "\(NumberText.grouped(outcome.offloadedCount)) of \(NumberText.grouped(scenario.count)) users"))
        let budget = scenario.edge.stepBudget
        facts.append(
            .init(
                "Edge steps", NumberText.amount(outcome.edgeStepsUsed),
                remark: budget > 0
                    ? "\(NumberText.percent(outcome.edgeStepsUsed / budget)) of the budget" : "the budget is zero"))
        if let price = plan.price {
            facts.append(
                .init(
                    "Price", NumberText.amount(price),
                    remark: isCertified
                        ? "what \(more) saves, by step" : "what \(more) saves at the optimum, by step"))
        }
        if let below = plan.priceBelow {
            facts.append(
                .init(
                    "Price below", below.cost.map(NumberText.amount) ?? "none",
                    remark: below == .infeasible
                        ? "\(less) is not enough for those at the edge" : "what \(less) costs, by step"))
        }
        return facts
    }

    /// Why there is no plan, in the scenario's own terms.
    private var infeasibility: String? {
        plan.infeasibility.map { scenario.explanation(of: $0, under: plan.stepRule) }
    }

    /// The change of the budget that the prices are about.
    private var more: String { plan.stepRule == .integer ? "one more edge step" : "a little more budget" }
    private var less: String { plan.stepRule == .integer ? "one edge step less" : "a little less budget" }

    private var infeasibilitySection: Report.Section? {
        guard let reason = infeasibility else { return nil }
        return Report.Section(
            "Why there is no plan",
            paragraphs: [
                "No choice of sites and steps keeps every limit and the budget: \(reason). "
                    + "The command stepwell verify recomputes this verdict from the scenario and the plan file."
            ])
    }

    private var totalsSection: Report.Section? {
        guard let outcome = plan.outcome else { return nil }
        let units = ["time": "s", "energy": "J"]
        let users = Double(scenario.count)
        let rows: [[ReportTable.Cell]] = [
            ("time", outcome.totals.time), ("error", outcome.totals.error), ("energy", outcome.totals.energy),
            ("utility", outcome.totals.utility),
        ].map { name, value in
            let unit = units[name].map { " \($0)" } ?? ""
            return [
                .init(name), .init(NumberText.amount(value) + unit), .init(NumberText.amount(value / users) + unit),
            ]
        }
        return Report.Section(
            "Totals",
            tables: [
                ReportTable(
                    "What the plan amounts to",
                    columns: [.text("Quantity"), .number("All users"), .number("Mean per user")], rows: rows)
            ])
    }

    private var timeSection: Report.Section? {
        let statistics = plan.statistics
        guard !statistics.seconds.entries.isEmpty else { return nil }
        let entries = statistics.seconds.entries
        return Report.Section(
            "Time",
            facts: [
                .init("Solve", "\(NumberText.short(statistics.seconds.total)) s"),
                .init("Passes, over all users or the open ones", "\(statistics.passes)"),
                .init("Nodes", "\(statistics.nodes)"),
                .init("Threads", "\(statistics.threads)"), .init("Instruction set", statistics.instructionSet),
            ],
            bars: [
                ReportBars(
                    "Seconds by phase",
                    bars: entries.map {
                        .init($0.phase, amount: $0.seconds, text: "\(NumberText.short($0.seconds)) s")
                    })
            ])
    }
}

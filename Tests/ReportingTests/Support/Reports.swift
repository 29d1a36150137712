import CertifiedSolving
import Experiments
import Foundation
import OffloadModel
import Plotting
import Reporting
import ScenarioFiles
import SuccessiveConvex

/// Reports for the tests, made as the command makes them.
enum Reports {
    /// A name that tries everything: tags, quotes, entities, an accent on a quotation mark, mustache, a control character.
    static let hostileName =
        "<script>alert(1)</script> \"double\" 'single' &amp; \"\u{301} onmouseover=alert(2) {{subject}} {{{version}}} "
        + "]]> --> </title></style></svg> \u{202e}back \u{7}"

    /// What a page shows of it: U+FFFD for control characters, and for the mark that would show what follows from right to left.
    static let shownHostileName = hostileName.replacing("\u{7}", with: "\u{fffd}").replacing(
        "\u{202e}", with: "\u{fffd}")

    static func scenario(users: Int = 30, named name: String? = nil, tightness: Double = 0.3) throws -> Scenario {
        let scenario = try ScenarioGenerator(family: .hetero, users: users, seed: 1, tightness: tightness).scenario()
        return try Scenario(
            name: name ?? scenario.name, count: scenario.count, weights: scenario.weights, edge: scenario.edge,
            users: scenario.users)
    }

    /// A certified solve with everything that its report can have.
    static func solve(_ scenario: Scenario, curve: Bool = true) throws -> SolveReport {
        let problem = try OffloadProblem(scenario)
        let settings = CertifiedSolverSettings()
        var iterations: [IterationRecord] = []
        let result = try CertifiedSolver(settings).solve(problem) {
            iterations.append($0)
            return .proceed
        }
        return SolveReport(
            scenario: scenario, plan: try document(of: result, scenario: scenario),
            findings: result.certificate?.verify(for: problem), iterations: iterations,
            budgetCurve: curve
                ? try BudgetCurve(around: problem, settings: settings, startingFrom: result.price) : nil)
    }

    static func document(of result: CertifiedResult, scenario: Scenario) throws -> PlanDocument {
        var statistics = PlanStatistics(threads: 1, instructionSet: "baseline", version: "1.2.3")
        statistics.seconds.add(0.25, to: "price")
        statistics.seconds.add(0.125, to: "branch and bound")
        return try PlanDocument(
            status: result.status, method: "certified", stepRule: .continuous, plan: result.plan,
            objective: result.objective, lowerBound: result.lowerBound, price: result.price,
            priceBelow: result.price.map { _ in PriceBelow(result.priceBelow) },
            certificate: result.certificate?.proof, statistics: statistics, scenario: scenario)
    }

    /// A solve by the paper's method, with its trace.
    static func paper(_ scenario: Scenario) throws -> SolveReport {
        var report = try solve(scenario)
        let problem = try OffloadProblem(scenario)
        var settings = SuccessiveConvexSettings()
        settings.use(try PenaltySchedule("0.01:3:10"))
        let result = try SuccessiveConvexSolver(settings).solve(problem)
        let certified = report.plan
        guard let plan = result.plan, let objective = result.objective, let bound = certified.lowerBound,
            let proof = certified.certificate
        else { throw PlotError.failed(program: "test", reason: "the paper's method found no plan") }
        report.plan = try PlanDocument(
            status: .feasible(relativeGap: 0), method: "paper", stepRule: .continuous, plan: plan,
            objective: objective, lowerBound: bound, price: certified.price, priceBelow: certified.priceBelow,
            certificate: proof,
            statistics: certified.statistics, scenario: scenario)
        report.findings = PlanCertificate(plan: plan, objective: objective, lowerBound: bound, proof: proof)
            .verify(for: problem)
        report.trace = result.trace
        return report
    }

    /// A sweep of a scenario.
    static func sweep(
        _ scenario: Scenario, _ axes: [String], methods: [SolveMethod] = [.certified], seeds: Int = 3
    ) throws -> SweepReport {
        var settings = SweepSettings(axes: try axes.map { try SweepAxis($0) })
        settings.methods = methods
        settings.seeds = seeds
        let result = try Sweep(settings).run(scenario)
        return SweepReport(
            subject: scenario.name, users: scenario.count, settings: settings, result: result, version: "1.2.3")
    }

    /// A page of a report as text.
    static func page(_ report: Report) async throws -> String {
        String(decoding: try await ReportPage(drawnBy: Gnuplot()).render(report), as: UTF8.self)
    }
}

/// The text between tags, and the tags, of a page; enough to check that they are balanced.
enum Markup {
    /// Elements that have no end.
    private static let void: Set<String> = ["meta", "link", "br", "img"]

    /// The first end tag that does not belong to the last element opened, or an element that is not closed.
    static func imbalance(in page: String) -> String? {
        var open: [String] = []
        for tag in page.matches(of: /<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:"[^"]*"|'[^']*'|[^'">])*)>/) {
            let name = String(tag.2)
            if tag.1 == "/" {
                guard open.popLast() == name else { return "</\(name)> where \(open.last ?? "nothing") is open" }
            } else if !void.contains(name), !tag.3.hasSuffix("/") {
                open.append(name)
            }
        }
        return open.last.map { "<\($0)> is not closed" }
    }
}

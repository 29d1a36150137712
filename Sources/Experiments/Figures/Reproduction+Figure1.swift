import OffloadModel
import Plotting
import ScenarioFiles

/// The step limits that Fig. 1 is drawn for. The paper does not print them, and its claims depend on them.
struct Figure1Limits: Sendable {
    /// The name in files.
    let name: String
    /// S_0^max and S_1^max of everybody, nil for each user's own.
    let local, edge: Double?

    /// At most 20 local and 35 edge steps: fewer than Δt_0/Δt_1 = 2 times as many, so that moving to the edge saves time
    /// although it adds steps.
    static let short = Figure1Limits(name: "short", local: 20, edge: 35)
    /// The preset's: 5–25 and 30–100. Moving to the edge takes more steps than it saves time.
    static let long = Figure1Limits(name: "long", local: nil, edge: nil)
}

extension Reproduction {
    /// Fig. 1: (a) total time, (b) accuracy 1 − ε̄ and (c) energy against S_e, for four settings of the weights and for
    /// random plans; and (a) once more with the preset's own limits.
    func figure1(_ solves: FigureSolves, _ report: (Double) -> Void) throws -> ReproducedFigure? {
        let population = try PaperPopulation(users: settings.users, seed: settings.seed)
        var series = Figure1Series()
        let families = [Figure1Limits.short, .long]
        let total = Double(families.count * PaperPopulation.weightings.count * settings.budgets)
        for limits in families {
            let budgets = population.budgets(count: settings.budgets, edgeLimit: limits.edge)
            for weighting in PaperPopulation.weightings {
                for budget in budgets {
                    let scenario = try population.scenario(
                        name: "fig1-\(limits.name)-\(weighting.name)-Se\(Int(budget))", weights: weighting.weights,
                        localLimit: limits.local, edgeLimit: limits.edge, stepBudget: budget)
                    let problem = try OffloadProblem(scenario)
                    guard let best = try solves.certified(scenario, problem),
                        let paper = try solves.paper(scenario, problem, lowerBound: best.lowerBound)
                    else { return nil }
                    series.scenarios.append(scenario)
                    series.add(best, limits, weighting.name, "certified", nil, scenario)
                    series.add(paper, limits, weighting.name, "paper", nil, scenario)
                    if weighting.name == "equal" {
                        for seed in 1...UInt64(settings.seeds) {
                            series.add(
                                try solves.random(scenario, problem, seed: seed, lowerBound: best.lowerBound),
                                limits, weighting.name, "random", seed, scenario)
                        }
                    }
                    report(Double(series.scenarios.count) / total)
                }
            }
        }
        let time = { (row: Figure1Series.Row) in row.plan.totals.time }
        return ReproducedFigure(
            name: .fig1,
            drawings: [
                .init(
                    name: "fig1a-time",
                    figure: series.figure(
                        .short, "Fig. 1(a)", "total time of all users (s)", time)),
                .init(
                    name: "fig1b-accuracy",
                    figure: series.figure(.short, "Fig. 1(b)", "accuracy, 1 − mean error") {
                        $0.plan.accuracy
                    }),
                .init(
                    name: "fig1c-energy",
                    figure: series.figure(.short, "Fig. 1(c)", "total energy of all users (kJ)") {
                        $0.plan.totals.energy / 1000
                    }),
                .init(
                    name: "fig1a-time-long",
                    figure: series.figure(
                        .long, "Fig. 1(a), long edge runs", "total time of all users (s)", time)),
            ],
            table: series.table, scenarios: series.scenarios, isMeasured: false)
    }
}

/// The numbers of Fig. 1.
private struct Figure1Series {
    struct Row {
        let limits, weighting, method: String
        let budget: Double
        let plan: FigurePlan
    }

    var scenarios: [Scenario] = []
    private(set) var rows: [Row] = []
    private(set) var table = CSVTable(columns: [
        "line", "scenario", "limits", "weights", "method", "seed", "stepBudget", "offloaded", "edgeStepsUsed", "time",
        "accuracy", "energy", "objective", "lowerBound", "gap",
    ])

    mutating func add(
        _ plan: FigurePlan, _ limits: Figure1Limits, _ weighting: String, _ method: String, _ seed: UInt64?,
        _ scenario: Scenario
    ) {
        rows.append(
            Row(
                limits: limits.name, weighting: weighting, method: method, budget: scenario.edge.stepBudget,
                plan: plan))
        table.add([
            "\(scenarios.count)", scenario.name, limits.name, weighting, method, seed.map { "\($0)" } ?? "",
            "\(scenario.edge.stepBudget)", "\(plan.offloaded)", "\(plan.edgeStepsUsed)", "\(plan.totals.time)",
            "\(plan.accuracy)", "\(plan.totals.energy)", "\(plan.objective)", "\(plan.lowerBound)", "\(plan.gap)",
        ])
    }

    /// Lines for the optimum, markers of the same colour for the paper's method, a band for random plans.
    func figure(_ limits: Figure1Limits, _ title: String, _ label: String, _ value: (Row) -> Double) -> Figure {
        let family = rows.filter { $0.limits == limits.name }
        var series: [Series] = []
        let random = family.filter { $0.method == "random" }
        let budgets = random.map(\.budget).reduce(into: [Double]()) { if $0.last != $1 { $0.append($1) } }
        let spreads = budgets.compactMap { budget in Spread(random.filter { $0.budget == budget }.map(value)) }
        series.append(
            Series(
                "random plans", x: budgets, y: spreads.map(\.median),
                interval: .init(lower: spreads.map(\.least), upper: spreads.map(\.largest)), style: .line,
                look: 6))
        for (look, weighting) in PaperPopulation.weightings.enumerated() {
            for (method, style) in [("certified", Series.Style.line), ("paper", .points)] {
                let rows = family.filter { $0.weighting == weighting.name && $0.method == method }
                series.append(
                    Series(
                        method == "paper" ? nil : weighting.title, x: rows.map(\.budget), y: rows.map(value),
                        style: style, look: look))
            }
        }
        return Figure(
            title: "\(title): optimum (lines), the paper's method (marks)", x: Axis.stepBudget(budgets),
            y: Axis(label), series: series, legend: .below, size: .init(width: 800, height: 520))
    }
}

extension Axis {
    /// S_e, from 0 to the largest.
    static func stepBudget(_ budgets: [Double]) -> Axis {
        Axis("step budget Sₑ (edge steps)", range: 0...max(budgets.max() ?? 0, 1))
    }
}

import OffloadModel
import Plotting
import ScenarioFiles

extension Reproduction {
    /// The three S_0^max of Fig. 2: the ends and the middle of the preset's range.
    static let figure2Limits: [Double] = [5, 15, 25]

    /// Fig. 2: the objective against S_e for three S_0^max, with (ω1, ω2) = (0.3, 0.7).
    func figure2(_ solves: FigureSolves, _ report: (Double) -> Void) throws -> ReproducedFigure? {
        let population = try PaperPopulation(users: settings.users, seed: settings.seed)
        var weights = population.scenario.weights
        weights.cost = 0.3
        weights.utility = 0.7
        let budgets = population.budgets(count: settings.budgets)
        var table = CSVTable(columns: [
            "line", "scenario", "localStepLimit", "method", "stepBudget", "offloaded", "edgeStepsUsed", "objective",
            "lowerBound", "gap",
        ])
        var scenarios: [Scenario] = []
        var series: [Series] = []
        for (look, limit) in Self.figure2Limits.enumerated() {
            var objectives: [String: [Double]] = [:]
            for budget in budgets {
                let scenario = try population.scenario(
                    name: "fig2-S0-\(Int(limit))-Se\(Int(budget))", weights: weights, localLimit: limit,
                    stepBudget: budget)
                let problem = try OffloadProblem(scenario)
                guard let best = try solves.certified(scenario, problem),
                    let paper = try solves.paper(scenario, problem, lowerBound: best.lowerBound)
                else { return nil }
                scenarios.append(scenario)
                for (method, plan) in [("certified", best), ("paper", paper)] {
                    objectives[method, default: []].append(plan.objective)
                    table.add([
                        "\(scenarios.count)", scenario.name, "\(limit)", method, "\(budget)", "\(plan.offloaded)",
                        "\(plan.edgeStepsUsed)", "\(plan.objective)", "\(plan.lowerBound)", "\(plan.gap)",
                    ])
                }
                report(Double(scenarios.count) / Double(Self.figure2Limits.count * budgets.count))
            }
            for (method, style) in [("certified", Series.Style.line), ("paper", .points)] {
                series.append(
                    Series(
                        method == "paper" ? "the paper's method" : "S₀ ≤ \(Int(limit)), proven optimum", x: budgets,
                        y: objectives[method] ?? [], style: style, look: look))
            }
        }
        let figure = Figure(
            title: "Fig. 2: objective with (ω₁, ω₂) = (0.3, 0.7)", x: Axis.stepBudget(budgets),
            y: Axis("objective, cost − utility of all users"), series: series,
            legend: .corner(.topRight), size: .init(width: 800, height: 520))
        return ReproducedFigure(
            name: .fig2, drawings: [.init(name: "fig2-objective", figure: figure)], table: table,
            scenarios: scenarios, isMeasured: false)
    }
}

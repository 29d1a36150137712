import OffloadModel
import Plotting

extension SolveReport {
    /// What another budget would bring; nil without a plan.
    var budgetSection: Report.Section? {
        guard let outcome = plan.outcome else { return nil }
        guard let curve = budgetCurve, let first = curve.points.first, let last = curve.points.last else {
            guard [.optimal, .roundingLimit, .feasible].contains(plan.status) else { return nil }
            let reason =
                scenario.count > BudgetCurve.mostUsers
                ? "Other budgets were not solved: that is done for at most "
                    + "\(NumberText.grouped(BudgetCurve.mostUsers)) users."
                : "There is no curve over budgets: nobody would offload even if edge steps were free, or the "
                    + "computation was ended."
            return Report.Section("Price and budget", paragraphs: [reason])
        }
        let budget = scenario.edge.stepBudget
        let isShown = budget >= first.stepBudget && budget <= last.stepBudget
        let unit = AxisUnit(for: curve.points.map(\.stepBudget))
        let budgets = unit.scaled(curve.points.map(\.stepBudget))
        let here = unit.scaled(isShown ? [budget] : [])
        let figures = [
            ReportFigure(
                "The optimum under other budgets",
                description: "The objective (8) over the budget; less is better.",
                x: unit.axis("budget of edge steps"), y: Axis("objective"),
                series: [
                    Series("optimum", x: budgets, y: curve.points.map(\.objective), style: .line, look: 0),
                    Series(
                        isCertified ? "this scenario" : "this plan", x: here, y: here.map { _ in outcome.objective },
                        style: .points, look: 1),
                ]),
            ReportFigure(
                "The price of an edge step under other budgets",
                description:
                    "What more edge steps would save, by step: with the decisions of the optimum, where it jumps as users "
                    + "change sides, and in the dual problem.",
                x: unit.axis("budget of edge steps"), y: Axis("objective per edge step"),
                series: [
                    Series("dual price", x: budgets, y: curve.points.map(\.dualPrice), style: .line, look: 2),
                    Series("price", x: budgets, y: curve.points.map(\.price), style: .line, look: 0),
                    Series(
                        "this scenario", x: plan.price == nil ? [] : here,
                        y: plan.price.map { price in here.map { _ in price } } ?? [], style: .points, look: 1),
                ]),
        ]
        var text =
            "Solved anew under \(NumberText.count(curve.points.count, "budget")), each to a relative gap of 1e-06 or "
            + "50 nodes. Without a limit the users would take \(NumberText.amount(curve.demand)) edge steps"
        text += budget >= curve.demand ? ", so the budget does not bind." : "."
        if !isShown { text += " The budget of this scenario lies beyond the figures." }
        return Report.Section("Price and budget", paragraphs: [text], figures: figures.compactMap { $0 })
    }
}

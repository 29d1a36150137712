import OffloadModel
import Plotting
import ScenarioFiles

extension SolveReport {
    /// How well the optimal plan's steps satisfy the KKT conditions of the water-filling for its decisions; nil for whole
    /// steps, which have none, and without a plan of the certified solver and its price.
    ///
    /// With the price λ of an edge step, an optimal s makes R_0′(s), or R_1′(s) + λ at the edge, zero, at least 0 at the
    /// fewest steps or at most 0 at the most. What is left is divided by the sum of the magnitudes of the terms,
    /// A + λ + p·B·exp(−p·s) + q·D·exp(−q·s).
    var optimalitySection: Report.Section? {
        guard isCertified, plan.stepRule == .continuous, let price = plan.price, let outcome = plan.outcome,
            let problem = try? OffloadProblem(scenario), problem.count > 0
        else { return nil }
        // The margin for the rounding of sums may keep users off limits that bind.
        let margin = problem.roundingMargin(under: plan.stepRule)
        let residuals = (0..<problem.count).map { user in
            let site: Site = outcome.plan.offloaded[user] ? .edge : .local
            return Self.residual(
                of: problem.curves(at: site)[user], at: outcome.plan.steps[user], price: site == .edge ? price : 0,
                margin: margin)
        }
        let unused = problem.stepBudget - outcome.edgeStepsUsed
        let scale = max(abs(outcome.objective), price * problem.stepBudget)
        let largest = residuals.max() ?? 0
        return Report.Section(
            "KKT residuals",
            paragraphs: [
                "For the decisions made, the steps are optimal if every user's marginal cost is zero, at the edge with the "
                    + "price of a step added, or points out of the user's limits, and if unused steps have no price. "
                    + "Residuals are relative to the terms they are made of."
            ],
            facts: [
                .init("Largest residual of a user", NumberText.short(largest)),
                .init("Edge steps beyond the budget", NumberText.short(max(-unused, 0))),
                .init(
                    "Complementarity", NumberText.short(scale > 0 ? price * max(unused, 0) / scale : 0),
                    remark: "price times unused steps, relative to the objective"),
            ],
            figures: [residualFigure(residuals, plan: outcome.plan)].compactMap { $0 })
    }

    /// The scaled residual of stationarity of one user.
    ///
    /// - Parameter margin: so near to a limit a user counts as there.
    private static func residual(of curve: CostCurve, at steps: Double, price: Double, margin: Double) -> Double {
        let slope = curve.derivative(at: steps) + price
        let terms = 2 * (curve.stepCost + price) - slope
        var left = abs(slope)
        if steps - curve.fewestSteps <= margin { left = min(left, max(-slope, 0)) }
        if curve.mostSteps - steps <= margin { left = min(left, max(slope, 0)) }
        return terms > 0 ? left / terms : 0
    }

    private func residualFigure(_ residuals: [Double], plan: Plan) -> ReportFigure? {
        let y = Axis("scaled residual", scale: .logarithmic)
        let note = "A residual of 0 is drawn at \(NumberText.short(ReportFigure.smallestResidual))."
        func drawn(_ values: [Double]) -> [Double] { values.map { max($0, ReportFigure.smallestResidual) } }
        guard residuals.count > Self.mostPoints else {
            let series = [(Site.local, "own device", 0), (.edge, "edge server", 1)].map { site, name, look in
                let users = residuals.indices.filter { plan.offloaded[$0] == (site == .edge) }
                return Series(
                    name, x: users.map(Double.init), y: drawn(users.map { residuals[$0] }), style: .points, look: look)
            }
            return ReportFigure(
                "Scaled residual of every user", description: "One point for each user, by the site where it runs.",
                note: note, x: Axis("user"), y: y, series: series)
        }
        let curve = PointReduction.quantiles(residuals.sorted(), count: Self.quantileCount)
        return ReportFigure(
            "Scaled residuals in increasing order",
            description: "What the residual of a share of the users is at most.", note: note, x: Axis("users (%)"),
            y: y,
            series: [Series(nil, x: curve.levels.map { 100 * $0 }, y: drawn(curve.values), style: .line, look: 0)])
    }
}

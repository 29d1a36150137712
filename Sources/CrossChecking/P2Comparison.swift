import InteriorPoint
import SuccessiveConvex

/// A P2's solution by the KKT conditions beside the result of the interior-point method, in the units of ``P2User``.
///
/// A number is compared where ``ResultUncertainty`` leaves the result at most a quarter of the limit. What the data do not
/// determine so far, or what is not unique, is left out and told: there both may be right and differ by more.
struct P2Comparison {
    let problem: P2Problem
    let program: P2Program
    let result: InteriorPointResult
    let limits: AgreementLimits
    private let uncertainty: ResultUncertainty
    /// a and s that the interior-point method found.
    private let decisions: [Double]
    private let steps: [Double]
    /// The rounding of the gradients in x and t.
    private let rounding: [Double]

    /// The share of a gradient's terms that rounding may change in either solver.
    private static let gradientRounding = 0x1p-44
    /// The share of a₀ and L that rounding may change.
    private static let baseRounding = 0x1p-50
    /// How far the KKT solver may miss the budget, in shares of it: usually, and at most.
    private static let budgetRounding = 2e-12...1e-10

    /// What the budget of the KKT solution may be off by.
    private let budgetError: Double

    /// - Parameter solution: the solution, of which only how far it misses the budget is used here.
    init(
        _ problem: P2Problem, _ program: P2Program, _ result: InteriorPointResult, beside solution: KKTSolution,
        limits: AgreementLimits
    ) {
        (self.problem, self.program, self.result, self.limits) = (problem, program, result, limits)
        (decisions, steps) = program.point(result.point)
        let sizes = program.gradientSizes(at: result.point, multipliers: result.inequalityMultipliers)
        rounding = sizes.map { Self.gradientRounding * $0 }
        // The lengths were checked before; a point of other lengths would have no demand.
        let demand = (try? problem.demand(decisions: solution.decisions, steps: solution.steps)) ?? .infinity
        let miss = abs(demand - problem.stepBudget) / max(problem.stepBudget, .leastNonzeroMagnitude)
        let (usual, most) = (Self.budgetRounding.lowerBound, Self.budgetRounding.upperBound)
        budgetError = (miss > usual && miss <= most ? miss : usual) * problem.stepBudget
        uncertainty = ResultUncertainty(
            of: result, program: program, units: program.users.map(\.costUnit) + [program.objectiveUnit],
            rounding: rounding,
            rowRounding: program.hasBudget ? budgetError / program.rowScale : 0)
    }

    /// The objective of P2 that the interior-point method found.
    var objective: Double { program.objective(at: result.point) }

    /// The size of P2's terms at the result, against a thousandth of which objectives are measured at least.
    var objectiveSize: Double { program.size(at: result.point) }

    /// |Δf|. What the KKT solution misses the budget by changes its objective by δ times that.
    func compareObjective(_ found: Double) -> WorstDifference {
        let objective = objective
        let shift = program.budgetMultiplier(result.inequalityMultipliers) * budgetError
        return Enclosure(lower: objective - uncertainty.objective - shift, upper: objective + shift).difference(
            of: found, "objective", limit: limits.objective, floor: 1e-3 * objectiveSize)
    }

    /// max |Δa|/α.
    func compareDecisions(_ found: [Double]) -> WorstDifference {
        var worst = WorstDifference("a", limit: limits.decisions)
        for (user, own) in program.users.enumerated() {
            let unit = own.decisionUnit
            guard unit > 0 else {
                worst.add(abs(found[user] - own.decisionBase), error: 0)
                continue
            }
            worst.add(
                abs(found[user] - decisions[user]) / unit,
                error: uncertainty.variables[user] + Self.baseRounding * own.decisionBase / unit)
        }
        return worst
    }

    /// max |Δs|/σ, relative to the larger cap where s has one value.
    func compareSteps(_ found: [Double]) -> WorstDifference {
        var worst = WorstDifference("s", limit: limits.steps)
        for (user, own) in program.users.enumerated() {
            let unit = own.stepUnit
            guard unit > 0 else {
                let cap = max(problem.curves.local.mostSteps[user], problem.curves.edge.mostSteps[user])
                worst.add(relativeDifference(found[user], own.stepBase, floor: cap), error: 0)
                continue
            }
            worst.add(
                abs(found[user] - steps[user]) / unit,
                error: uncertainty.variables[program.userCount + user]
                    + Self.baseRounding * (own.stepBase + unit) / unit)
        }
        return worst
    }

    /// |Δδ| relative to the larger of both, but at least to a thousandth of what a multiplier must be to move the costs,
    /// their range by the room in the budget.
    func compareBudgetMultiplier(_ found: Double) -> WorstDifference? {
        guard program.hasBudget else { return nil }
        var worst = WorstDifference("delta", limit: limits.multipliers)
        let unit = program.objectiveUnit / program.rowScale
        let delta = program.budgetMultiplier(result.inequalityMultipliers)
        let floor = 1e-3 * program.costRange / program.rowScale
        worst.add(
            relativeDifference(found, delta, floor: floor),
            error: unit * uncertainty.coupling / max(delta, floor))
        return worst
    }

    /// max |Δζ| relative to the larger of both, but at least to the size of the terms of which ζ = −Φ(s) is the
    /// difference. With L and the cap both in force ζ is not unique, and the multiplier of L shows it:
    ///
    ///     |Δζ| ≤ min(H·e_t + h·e_y + η + ε_t, ζ·(e/w) + ζ)
    ///
    /// in the units of t: from (18b), where the cap binds, and from the cap's own slack w, where it does not.
    func compareCapMultipliers(_ found: [Double]) -> WorstDifference {
        var worst = WorstDifference("zeta", limit: limits.multipliers)
        let count = program.userCount
        let (y, w) = (result.inequalityMultipliers, result.slacks)
        for (user, own) in program.users.enumerated() where own.cap != nil {
            let row = 3 * count + user
            let unit = own.costUnit / own.stepUnit
            let share = own.stepUnit / (own.cap?.scale ?? 1)
            let (x, t) = (uncertainty.variables[user], uncertainty.variables[count + user])
            let bySteps =
                uncertainty.curvatures[user] * t + uncertainty.couplingSlopes[user] * uncertainty.coupling
                + y[2 * count + user] + rounding[count + user]
            let slackShift = share * t + abs(own.cap?.rise ?? 0) / (own.cap?.scale ?? 1) * x
            let bySlack = share * y[row] * (1 + slackShift / w[row])
            let zeta = program.capMultiplier(y, user)
            let floor = unit * rounding[count + user] / Self.gradientRounding
            worst.add(
                relativeDifference(found[user], zeta, floor: floor),
                error: unit * min(bySteps, bySlack) / max(zeta, floor))
        }
        return worst
    }
}

import CertifiedSolving
import InteriorPoint
import OffloadModel

extension CrossChecker {
    /// Compares the steps of a plan with those that the interior-point method finds for the same set. The quantities
    /// are
    ///
    /// - `objective`: |Δf| relative to the larger of both, but at least to a thousandth of M = Σ |K| + A·s + B + D,
    ///   since the terms may cancel;
    /// - `s`: max |Δs|, relative to the range that the user's limits and the budget leave it;
    /// - `price`: |Δλ| relative to the larger of both, but at least to a thousandth of what would matter, the range of
    ///   the costs by the room in the budget; only where a price is given;
    /// - `interior residual`: as the interior-point method measures it.
    ///
    /// Steps and price are compared where the data determine them, that is where the interior-point method knows them to a
    /// quarter of the limit; a price that is not unique is never. The objective is, unless it lies far from both ends of
    /// the interval that the method proves, f at its point and q(λ) of the set at its price. ``Agreement/note`` names what
    /// was left out.
    ///
    /// - Parameters:
    ///   - problem: P1.
    ///   - plan: a plan with real steps.
    ///   - objective: what the plan is said to cost; recomputed if not given.
    ///   - price: λ of the decided set, nil to leave it out.
    /// - Throws: ``CrossCheckError/wrongCount(field:found:expected:)`` if a column of the plan has another number of
    ///   entries than the problem has users, and ``CrossCheckError`` if the interior-point method cannot begin.
    public func compareSteps(
        of plan: Plan, in problem: OffloadProblem, objective: Double? = nil, price: Double? = nil
    ) throws(CrossCheckError) -> Agreement {
        var agreement = Agreement(subject: "water-filling", userCount: problem.count)
        for (field, found) in [("offloaded", plan.offloaded.count), ("steps", plan.steps.count)]
        where found != problem.count {
            throw .wrongCount(field: field, found: found, expected: problem.count)
        }
        guard let program = PlanProgram(problem, offloaded: plan.offloaded) else {
            agreement.fail("the fewest steps of the plan's set exceed a limit or the budget")
            return agreement
        }
        let result = try solve(program, noting: &agreement)
        guard result.status != .primalInfeasible, result.status != .dualInfeasible else {
            agreement.note = "the interior-point method ended with \(result.status.rawValue)"
            return agreement
        }
        let comparison = PlanComparison(problem, program, result, limits: limits)
        agreement.objective = comparison.enclosure.upper
        var findings = Findings()
        findings.add(comparison.compareObjective(objective ?? plan.cost(in: problem)))
        findings.add(comparison.compareSteps(plan.steps))
        if let price { findings.add(comparison.comparePrice(price)) }
        if result.residuals.largest <= limits.residuals {
            findings.add("interior residual", result.residuals.largest, limit: limits.residuals)
        }
        agreement.differences = findings.differences
        agreement.note = findings.note
        return agreement
    }

    /// Costs far below this are nothing beside what every proven bound is lowered by, 2⁻⁹⁰⁰ for each user.
    private static let leastCost = 0x1p-840

    /// Compares a dual bound max q(λ) with the optimum of the perspective relaxation, which equals it. The quantities
    /// are
    ///
    /// - `bound`: |Δ| relative to the larger of both, but at least to a thousandth of the sum of the magnitudes of the
    ///   costs' terms, since they may cancel;
    /// - `violation`: the scaled violation of the relaxation's constraints.
    ///
    /// The last iterate counts, whatever the method's verdict on it: a point of the relaxation costs at least max q(λ),
    /// and q at its price, evaluated here in scalar code, is at most that. A bound far from both ends of this interval is
    /// left out, and a violation above its limit leaves no interval. The verdict itself is of little use, because the
    /// objective is not smooth at α = 0, where most solutions lie.
    ///
    /// A bound for whole steps is one for the budget ⌊S_e⌋, so it must be compared in a problem with that budget, and it
    /// may be above the relaxation's optimum.
    ///
    /// - Parameters:
    ///   - problem: P1, with the budget that the bound was computed for.
    ///   - bound: the dual bound before branching.
    /// - Throws: ``CrossCheckError`` if the interior-point method cannot begin.
    public func compareRelaxation(of problem: OffloadProblem, bound: Double) throws(CrossCheckError) -> Agreement {
        var agreement = Agreement(subject: "relaxation", userCount: problem.count)
        guard let program = PerspectiveProgram(problem) else {
            agreement.fail("no plan exists, so no bound should")
            return agreement
        }
        let result = try solve(program, noting: &agreement)
        guard result.residuals.primal <= limits.residuals else {
            agreement.note = "the interior-point method ended with \(result.status.rawValue)"
            return agreement
        }
        let enclosure = program.enclosure(result)
        agreement.objective = enclosure.upper
        var findings = Findings()
        findings.add(
            enclosure.difference(
                of: bound, "bound", limit: limits.objective,
                floor: max(1e-3 * program.size(at: result.point), Self.leastCost)))
        findings.add("violation", result.residuals.primal, limit: limits.residuals)
        agreement.differences = findings.differences
        agreement.note = findings.note
        return agreement
    }
}

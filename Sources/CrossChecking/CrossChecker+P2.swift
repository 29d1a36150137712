import InteriorPoint
import LinearAlgebra
import SuccessiveConvex

extension CrossChecker {
    /// Solves a P2 by its KKT conditions and by the interior-point method.
    ///
    /// - Throws: ``CrossCheckError`` if the interior-point method cannot begin.
    public func compare(_ problem: P2Problem) throws(CrossCheckError) -> Agreement {
        let start = clock.seconds()
        let solution = KKTSolver(kernels: kernels).solve(problem)
        let seconds = clock.seconds() - start
        var agreement = try compare(problem, with: solution)
        agreement.solverSeconds = seconds
        return agreement
    }

    /// Compares a solution of a P2 with that of the interior-point method. The quantities are
    ///
    /// - `objective`: |Δf| relative to the larger of both, each solver's own number;
    /// - `a`: max |Δa|; `s`: max |Δs|/(1 + S), S the larger cap;
    /// - `delta`: |Δδ| relative to the larger of both, but at least to a thousandth of G/S_e, since the interior-point
    ///   method never reaches δ = 0;
    /// - `zeta`: max |Δζ| relative to the larger of both, but at least to the size of the terms of which ζ = −Φ(s) is
    ///   the difference, over the users for whom ζ is unique: s is free and the cap is above L;
    /// - `kkt residual`: as the KKT solver measures it; `kkt residual, BLAS`: (16a)–(20) anew from the BLAS evaluation;
    /// - `objective, BLAS`: the KKT solver's objective against the BLAS evaluation at its point;
    /// - `interior residual`: as the interior-point method measures it;
    /// - `ulps`: the kernels' terms of G and C against the BLAS evaluation at the KKT solver's point.
    ///
    /// Where the solution is the verdict that P2 is infeasible, the interior-point method must come to the same one.
    ///
    /// - Throws: ``CrossCheckError`` if the solution has another number of users or the interior-point method cannot
    ///   begin.
    public func compare(_ problem: P2Problem, with solution: KKTSolution) throws(CrossCheckError) -> Agreement {
        var agreement = Agreement(subject: "P2", userCount: problem.count)
        switch solution.status {
        case .solved: break
        case .infeasibleUser, .infeasibleBudget: return try compareVerdict(problem, solution.status, agreement)
        case .onlyPoint:
            agreement.note = "the limits take all of the budget: no multiplier exists"
            return agreement
        case .timeLimit, .numericalFailure:
            agreement.fail("the KKT solver ended with \(solution.status)")
            return agreement
        }
        guard solution.decisions.count == problem.count, solution.steps.count == problem.count else {
            throw .wrongCount(found: solution.decisions.count, expected: problem.count)
        }
        guard let program = P2Program(problem) else {
            agreement.fail("a user's L exceeds every cap")
            return agreement
        }
        let result = try solve(program, noting: &agreement)
        guard let objective = result.objective, result.isSolved else {
            agreement.fail("the interior-point method ended with \(result.status.rawValue)")
            return agreement
        }
        agreement.objective = objective
        let (kkt, interior) = (P2Point(solution), P2Point(result, of: program))
        let conditions = try CrossCheckError.evaluating { () throws(LinearAlgebraError) in
            try P2Conditions(problem, at: kkt)
        }
        let ulps = try CrossCheckError.evaluating { () throws(LinearAlgebraError) in
            try UlpComparison(problem, decisions: kkt.decisions, steps: kkt.steps, kernels: kernels)
        }
        agreement.differences = [
            Difference(
                "objective", relativeDifference(solution.summary.objective, objective), limit: limits.objective),
            Difference("a", largestDifference(kkt.decisions, interior.decisions) { _ in 1 }, limit: limits.decisions),
            Difference(
                "s",
                largestDifference(kkt.steps, interior.steps) {
                    1 + max(problem.curves.local.mostSteps[$0], problem.curves.edge.mostSteps[$0], 0)
                }, limit: limits.steps),
            Difference(
                "delta",
                relativeDifference(
                    kkt.budgetMultiplier, interior.budgetMultiplier, floor: deltaFloor(problem, solution)),
                limit: limits.multipliers),
            Difference("zeta", zetaDifference(program, kkt, interior, conditions), limit: limits.multipliers),
            Difference("kkt residual", solution.summary.residuals.largest, limit: limits.residuals),
            Difference("kkt residual, BLAS", conditions.largest, limit: limits.residuals),
            Difference(
                "objective, BLAS", relativeDifference(solution.summary.objective, conditions.objective),
                limit: limits.objective),
            Difference("interior residual", result.residuals.largest, limit: limits.residuals),
            Difference("ulps", ulps.largest, limit: limits.ulps),
        ]
        return agreement
    }

    private func compareVerdict(
        _ problem: P2Problem, _ status: KKTStatus, _ agreement: Agreement
    ) throws(CrossCheckError) -> Agreement {
        var agreement = agreement
        agreement.note = "both find P2 infeasible"
        guard let program = P2Program(problem) else {
            agreement.differences = [Difference("verdict", 0, limit: 0)]
            return agreement
        }
        let result = try solve(program, noting: &agreement)
        let agrees = result.status == .primalInfeasible
        if agrees {
            agreement.differences = [Difference("verdict", 0, limit: 0)]
        } else {
            agreement.fail("the KKT solver: \(status), the interior-point method: \(result.status.rawValue)")
        }
        return agreement
    }

    /// A thousandth of G/S_e, the size of a multiplier that would matter to the objective.
    private func deltaFloor(_ problem: P2Problem, _ solution: KKTSolution) -> Double {
        let surrogate = solution.summary.objective + problem.penalty * solution.summary.penaltySum
        return problem.stepBudget > 0 ? 1e-3 * abs(surrogate) / problem.stepBudget : 0
    }

    private func zetaDifference(
        _ program: P2Program, _ kkt: P2Point, _ interior: P2Point, _ conditions: P2Conditions
    ) -> Double {
        let curves = program.problem.curves
        var largest = 0.0
        for user in 0..<program.userCount where program.fixedSteps[user] == nil {
            let a = kkt.decisions[user]
            let cap = (1 - a) * curves.local.mostSteps[user] + a * curves.edge.mostSteps[user]
            guard cap - curves.local.fewestSteps[user] > 1e-6 * (1 + abs(cap)) else { continue }
            largest = worse(
                largest,
                relativeDifference(
                    kkt.capMultipliers[user], interior.capMultipliers[user], floor: conditions.stepSizes[user]))
        }
        return largest
    }
}

/// max |x_n − y_n| / scale(n); NaN if any is.
func largestDifference(_ x: [Double], _ y: [Double], scale: (Int) -> Double) -> Double {
    var largest = 0.0
    for index in x.indices { largest = worse(largest, abs(x[index] - y[index]) / scale(index)) }
    return largest
}

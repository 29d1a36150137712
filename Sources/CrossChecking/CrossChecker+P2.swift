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
    /// - `objective`: |Δf| relative to the larger of both, but at least to a thousandth of the sum of the magnitudes of
    ///   f's terms, since they may cancel;
    /// - `a`: max |Δa| and `s`: max |Δs|, each relative to the range that the limits and the budget leave it;
    /// - `delta`: |Δδ| relative to the larger of both, but at least to a thousandth of what would matter, the range of
    ///   the costs by the room in the budget, since the interior-point method never reaches δ = 0;
    /// - `zeta`: max |Δζ| relative to the larger of both, but at least to the size of the terms of which ζ = −Φ(s) is
    ///   the difference;
    /// - `kkt residual`: as the KKT solver measures it; `kkt residual, BLAS`: (16a)–(20) anew from the BLAS evaluation;
    /// - `objective, BLAS`: the KKT solver's objective against the BLAS evaluation at its point, as `objective`;
    /// - `interior residual`: as the interior-point method measures it;
    /// - `ulps`: the kernels' terms of G and C against the BLAS evaluation at the KKT solver's point.
    ///
    /// The first five are compared where the data determine them, that is where the interior-point method knows them to a
    /// quarter of the limit; multipliers that are not unique are never. ``Agreement/note`` names what was left out. Where
    /// the limits alone take all of the budget, Slater's condition fails: δ and ζ are then left out.
    ///
    /// Where the solution is the verdict that P2 is infeasible, the least demands and the interior-point method must come
    /// to the same one.
    ///
    /// - Throws: ``CrossCheckError/wrongCount(field:found:expected:)`` if a column of the solution has another number of
    ///   entries than P2 has users, and ``CrossCheckError`` if the interior-point method cannot begin.
    public func compare(_ problem: P2Problem, with solution: KKTSolution) throws(CrossCheckError) -> Agreement {
        var agreement = Agreement(subject: "P2", userCount: problem.count)
        switch solution.status {
        case .solved, .onlyPoint: break
        case .infeasibleUser, .infeasibleBudget: return try compareVerdict(problem, solution.status, agreement)
        case .timeLimit, .numericalFailure:
            agreement.isAnswered = false
            agreement.note = "the KKT solver ended with \(solution.status)"
            return agreement
        }
        try solution.checkLengths(problem.count)
        guard let limits = P2Limits.all(of: problem) else {
            agreement.fail("a user's L exceeds every cap")
            return agreement
        }
        let (room, rounding) = P2Limits.room(in: problem, limits)
        let isEmpty = !limits.contains(where: \.isInBudget)
        guard room >= -4 * rounding, solution.status == .solved || room <= 4 * rounding else {
            agreement.fail("the KKT solver: \(solution.status), the limits leave \(room) of the budget")
            return agreement
        }
        let isFull = solution.status == .onlyPoint || room <= 0 && !isEmpty
        guard let (program, result) = try solve(problem, isFull: isFull, noting: &agreement) else {
            agreement.fail("a user's L exceeds every cap")
            return agreement
        }
        let comparison = P2Comparison(problem, program, result, beside: solution, limits: self.limits)
        try fill(&agreement, with: solution, comparison, hasMultipliers: solution.status == .solved)
        if isFull { agreement.add(note: "the limits alone take all of the budget: multipliers are not comparable") }
        return agreement
    }

    /// The program of a P2 with its result. Where the penalty outweighs the costs of users, their decisions are set first:
    /// beside the penalty the costs would have no digits left. The multipliers prove that or the program is solved whole.
    private func solve(
        _ problem: P2Problem, isFull: Bool, noting agreement: inout Agreement
    ) throws(CrossCheckError) -> (P2Program, InteriorPointResult)? {
        if !isFull, let program = P2Program(problem, decides: true), !program.decided.isEmpty, program.room > 0 {
            let result = try solve(program, noting: &agreement)
            let isSolved = result.status == .optimal || result.status == .acceptable
            if isSolved, program.confirmsDecisions(result.inequalityMultipliers, of: problem) {
                return (program, result)
            }
        }
        guard let program = P2Program(problem, isFull: isFull) else { return nil }
        return (program, try solve(program, noting: &agreement))
    }

    /// All differences of a solution with a point.
    private func fill(
        _ agreement: inout Agreement, with solution: KKTSolution, _ comparison: P2Comparison, hasMultipliers: Bool
    ) throws(CrossCheckError) {
        var findings = Findings()
        // The limits have shown that P2 has solutions, so a verdict to the contrary leaves only the checks without it.
        let status = comparison.result.status
        let hasPoint = status != .primalInfeasible && status != .dualInfeasible
        if hasPoint {
            agreement.objective = comparison.objective
            findings.add(comparison.compareObjective(solution.summary.objective))
            findings.add(comparison.compareDecisions(solution.decisions))
            findings.add(comparison.compareSteps(solution.steps))
        }
        let problem = comparison.problem
        let conditions = try CrossCheckError.evaluating { () throws(LinearAlgebraError) in
            try P2Conditions(problem, at: solution)
        }
        if hasMultipliers, hasPoint {
            findings.add(comparison.compareBudgetMultiplier(solution.budgetMultiplier))
            findings.add(comparison.compareCapMultipliers(solution.capMultipliers))
        }
        if hasMultipliers {
            findings.add("kkt residual", solution.summary.residuals.largest, limit: limits.residuals)
            findings.add("kkt residual, BLAS", conditions.largest, limit: limits.residuals)
        }
        findings.add(
            "objective, BLAS",
            relativeDifference(
                solution.summary.objective, conditions.objective, floor: 1e-3 * comparison.objectiveSize),
            limit: limits.objective)
        if hasPoint, comparison.result.residuals.largest <= limits.residuals {
            findings.add("interior residual", comparison.result.residuals.largest, limit: limits.residuals)
        } else {
            agreement.add(note: "the interior-point method ended with \(status.rawValue)")
        }
        let ulps = try CrossCheckError.evaluating { () throws(LinearAlgebraError) in
            try UlpComparison(problem, decisions: solution.decisions, steps: solution.steps, kernels: kernels)
        }
        findings.add("ulps", ulps.largest, limit: limits.ulps)
        agreement.differences = findings.differences
        if let note = findings.note { agreement.add(note: note) }
    }
}

extension KKTSolution {
    /// Checks that every column has one entry for each user.
    fileprivate func checkLengths(_ count: Int) throws(CrossCheckError) {
        let columns = [
            ("decisions", decisions), ("steps", steps), ("zeroMultipliers", zeroMultipliers),
            ("oneMultipliers", oneMultipliers), ("capMultipliers", capMultipliers),
            ("floorMultipliers", floorMultipliers),
        ]
        for (field, values) in columns where values.count != count {
            throw .wrongCount(field: field, found: values.count, expected: count)
        }
    }
}

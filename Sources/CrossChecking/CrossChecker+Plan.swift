import CertifiedSolving
import InteriorPoint
import OffloadModel

extension CrossChecker {
    /// Compares the steps of a plan with those that the interior-point method finds for the same set. The quantities are
    ///
    /// - `objective`: |Δf| relative to the larger of both;
    /// - `s`: max |Δs|/(1 + S) with S of the user's site;
    /// - `price`: |Δλ| relative to the larger of both, but at least to a thousandth of the mean cost of a step, Σ|R|/S_e; only where a price is given and an
    ///   offloaded user is strictly between its limits, since λ is not unique otherwise;
    /// - `interior residual`: as the interior-point method measures it.
    ///
    /// - Parameters:
    ///   - problem: P1.
    ///   - plan: a plan with real steps.
    ///   - objective: what the plan is said to cost; recomputed if not given.
    ///   - price: λ of the decided set, nil to leave it out.
    /// - Throws: ``CrossCheckError`` if the plan has another number of users or the interior-point method cannot begin.
    public func compareSteps(
        of plan: Plan, in problem: OffloadProblem, objective: Double? = nil, price: Double? = nil
    ) throws(CrossCheckError) -> Agreement {
        var agreement = Agreement(subject: "water-filling", userCount: problem.count)
        guard plan.count == problem.count else {
            throw .wrongCount(found: plan.count, expected: problem.count)
        }
        guard let program = PlanProgram(problem, offloaded: plan.offloaded) else {
            agreement.differences = [Difference("verdict", 1, limit: 0)]
            agreement.note = "the fewest steps of the plan's set exceed a limit or the budget"
            return agreement
        }
        let (result, seconds) = try solve(program)
        agreement.interiorPointSeconds = seconds
        agreement.iterations = result.iterations
        guard let found = result.objective, result.isSolved else {
            agreement.differences = [Difference("verdict", 1, limit: 0)]
            agreement.note = "the interior-point method ended with \(result.status.rawValue)"
            return agreement
        }
        let count = problem.count
        let steps = (0..<count).map { program.fixedSteps[$0] ?? result.point[count + $0] }
        func curves(_ user: Int) -> CostCurves { problem.curves(at: plan.offloaded[user] ? .edge : .local) }
        agreement.differences = [
            Difference(
                "objective", relativeDifference(objective ?? plan.objective(in: problem), found),
                limit: limits.objective),
            Difference(
                "s", largestDifference(plan.steps, steps) { 1 + max(curves($0).mostSteps[$0], 0) },
                limit: limits.steps),
        ]
        let isUnique = (0..<count).contains { user in
            guard plan.offloaded[user] else { return false }
            let (fewest, most) = (problem.edge.fewestSteps[user], problem.edge.mostSteps[user])
            let margin = 1e-6 * (1 + most)
            return plan.steps[user] > fewest + margin && plan.steps[user] < most - margin
        }
        if let price, isUnique {
            var size = 0.0
            for user in 0..<count { size += abs(CurveJet(curves(user), user, at: plan.steps[user]).value) }
            agreement.differences.append(
                Difference(
                    "price",
                    relativeDifference(
                        price, result.inequalityMultipliers[2 * count], floor: 1e-3 * size / problem.stepBudget),
                    limit: limits.multipliers))
        }
        agreement.differences.append(
            Difference("interior residual", result.residuals.largest, limit: limits.residuals))
        return agreement
    }

    /// Compares a dual bound max q(λ) with the optimum of the perspective relaxation, which equals it. The quantities are
    ///
    /// - `bound`: |Δ| relative to the larger of both, but at least to Σ|r|/N·10⁻³ for bounds near 0;
    /// - `interior residual`: as the interior-point method measures it.
    ///
    /// - Parameters:
    ///   - problem: P1.
    ///   - bound: the dual bound before branching.
    /// - Throws: ``CrossCheckError`` if the interior-point method cannot begin.
    public func compareRelaxation(of problem: OffloadProblem, bound: Double) throws(CrossCheckError) -> Agreement {
        var agreement = Agreement(subject: "relaxation", userCount: problem.count)
        guard let program = PerspectiveProgram(problem) else {
            agreement.differences = [Difference("verdict", 1, limit: 0)]
            agreement.note = "no plan exists, so no bound should"
            return agreement
        }
        let (result, seconds) = try solve(program)
        agreement.interiorPointSeconds = seconds
        agreement.iterations = result.iterations
        guard let found = result.objective, result.isSolved else {
            agreement.differences = [Difference("verdict", 1, limit: 0)]
            agreement.note = "the interior-point method ended with \(result.status.rawValue)"
            return agreement
        }
        let sizes = program.stayCosts.reduce(0) { $0 + abs($1) }
        agreement.differences = [
            Difference(
                "bound", relativeDifference(bound, found, floor: 1e-3 * sizes / Double(max(problem.count, 1))),
                limit: limits.objective),
            Difference("interior residual", result.residuals.largest, limit: limits.residuals),
        ]
        return agreement
    }

    /// Solves P1 to proven optimality, and compares the plan's steps and the bound before branching.
    ///
    /// - Parameters:
    ///   - problem: P1.
    ///   - settings: of the certified solver; steps are real, whatever they say.
    /// - Returns: The comparisons `water-filling` and `relaxation`.
    /// - Throws: ``CrossCheckError/infeasible(_:)`` if no plan exists, ``CrossCheckError/setting(_:)`` for a setting out of
    ///   its range, and what the comparisons throw.
    public func compare(
        _ problem: OffloadProblem, settings: CertifiedSolverSettings = .init()
    ) throws(CrossCheckError) -> [Agreement] {
        var settings = settings
        settings.stepRule = .continuous
        if let reason = problem.infeasibility(under: .continuous) { throw .infeasible(reason) }
        let solver = try CrossCheckError.setting { try CertifiedSolver(settings) }
        let start = clock.seconds()
        let result = solver.solve(problem)
        let seconds = clock.seconds() - start
        guard let plan = result.plan, let price = result.dualPrice else {
            var failed = Agreement(subject: "water-filling", userCount: problem.count)
            failed.differences = [Difference("verdict", .nan, limit: 0)]
            failed.note = "the certified solver ended with \(result.status)"
            return [failed]
        }
        var steps = try compareSteps(of: plan, in: problem, objective: result.objective, price: result.price)
        let bound = dualValue(at: price, of: problem, plan: plan)
        var relaxation = try compareRelaxation(of: problem, bound: bound)
        steps.solverSeconds = seconds
        relaxation.solverSeconds = seconds
        return [steps, relaxation]
    }

    /// q(λ), proven from below by the certificate's verifier.
    private func dualValue(at price: Double, of problem: OffloadProblem, plan: Plan) -> Double {
        let certificate = PlanCertificate(
            plan: plan, objective: plan.objective(in: problem), lowerBound: -.greatestFiniteMagnitude,
            proof: BoundProof(price: price))
        return certificate.verify(for: problem).lowerBound ?? .nan
    }
}

import CertifiedSolving
import InteriorPoint
import OffloadModel

extension CrossChecker {
    /// Compares the steps of a plan with those that the interior-point method finds for the same set. The quantities
    /// are
    ///
    /// - `objective`: |Δf| relative to the larger of both, but at least to a thousandth of M = Σ |K| + A·s + B + D,
    ///   since the terms may cancel;
    /// - `s`: max |Δs|/(1 + S), S the limit at the user's site, over the users whom it makes a difference: R(s) + λ·s
    ///   differs by more than 10⁻¹⁴ of the user's share of M;
    /// - `price`: |Δλ| relative to the larger of both, but at least to a thousandth of M/S_e; only where a price is
    ///   given and an offloaded user is strictly between its limits, since λ is not unique otherwise;
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
            agreement.fail("the fewest steps of the plan's set exceed a limit or the budget")
            return agreement
        }
        let result = try solve(program, noting: &agreement)
        guard let found = result.objective, result.isSolved else {
            agreement.fail("the interior-point method ended with \(result.status.rawValue)")
            return agreement
        }
        agreement.objective = found
        let count = problem.count
        let steps = (0..<count).map { program.fixedSteps[$0] ?? result.point[count + $0] }
        let foundPrice = program.hasBudget ? result.inequalityMultipliers[2 * count] : 0
        var magnitude = 0.0
        var difference = 0.0
        for user in 0..<count {
            let curves = problem.curves(at: plan.offloaded[user] ? .edge : .local)
            let share =
                abs(curves.constant[user]) + curves.stepCost[user] * plan.steps[user] + curves.errorWeight[user]
                + curves.utilityWeight[user]
            magnitude += share
            let move = plan.steps[user] - steps[user]
            let gain =
                CurveJet(curves, user, at: plan.steps[user]).value - CurveJet(curves, user, at: steps[user]).value
                + (plan.offloaded[user] ? foundPrice * move : 0)
            if !(abs(gain) <= 1e-14 * share) {
                difference = worse(difference, abs(move) / (1 + max(curves.mostSteps[user], 0)))
            }
        }
        agreement.differences = [
            Difference(
                "objective",
                relativeDifference(objective ?? plan.cost(in: problem), found, floor: 1e-3 * magnitude),
                limit: limits.objective),
            Difference("s", difference, limit: limits.steps),
        ]
        let isUnique = (0..<count).contains { user in
            guard plan.offloaded[user] else { return false }
            let (fewest, most) = (problem.edge.fewestSteps[user], problem.edge.mostSteps[user])
            let margin = 1e-6 * (1 + most)
            return plan.steps[user] > fewest + margin && plan.steps[user] < most - margin
        }
        if let price, isUnique {
            agreement.differences.append(
                Difference(
                    "price", relativeDifference(price, foundPrice, floor: 1e-3 * magnitude / problem.stepBudget),
                    limit: limits.multipliers))
        }
        agreement.differences.append(
            Difference("interior residual", result.residuals.largest, limit: limits.residuals))
        return agreement
    }

    /// Compares a dual bound max q(λ) with the optimum of the perspective relaxation, which equals it. The quantities
    /// are
    ///
    /// - `bound`: |Δ| relative to the larger of both, but at least to a thousandth of Σ |r|;
    /// - `violation`: the scaled violation of the relaxation's constraints.
    ///
    /// The last iterate counts, whatever the method's verdict on it: a point of the relaxation costs at least
    /// max q(λ) and a bound q(λ) is at most that, so two numbers that meet prove each other. The verdict itself is of
    /// little use, because the objective is not smooth at α = 0, where most solutions lie.
    ///
    /// - Parameters:
    ///   - problem: P1.
    ///   - bound: the dual bound before branching.
    /// - Throws: ``CrossCheckError`` if the interior-point method cannot begin.
    public func compareRelaxation(of problem: OffloadProblem, bound: Double) throws(CrossCheckError) -> Agreement {
        var agreement = Agreement(subject: "relaxation", userCount: problem.count)
        guard let program = PerspectiveProgram(problem) else {
            agreement.fail("no plan exists, so no bound should")
            return agreement
        }
        let result = try solve(program, noting: &agreement)
        let size = program.stayCosts.reduce(0) { $0 + abs($1) }
        agreement.objective = result.records.last?.objective
        agreement.differences = [
            Difference(
                "bound", relativeDifference(bound, result.records.last?.objective ?? .nan, floor: 1e-3 * size),
                limit: limits.objective),
            Difference("violation", result.residuals.primal, limit: limits.residuals),
        ]
        return agreement
    }

    /// Solves P1 to proven optimality, and compares the plan's steps and the bound before branching.
    ///
    /// - Parameters:
    ///   - problem: P1.
    ///   - settings: of the certified solver; steps are real, whatever they say. By default the gap is far below what
    ///     the comparison sees, because steps follow from a price only to the square root of the gap, and nodes are
    ///     few.
    /// - Returns: The comparisons `water-filling` and `relaxation`.
    /// - Throws: ``CrossCheckError/infeasible(_:)`` if no plan exists, ``CrossCheckError/setting(_:)`` for a setting
    ///   out of its range, and what the comparisons throw.
    public func compare(
        _ problem: OffloadProblem,
        settings: CertifiedSolverSettings = .init(relativeGap: 1e-13, nodeLimit: 1000)
    ) throws(CrossCheckError) -> [Agreement] {
        var settings = settings
        settings.stepRule = .continuous
        if let reason = problem.infeasibility(under: .continuous) { throw .infeasible(reason) }
        let solver = try CrossCheckError.setting { try CertifiedSolver(settings) }
        let start = clock.seconds()
        let result = solver.solve(problem)
        let seconds = clock.seconds() - start
        let limited = Self.limitedByBudget(problem)
        guard let plan = result.plan, let bound = solver.dualBound(of: limited, startingFrom: result.dualPrice) else {
            var failed = Agreement(subject: "water-filling", userCount: problem.count)
            failed.fail("the certified solver ended with \(result.status)")
            return [failed]
        }
        var steps = try compareSteps(of: plan, in: problem, objective: result.objective, price: result.price)
        var relaxation = try compareRelaxation(of: limited, bound: dualValue(at: bound.price, of: problem, plan: plan))
        if let gap = result.relativeGap, gap > limits.objective, let first = steps.differences.first {
            // The solver says itself that its plan may be this far from the optimum.
            steps.differences[0] = Difference(first.quantity, first.value, limit: gap)
            steps.note = "the certified solver claims a gap of \(DecimalText.significant(gap, digits: 2)), no less"
        }
        steps.solverSeconds = seconds
        relaxation.solverSeconds = seconds
        return [steps, relaxation]
    }

    /// The same problem with no more steps for anybody than the budget has, as the solver's bounds have it.
    private static func limitedByBudget(_ problem: OffloadProblem) -> OffloadProblem {
        var edge = problem.edge
        for user in 0..<problem.count { edge.mostSteps[user] = min(edge.mostSteps[user], problem.stepBudget) }
        guard let limited = try? OffloadProblem(local: problem.local, edge: edge, stepBudget: problem.stepBudget) else {
            preconditionFailure("lower limits are as valid as the problem's own")
        }
        return limited
    }

    /// q(λ), proven from below by the certificate's verifier, which shares no code with the kernels.
    private func dualValue(at price: Double, of problem: OffloadProblem, plan: Plan) -> Double {
        let certificate = PlanCertificate(
            plan: plan, objective: plan.cost(in: problem), lowerBound: -.greatestFiniteMagnitude,
            proof: BoundProof(price: price))
        return certificate.verify(for: problem).lowerBound ?? .nan
    }
}

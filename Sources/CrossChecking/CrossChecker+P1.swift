import CertifiedSolving
import InteriorPoint
import OffloadModel

extension CrossChecker {
    /// Solves P1 to proven optimality, and compares the plan's steps and the bound before branching.
    ///
    /// - Parameters:
    ///   - problem: P1.
    ///   - settings: of the certified solver; steps are real, whatever they say, and so both sides have the budget S_e. By
    ///     default the gap is far below what the comparison sees, because steps follow from a price only to the square
    ///     root of the gap, and nodes are few.
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
            failed.isAnswered = false
            failed.note = "the certified solver ended with \(result.status)"
            return [failed]
        }
        var steps = try compareSteps(of: plan, in: problem, objective: result.objective, price: result.price)
        var relaxation = try compareRelaxation(of: limited, bound: dualValue(at: bound.price, of: problem, plan: plan))
        if let gap = result.relativeGap, gap > limits.objective,
            let index = steps.differences.firstIndex(where: { $0.quantity == "objective" })
        {
            // The solver says itself that its plan may be this far from the optimum.
            steps.differences[index] = Difference("objective", steps.differences[index].value, limit: gap)
            steps.add(note: "the certified solver claims a gap of \(DecimalText.significant(gap, digits: 2)), no less")
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

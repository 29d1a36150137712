import CertifiedSolving
import OffloadModel
import TestSupport
import Testing

/// Every reference scenario, against the optima that independent solvers found.
@Suite struct ReferenceTests {
    @Test(arguments: ReferenceInstances.optima.map(\.name))
    func continuousStepsReachTheKnownOptimum(name: String) throws {
        let known = try #require(ReferenceInstances.optima.first { $0.name == name })
        let problem = try ReferenceInstances.problem(name)
        let result = try CertifiedSolver().solve(problem)
        guard let objective = known.objective else {
            return try checkInfeasible(result, problem: problem, known: known)
        }
        try check(result, problem: problem, optimum: objective)
        let price = try #require(result.price)
        let shadowPrice = try #require(known.shadowPrice)
        #expect(abs(price - shadowPrice) <= 1e-6 * shadowPrice, "price \(price) for \(shadowPrice)")
        let plan = try #require(result.plan)
        for user in 0..<problem.count where plan.offloaded[user] {
            let curve = problem.edge[user]
            let steps = plan.steps[user]
            let slope = curve.derivative(at: steps) + price
            let rounding = 4 * Double.ulpOfOne * (2 * curve.stepCost - curve.derivative(at: steps))
            // Strictly between its limits a user pays the price, at either limit more or less.
            if steps > curve.fewestSteps { #expect(slope <= 1e-11 * price + rounding, "user \(user)") }
            if steps < curve.mostSteps { #expect(slope >= -1e-11 * price - rounding, "user \(user)") }
        }
    }

    @Test(arguments: ReferenceInstances.optima.filter { $0.integerObjective != nil }.map(\.name))
    func wholeStepsReachTheKnownOptimum(name: String) throws {
        let known = try #require(ReferenceInstances.optima.first { $0.name == name })
        let problem = try ReferenceInstances.problem(name)
        let result = try CertifiedSolver(.init(stepRule: .integer)).solve(problem)
        try check(result, problem: problem, optimum: try #require(known.integerObjective))
    }

    /// max q(λ), before any branching, against the bound that the independent solvers found.
    ///
    /// q is concave, so the maximum found may be short of the true one by the slack that the search reports.
    @Test(arguments: ReferenceInstances.optima.filter { $0.rootBound != nil }.map(\.name))
    func dualBoundIsTheKnownOne(name: String) throws {
        let known = try #require(ReferenceInstances.optima.first { $0.name == name })
        let rootBound = try #require(known.rootBound)
        let bound = try #require(try CertifiedSolver().dualBound(of: ReferenceInstances.problem(name)))
        let scale = abs(rootBound)
        #expect(bound.value <= rootBound + 4e-15 * scale)
        #expect(rootBound - bound.value <= bound.slack + 1e-12 * scale, "\(bound) for \(rootBound)")
        #expect(bound.slack <= 1e-12 * scale)
    }

    private func check(_ result: CertifiedResult, problem: OffloadProblem, optimum: Double) throws {
        let certificate = try #require(result.certificate)
        let scale = abs(optimum)
        #expect(result.status == .optimal, "nodes \(result.statistics.nodes) gap \(certificate.relativeGap)")
        #expect(certificate.relativeGap <= 1e-9)
        #expect(abs(certificate.objective - optimum) <= 1e-9 * scale)
        // The reference optima are themselves rounded, in the last digits that doubles have.
        #expect(certificate.lowerBound <= optimum + 4e-15 * scale)
        #expect(certificate.plan.violation(in: problem) == nil)
        #expect(certificate.verify(for: problem).failure == nil)
    }

    private func checkInfeasible(
        _ result: CertifiedResult, problem: OffloadProblem, known: ReferenceInstances.Optimum
    ) throws {
        #expect(result.certificate == nil)
        if let user = known.user { #expect(result.status == .infeasible(.user(user))) }
        if let need = known.need {
            #expect(result.status == .infeasible(.budget(required: need, available: problem.stepBudget)))
        }
    }
}

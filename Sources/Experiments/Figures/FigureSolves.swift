import CertifiedSolving
import OffloadModel
import ScenarioFiles
import SuccessiveConvex
import VectorKernels

/// A plan that a method found for a scenario.
struct FigurePlan: Sendable {
    let objective: Double
    /// What is proven about every plan of the scenario.
    let lowerBound: Double
    let totals: PlanTotals
    let offloaded: Int
    let edgeStepsUsed: Double
    let users: Int

    /// 1 − the mean error, the paper's accuracy.
    var accuracy: Double { 1 - totals.error / Double(users) }

    /// The distance to the proven bound, relative to the larger magnitude of the two.
    var gap: Double { PlanCertificate.relativeGap(objective: objective, lowerBound: lowerBound) }
}

/// Solves the scenarios of figures; every solve can be stopped.
struct FigureSolves {
    let settings: ReproductionSettings
    let mayContinue: @Sendable () -> Bool

    /// The certified optimum, nil if stopped.
    ///
    /// - Throws: ``ReproductionError`` if the optimum is not proven or its proof does not hold.
    func certified(_ scenario: Scenario, _ problem: OffloadProblem) throws -> FigurePlan? {
        let result = try certifiedResult(problem)
        if result.status == .stopped { return nil }
        guard result.status == .optimal, let plan = result.plan, let certificate = result.certificate,
            certificate.holds(for: problem)
        else {
            let status = result.status == .optimal ? .numericalFailure : result.status
            throw ReproductionError(scenario: scenario.name, method: "certified", status: status)
        }
        return describe(plan, scenario, problem, lowerBound: certificate.lowerBound)
    }

    /// The certified solve alone.
    func certifiedResult(_ problem: OffloadProblem) throws -> CertifiedResult {
        let solver = try CertifiedSolver(
            CertifiedSolverSettings(threads: settings.threads, instructionSet: settings.kernels.instructionSet))
        return solver.solve(problem, while: mayContinue)
    }

    /// The plan of the paper's method, from ½ with τ = 10⁵, nil if stopped.
    ///
    /// - Throws: ``ReproductionError`` if there is none.
    func paper(_ scenario: Scenario, _ problem: OffloadProblem, lowerBound: Double) throws -> FigurePlan? {
        try describe(try paperResult(problem), scenario, problem, lowerBound: lowerBound)
    }

    /// What a run of the paper's method found, nil if it was stopped.
    ///
    /// - Throws: ``ReproductionError`` if there is no plan.
    func describe(
        _ result: SuccessiveConvexResult, _ scenario: Scenario, _ problem: OffloadProblem, lowerBound: Double
    ) throws -> FigurePlan? {
        if result.status == .stopped { return nil }
        guard let plan = result.plan else {
            throw ReproductionError(scenario: scenario.name, method: "paper", status: result.status)
        }
        return describe(plan, scenario, problem, lowerBound: lowerBound)
    }

    /// The run of the paper's method alone.
    func paperResult(_ problem: OffloadProblem) throws -> SuccessiveConvexResult {
        let solver = try SuccessiveConvexSolver(SuccessiveConvexSettings(), kernels: settings.kernels)
        return try solver.solve(problem, while: mayContinue)
    }

    /// The paper's baseline: decisions and steps at random.
    ///
    /// - Throws: ``ReproductionError`` if there is no plan.
    func random(
        _ scenario: Scenario, _ problem: OffloadProblem, seed: UInt64, lowerBound: Double
    ) throws -> FigurePlan {
        let result = Baseline.random(seed: seed).solve(problem, kernels: settings.kernels)
        guard let plan = result.plan else {
            throw ReproductionError(scenario: scenario.name, method: "random", status: result.status)
        }
        return describe(plan, scenario, problem, lowerBound: lowerBound)
    }

    private func describe(
        _ plan: Plan, _ scenario: Scenario, _ problem: OffloadProblem, lowerBound: Double
    ) -> FigurePlan {
        FigurePlan(
            objective: plan.cost(in: problem), lowerBound: lowerBound,
            totals: PlanTotals(adding: plan, in: scenario), offloaded: plan.offloadedCount,
            edgeStepsUsed: plan.edgeStepsUsed, users: scenario.count)
    }
}

import CertifiedSolving
import OffloadModel
import ScenarioFiles
import VectorKernels

/// Finds out why a user of a scenario is where the optimal plan has it.
///
/// At the price λ every user takes the side that costs it less, so the reduced cost φ(λ) − r tells most of it. What would
/// change the decision is found by solving the scenario again with one quantity changed, on both sides of the change.
public struct Explainer: Sendable {
    /// The settings of every solve, valid.
    public let settings: CertifiedSolverSettings

    /// An explainer whose solves have the given settings.
    ///
    /// - Throws: `SettingError` if a setting is out of its range.
    public init(_ settings: CertifiedSolverSettings = .init()) throws(SettingError) {
        try settings.validate()
        self.settings = settings
    }

    /// Explains one user.
    ///
    /// - Parameters:
    ///   - user: n, from 0.
    ///   - scenario: the scenario.
    ///   - plan: a plan of the scenario to compare with, with as many users.
    /// - Throws: `SettingError` if there is no such user, or if the plan has another number of users, ``ExplanationError`` if there is no plan, and what makes the
    ///   scenario no problem.
    public func explain(user: Int, of scenario: Scenario, plan: Plan? = nil) throws -> UserExplanation {
        guard (0..<scenario.count).contains(user) else {
            throw SettingError(
                setting: "user", value: "\(user)", allowed: "a whole number from 0 to \(scenario.count - 1)")
        }
        if let plan, plan.count != scenario.count {
            throw SettingError(
                setting: "plan", value: "one of \(plan.count) users",
                allowed: "one of \(scenario.count), as the scenario")
        }
        let problem = try OffloadProblem(scenario)
        let solver = try CertifiedSolver(settings)
        let result = solver.solve(problem)
        if case .infeasible(let reason) = result.status { throw ExplanationError.infeasible(reason) }
        guard let optimum = result.plan, let price = result.price else { throw ExplanationError.failed(result.status) }

        let rule = settings.stepRule
        let curves = UserCurves(problem, user: user, rule: rule, kernels: Kernels(settings.instructionSet))
        let isOffloaded = optimum.offloaded[user]
        let switchPrice = curves.switchPrice(near: price)
        func cost(_ site: Site, _ steps: Double) -> StepCost {
            StepCost(scenario, user: user, site: site, steps: steps, price: price)
        }
        var explanation = UserExplanation(
            user: user, site: isOffloaded ? .edge : .local, steps: optimum.steps[user], status: result.status,
            price: price, priceBelow: result.priceBelow, stepRule: rule, stepBudget: problem.stepBudget,
            edgeStepsUsed: optimum.edgeStepsUsed, offloadedCount: optimum.offloadedCount,
            local: curves.best(at: .local, price: 0).map { cost(.local, $0.steps) },
            edge: curves.best(at: .edge, price: price).map { cost(.edge, $0.steps) },
            twins: (0..<problem.count).reduce(0) {
                $0 + ($1 != user && problem.local[$1] == curves.local && problem.edge[$1] == curves.edge ? 1 : 0)
            },
            switchPrice: switchPrice,
            switches: try switches(
                of: user, in: problem, scenario, curves, switchPrice,
                // What decides sides is the price of the dual problem, far above the plan's where nobody can use more.
                SwitchSearch(
                    solver: solver, user: user, isOffloaded: isOffloaded, price: result.dualPrice ?? price)),
            curves: Site.allCases.flatMap { site -> [StepCost] in
                guard let limits = problem.stepLimits(of: user, at: site, under: rule),
                    let best = curves.best(at: site, price: site == .edge ? price : 0)
                else { return [] }
                return Self.stepsAround(best.steps, in: limits).map { cost(site, $0) }
            })
        explanation.planned = plan.map { cost($0.offloaded[user] ? .edge : .local, $0.steps[user]) }
        return explanation
    }

    /// The limits, and some steps on either side of the best ones.
    private static func stepsAround(_ best: Double, in limits: ClosedRange<Double>) -> [Double] {
        let offsets = [-8.0, -4, -2, -1, 0, 1, 2, 4, 8].map { best + $0 }.filter(limits.contains)
        return Set([limits.lowerBound, limits.upperBound] + offsets).sorted()
    }

    private func switches(
        of user: Int, in problem: OffloadProblem, _ scenario: Scenario, _ curves: UserCurves, _ price: SwitchPrice,
        _ search: SwitchSearch
    ) throws -> [SwitchFinding] {
        if case .noChoice = price { return [] }
        var search = search
        var findings = [try search.budgetChange(of: problem, settings)]
        for quantity in SwitchQuantity.allCases where quantity != .stepBudget {
            findings.append(
                try search.qualityChange(of: problem, UserQuality(quantity, of: user, in: scenario, curves)))
        }
        return findings
    }
}

import Stepwell

/// The objective under one budget after another.
func objectives(of scenario: Scenario, budgets: [Double]) throws -> [Double] {
    let solver = try CertifiedSolver(.init(relativeGap: 1e-9))
    var objectives: [Double] = []
    var price: Double?
    for budget in budgets {
        let problem = try OffloadProblem(scenario.withStepBudget(budget))
        let result = solver.solve(problem, startingFrom: price)
        guard let objective = result.objective else { break }
        objectives.append(objective)
        price = result.price
    }
    return objectives
}

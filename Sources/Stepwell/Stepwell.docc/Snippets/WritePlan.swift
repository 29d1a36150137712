import Stepwell

/// Writes the optimal plan of a scenario with its proof, reads it back, and checks every claim.
func writePlan(of scenario: Scenario, to path: String) throws -> PlanFindings {
    let problem = try OffloadProblem(scenario)
    let result = try CertifiedSolver(.init(relativeGap: 1e-9)).solve(problem)
    let document = try PlanDocument(
        status: result.status, method: "certified", stepRule: .continuous, plan: result.plan,
        objective: result.objective, lowerBound: result.lowerBound, price: result.price,
        priceBelow: result.price.map { _ in PriceBelow(result.priceBelow) },
        certificate: result.certificate?.proof, statistics: PlanStatistics(), scenario: scenario)
    try document.write(path: path)
    return try PlanDocument(path: path).verify(against: scenario)
}

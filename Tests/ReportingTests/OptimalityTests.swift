import Reporting
import ScenarioFiles
import TestSupport
import Testing

/// What the page of a proven optimum says of its KKT conditions and of its prices.
@Suite struct OptimalityTests {
    private func fact(_ name: String, of report: Report) -> String? {
        (report.highlights + report.sections.flatMap(\.facts)).first { $0.name == name }?.value
    }

    private func few(_ limit: Double, users: Int, budget: Double) throws -> Scenario {
        let drawn = try Reports.scenario(users: users)
        var columns = drawn.users
        columns[.edgeStepLimit] = .uniform(limit)
        columns[.localStepLimit] = .uniform(3)
        return try Scenario(
            name: "few", count: users, weights: drawn.weights,
            edge: EdgeServer(stepBudget: budget, powerCoefficient: drawn.edge.powerCoefficient), users: columns)
    }

    /// Residuals of optimal plans are rounding, also of users whose limits bind.
    @Test func residualsOfOptimaAreRounding() throws {
        var scenarios = try Preset.allCases.map { try $0.scenario() }
        for tightness in [0.1, 0.3, 0.6, 0.9] {
            scenarios.append(try Reports.scenario(users: 40, tightness: tightness))
        }
        for budget in [10.0, 40, 47, 200] { scenarios.append(try few(10, users: 20, budget: budget)) }
        for scenario in scenarios {
            let report = try Reports.solve(scenario, curve: false).report
            let largest = try #require(fact("Largest residual of a user", of: report).flatMap(Double.init))
            #expect(largest <= 1e-9, "\(scenario.name), budget \(scenario.edge.stepBudget): \(largest)")
        }
    }

    /// All users at the edge have their most steps, and the budget is the sum of these: more are worth nothing, and
    /// fewer something.
    @Test func bothPricesAreShown() throws {
        let report = try Reports.solve(few(10, users: 20, budget: 40), curve: false)
        #expect(fact("Price", of: report.report) == "0")
        let below = try #require(fact("Price below", of: report.report).flatMap(Double.init))
        #expect(below > 1e-4)
        // A user may be a few units in the last place off a limit in a plan file of another program.
        var plan = try #require(report.plan.outcome)
        let user = try #require(plan.plan.offloaded.firstIndex(of: true))
        plan.plan.steps[user] = plan.plan.steps[user].nextDown
        var other = report
        other.plan = try PlanDocument(
            status: .optimal, method: "certified", stepRule: .continuous, outcome: plan,
            lowerBound: report.plan.lowerBound, relativeGap: report.plan.relativeGap, price: 0)
        let largest = try #require(fact("Largest residual of a user", of: other.report).flatMap(Double.init))
        #expect(largest <= 1e-9)
        #expect(fact("Price below", of: other.report) == nil)
    }
}

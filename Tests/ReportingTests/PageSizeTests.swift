import OffloadModel
import Plotting
import Reporting
import ScenarioFiles
import SuccessiveConvex
import TestSupport
import Testing

/// Pages stay small, whatever they report on, and say what they left out.
@Suite struct PageSizeTests {
    private static let limit = 1_000_000

    /// A million users; here the decisions are drawn, for the page does not care who made them.
    @Test func aMillionUsersFit() async throws {
        let users = Effort.isOptimised ? 1_000_000 : 20_000
        let scenario = try Reports.scenario(users: users)
        var generator = SeededGenerator(seed: 1)
        let offloaded = (0..<users).map { _ in generator.uniform(0, 1) < 0.4 }
        let steps = offloaded.map { $0 ? generator.uniform(20, 40) : generator.uniform(5, 15) }
        let plan = try PlanDocument(
            status: .feasible, method: "greedy", stepRule: .continuous,
            outcome: PlanOutcome(
                plan: Plan(sites: offloaded, steps: steps), objective: -1,
                totals: PlanTotals(time: 1, error: 1, energy: 1, utility: 1)), lowerBound: nil, relativeGap: nil,
            price: nil)
        let report = SolveReport(scenario: scenario, plan: plan, findings: nil).report
        let page = try await Reports.page(report)
        #expect(page.utf8.count < Self.limit / 4, "\(page.utf8.count)")
        #expect(page.contains("There are too many users to show each one"))
        // The quantiles are those of uniform numbers: a straight line.
        let quantiles = try #require(report.sections.first?.figures.first).figure
        for (series, range) in zip(quantiles.series, [5.0...15, 20...40]) {
            let length = range.upperBound - range.lowerBound
            // Kolmogorov: the largest distance exceeds 2/√n with a probability of 0.0007.
            let tolerance = length * 2 / (0.4 * Double(users)).squareRoot()
            for (level, value) in zip(series.x, series.y) {
                let expected: Double = range.lowerBound + 0.01 * level * length
                #expect(abs(value - expected) <= tolerance)
            }
        }
        if users > BudgetCurve.mostUsers { #expect(page.contains("at most 100,000 users")) }
    }

    /// Branch and bound may report a hundred thousand nodes, the paper's method a thousand sub-problems.
    @Test func longHistoriesFit() async throws {
        var report = try Reports.paper(Reports.scenario(users: 1000))
        let first = try #require(report.trace.first)
        report.trace = (0..<5000).map { index in
            var row = first
            row.iteration = index
            row.multiplier = 1 / Double(index + 1)
            return row
        }
        report.iterations = (1...100_000).map { index in
            IterationRecord(
                iteration: index, primal: 1 + 1 / Double(index), dual: 1 - 1 / Double(index), price: Double(index),
                passes: index, seconds: 1)
        }
        let page = try await Reports.page(report.report)
        #expect(page.utf8.count < Self.limit, "\(page.utf8.count)")
        #expect(page.contains("400 of 100,000 iterations are shown."))
        #expect(page.contains("400 of 5,000 sub-problems P2 are shown."))
        #expect(page.contains("Of 100000 rows the first 100 and the last 100 are shown."))
    }
}

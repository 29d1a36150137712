import CertifiedSolving
import OffloadModel
import Reporting
import ScenarioFiles
import TestSupport
import Testing

/// The curve over budgets is what separate solves find.
@Suite struct BudgetCurveTests {
    private func curve(
        _ problem: OffloadProblem, from price: Double? = nil,
        while mayContinue: @escaping @Sendable () -> Bool = { true }
    ) throws -> BudgetCurve? {
        try BudgetCurve(around: problem, settings: .init(), startingFrom: price, while: mayContinue)
    }

    @Test(arguments: ["hetero-n30-t30", "twins-n30", "floors-n80", "everything-n200", "deadline-n80"])
    func pointsAreOptimal(name: String) throws {
        let problem = try ReferenceInstances.problem(name)
        let known = try #require(ReferenceInstances.optima.first { $0.name == name }?.objective)
        let curve = try #require(try curve(problem))
        #expect(curve.points.count > 16)
        #expect(curve.points.map(\.stepBudget) == curve.points.map(\.stepBudget).sorted())
        let here = try #require(curve.points.first { $0.stepBudget == problem.stepBudget })
        #expect(abs(here.objective - known) <= 2e-6 * abs(known))
        for point in curve.points {
            // Cold, to a gap a thousand times smaller.
            let exact = try CertifiedSolver().solve(problem.withStepBudget(point.stepBudget))
            let (objective, bound) = (try #require(exact.objective), try #require(exact.lowerBound))
            let size = max(abs(objective), 1)
            #expect(point.objective >= bound - 1e-12 * size)
            #expect(point.lowerBound <= objective + 1e-12 * size)
            #expect(point.objective - point.lowerBound <= 2e-6 * size)
        }
        for (one, next) in zip(curve.points, curve.points.dropFirst()) {
            // More steps cost nothing, and save at most the price at which they were scarcer: q is concave in λ, so
            // OPT(S) ≥ q(λ) with its slope −λ for every S.
            #expect(next.objective <= one.objective + 2e-6 * max(abs(one.objective), 1))
            #expect(one.price >= 0 && one.dualPrice >= 0)
        }
    }

    /// Past the demand more steps save nothing, and the price is 0.
    @Test func plentyIsFree() throws {
        let problem = try ReferenceInstances.problem("slack-budget-n40")
        let curve = try #require(try curve(problem))
        #expect(curve.demand <= problem.stepBudget)
        let last = try #require(curve.points.last)
        #expect(last.stepBudget >= curve.demand && last.price == 0)
    }

    @Test func whatHasNoCurve() throws {
        let small = try ReferenceInstances.problem("hetero-n12-t30")
        #expect(try curve(small, while: { false }) == nil)
        let stop = StopAfter(calls: 20)
        #expect(try curve(small, while: { !stop.isDue }) == nil)
        #expect(stop.hasCome)
        #expect(try curve(ReferenceInstances.problem("infeasible-user-n200")) == nil)
        // Where edge steps are dear nobody offloads, whatever the budget.
        let scenario = try Preset.paperLiteral.scenario()
        #expect(try curve(OffloadProblem(scenario)) == nil)
    }

    @Test func aBudgetOfNothingHasOne() throws {
        let problem = try ReferenceInstances.problem("zero-budget-n40")
        let curve = try #require(try curve(problem))
        #expect(curve.points.first?.stepBudget == 0)
        #expect(curve.points.allSatisfy { $0.stepBudget <= 1.1 * curve.demand })
    }
}

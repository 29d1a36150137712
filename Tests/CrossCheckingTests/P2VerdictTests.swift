import CrossChecking
import InteriorPoint
import OffloadModel
import SuccessiveConvex
import TestSupport
import Testing

/// P2 that have no solution, or one point only.
@Suite struct P2VerdictTests {
    /// Users who are pinned at the edge, whose L is the cap: every variable has one value, and they take `count`·10 steps.
    private func pinned(count: Int, budget: Double) throws -> P2Problem {
        let curve = CostCurve(
            constant: -0.5, stepCost: 1e-3, errorWeight: 0.2, errorDecay: 0.05, utilityWeight: 0.5, utilityRate: 0.04,
            fewestSteps: 10, mostSteps: 10)
        let curves = CostCurves(Array(repeating: curve, count: count))
        let problem = try OffloadProblem(local: curves, edge: curves, stepBudget: budget)
        func all(_ value: Double) -> [Double] { Array(repeating: value, count: count) }
        return try P2Problem(
            curves: ShiftedCurves(problem), u: all(0), v: all(1), z: all(0.05), penalty: 0, previous: all(0.5),
            stepBudget: budget)
    }

    @Test(arguments: [1, 2, 30, 200])
    func pinnedUsersAboveTheBudgetAreFoundInfeasible(count: Int) throws {
        let need = 10 * Double(count)
        for share in [0, 1e-30, 0.5, 0.999] {
            let problem = try pinned(count: count, budget: share * need)
            let program = try #require(CrossChecker.program(of: problem))
            let result = try InteriorPointSolver().solve(program)
            #expect(result.status == .primalInfeasible, "\(share)")
            guard case .infeasibleBudget = KKTSolver().solve(problem).status else {
                Issue.record("\(share): \(KKTSolver().solve(problem).status)")
                continue
            }
            let agreement = try CrossChecker().compare(problem)
            #expect(agreement.verdict == .agrees && agreement.note == "both find P2 infeasible")
        }
    }

    /// With exactly the budget they need, and with more, their one point is the solution.
    @Test(arguments: [1, 2, 30])
    func pinnedUsersWithinTheBudgetAgree(count: Int) throws {
        for share in [1, 1.5, 1e300] {
            let problem = try pinned(count: count, budget: share * 10 * Double(count))
            let program = try #require(CrossChecker.program(of: problem))
            #expect(try InteriorPointSolver().solve(program).status == .optimal)
            let agreement = try CrossChecker().compare(problem)
            #expect(agreement.verdict == .agrees, "\(share): \(agreement.failures)")
            #expect(agreement["a"] == 0 && agreement["s"] == 0)
        }
    }

    /// A verdict that is wrong by a little is seen as well: infeasible by a thousandth, feasible by a thousandth.
    @Test func wrongVerdictsAreCaught() throws {
        let checker = try CrossChecker()
        let feasible = try pinned(count: 3, budget: 30.03)
        var solution = KKTSolver().solve(feasible)
        #expect(try checker.compare(feasible, with: solution).isWithin)
        solution.summary.status = .infeasibleBudget(required: 30, available: 30.03)
        #expect(try checker.compare(feasible, with: solution)["verdict"] == 1)
        solution.summary.status = .onlyPoint
        #expect(try checker.compare(feasible, with: solution)["verdict"] == 1)
        solution.summary.status = .infeasibleUser(0)
        #expect(try checker.compare(feasible, with: solution)["verdict"] == 1)
        let infeasible = try pinned(count: 3, budget: 29.97)
        solution.summary.status = .solved
        #expect(try checker.compare(infeasible, with: solution)["verdict"] == 1)
    }

    /// Where the limits take all of the budget there is no multiplier to compare, but there is a point.
    @Test func theOnlyPointIsComparedWithoutMultipliers() throws {
        let problem = try ReferenceInstances.problem("hetero-n12-t30")
        let expanded = try P2Problem(
            problem, decisions: Array(repeating: 0.5, count: 12), steps: Array(repeating: 5, count: 12), penalty: 0.1)
        let empty = try P2Problem(
            curves: expanded.curves, u: expanded.u, v: expanded.v, z: expanded.z, penalty: 0.1,
            previous: expanded.previous, stepBudget: 0)
        let solution = KKTSolver().solve(empty)
        #expect(solution.status == .onlyPoint)
        let agreement = try CrossChecker().compare(empty, with: solution)
        #expect(agreement.verdict == .agrees, "\(agreement.failures)")
        #expect(agreement["delta"] == nil && agreement["a"] != nil && agreement["s"] != nil)
        #expect(agreement.note?.contains("multipliers are not comparable") == true)
        var wrong = solution
        wrong.steps[3] += 1e-3
        #expect(try !CrossChecker().compare(empty, with: wrong).isWithin)
    }

    /// A solver that ends without an answer has not agreed.
    @Test func noAnswerIsTold() throws {
        let problem = try pinned(count: 3, budget: 40)
        var solution = KKTSolver().solve(problem)
        solution.summary.status = .numericalFailure
        let agreement = try CrossChecker().compare(problem, with: solution)
        #expect(agreement.verdict == .noAnswer && !agreement.isWithin)
        #expect(AgreementTable().row(agreement).hasSuffix("NO ANSWER"))
    }
}

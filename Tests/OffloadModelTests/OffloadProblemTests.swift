import OffloadModel
import TestSupport
import Testing

/// Validation and feasibility of P1.
@Suite struct OffloadProblemTests {
    private static let curve = CostCurve(
        constant: -0.5, stepCost: 0.001, errorWeight: 0.2, errorDecay: 0.05, utilityWeight: 0.5, utilityRate: 0.04,
        fewestSteps: 0, mostSteps: 20)

    private static func problem(
        _ change: (inout CostCurves, inout CostCurves) -> Void = { _, _ in }, budget: Double = 10
    ) throws -> OffloadProblem {
        var local = CostCurves([curve, curve, curve])
        var edge = local
        change(&local, &edge)
        return try OffloadProblem(local: local, edge: edge, stepBudget: budget)
    }

    @Test func invalidDataIsNamed() {
        func error(_ change: (inout CostCurves, inout CostCurves) -> Void) -> ProblemError? {
            do {
                _ = try Self.problem(change)
                return nil
            } catch { return error as? ProblemError }
        }
        let negative = error { local, _ in local.errorDecay[1] = -0.1 }
        #expect(
            negative?.description
                == "p of the local curve, user 1: -0.1 is not a number from 0 to 1000000000000000")
        #expect(error { _, edge in edge.constant[2] = .nan }?.user == 2)
        #expect(error { _, edge in edge.mostSteps[0] = .infinity }?.column == "S")
        #expect(error { _, edge in edge.stepCost.removeLast() }?.value == 2)
        #expect(error { _, edge in edge.mostSteps[0] = -3 } == nil)
        for budget in [-1, Double.nan, .infinity] {
            #expect(throws: ProblemError.self) { try Self.problem(budget: budget) }
        }
        #expect(throws: ProblemError.self) {
            try OffloadProblem(local: CostCurves([]), edge: CostCurves([]), stepBudget: 1)
        }
    }

    /// Numbers whose products could overflow are refused; the limits themselves are not, and a budget may be anything.
    @Test func absurdNumbersAreRefused() throws {
        let columns: [(WritableKeyPath<CostCurves, [Double]>, Double)] = [
            (\.constant, OffloadProblem.largestCost), (\.stepCost, OffloadProblem.largestCost),
            (\.errorWeight, OffloadProblem.largestCost), (\.utilityWeight, OffloadProblem.largestCost),
            (\.errorDecay, OffloadProblem.largestRate), (\.utilityRate, OffloadProblem.largestRate),
            (\.fewestSteps, OffloadProblem.largestStepCount), (\.mostSteps, OffloadProblem.largestStepCount),
        ]
        for (column, largest) in columns {
            _ = try Self.problem { $1[keyPath: column][2] = largest }
            #expect {
                try Self.problem { $1[keyPath: column][2] = largest.nextUp }
            } throws: { error in
                let error = error as? ProblemError
                return error?.user == 2 && error?.site == .edge && error?.value == largest.nextUp
            }
        }
        for column in [\CostCurves.constant, \.mostSteps] {
            #expect(throws: ProblemError.self) { try Self.problem { curves, _ in curves[keyPath: column][0] = -1e300 } }
        }
        _ = try Self.problem(budget: .greatestFiniteMagnitude)
    }

    @Test func infeasibilityNamesTheUserOrTheShortfall() throws {
        let nowhere = try Self.problem { local, edge in
            local.fewestSteps[1] = 21
            edge.fewestSteps[1] = 21
        }
        #expect(nowhere.infeasibility(under: .continuous) == .user(1))
        let short = try Self.problem { local, edge in
            for user in 0..<3 {
                local.mostSteps[user] = 3
                local.fewestSteps[user] = 3.5
                edge.fewestSteps[user] = 3.5
            }
        }
        #expect(short.infeasibility(under: .continuous) == .budget(required: 10.5, available: 10))
        #expect(short.infeasibility(under: .integer) == .budget(required: 12, available: 10))
        // Limits between two whole numbers leave no whole number of steps.
        let fractions = try Self.problem { local, edge in
            for user in 0..<3 {
                (local.fewestSteps[user], local.mostSteps[user]) = (3.2, 3.8)
                (edge.fewestSteps[user], edge.mostSteps[user]) = (3.2, 3.8)
            }
        }
        #expect(fractions.infeasibility(under: .continuous) == nil)
        #expect(fractions.infeasibility(under: .integer) == .user(0))
    }

    @Test func feasibilityAgreesWithExhaustiveSearch() {
        var problems = RandomProblems(seed: 61)
        var infeasible = 0
        for _ in 0..<Effort.rounds(2000) {
            let problem = problems.next(largest: 5)
            let verdict = problem.infeasibility(under: .continuous)
            #expect((verdict == nil) == (BruteForce.continuousOptimum(of: problem) != nil))
            infeasible += verdict == nil ? 0 : 1
        }
        #expect(infeasible > 0)
    }
}

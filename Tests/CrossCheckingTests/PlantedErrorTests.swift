import CertifiedSolving
import CrossChecking
import OffloadModel
import SuccessiveConvex
import TestSupport
import Testing

/// Mistakes that a solver could make are seen: the solver under check is given a slightly different problem, or its
/// solution is changed, and the comparison must name a difference.
@Suite struct PlantedErrorTests {
    private func problem() throws -> OffloadProblem { try ReferenceInstances.problem("hetero-n30-t30") }

    private func subproblem(
        penalty: Double = 0.1, change: (inout CostCurves, inout CostCurves) -> Void = { _, _ in },
        shiftPull: Double = 0
    ) throws -> P2Problem {
        let problem = try problem()
        var (local, edge) = (problem.local, problem.edge)
        let point = CrossChecker.expansionPoint(of: problem)
        let expanded = try P2Problem(
            problem, decisions: point.decisions, steps: point.steps, penalty: penalty)
        change(&local, &edge)
        let changed = try OffloadProblem(local: local, edge: edge, stepBudget: problem.stepBudget)
        return try P2Problem(
            curves: ShiftedCurves(changed), u: expanded.u, v: expanded.v, z: expanded.z, penalty: penalty,
            previous: Array(repeating: 0.6 + shiftPull, count: problem.count), stepBudget: problem.stepBudget)
    }

    private func failures(of solution: KKTSolution, for problem: P2Problem) throws -> Set<String> {
        let agreement = try CrossChecker().compare(problem, with: solution)
        return Set(agreement.differences.filter { !$0.isWithin }.map(\.quantity))
    }

    @Test func theRightSolutionPasses() throws {
        let right = try subproblem()
        #expect(try failures(of: KKTSolver().solve(right), for: right).isEmpty)
    }

    /// −τ(2a^(i) − 1) with the wrong sign in num: the solver is handed the previous decisions mirrored about ½.
    @Test func aWrongSignInThePenaltyIsCaught() throws {
        let wrong = try KKTSolver().solve(subproblem(shiftPull: -0.2))
        let found = try failures(of: wrong, for: subproblem())
        #expect(found.isSuperset(of: ["objective", "a", "kkt residual, BLAS", "objective, BLAS"]))
        #expect(!found.contains("interior residual"))
    }

    /// One curve's B, for one user, larger by a part in a million in the solver's evaluation.
    @Test func aWrongCoefficientIsCaught() throws {
        let wrong = try KKTSolver().solve(subproblem { local, _ in local.errorWeight[7] *= 1 + 1e-6 })
        let found = try failures(of: wrong, for: subproblem())
        #expect(found.contains("objective, BLAS"))
        #expect(found.contains("objective"))
        #expect(found.contains("kkt residual, BLAS"))
    }

    /// The decay rate of the edge curve of one user off by a part in a thousand.
    @Test func aWrongRateIsCaught() throws {
        let wrong = try KKTSolver().solve(subproblem { _, edge in edge.errorDecay[3] *= 1.001 })
        let found = try failures(of: wrong, for: subproblem())
        #expect(found.isSuperset(of: ["objective", "kkt residual, BLAS"]))
    }

    /// (18b) with −ζ in place of +ζ, and a multiplier of the wrong user.
    @Test func wrongMultipliersAreCaught() throws {
        let right = try subproblem()
        let solution = KKTSolver().solve(right)
        let user = try #require(
            solution.capMultipliers.indices.max {
                solution.capMultipliers[$0] < solution.capMultipliers[$1]
            })
        #expect(solution.capMultipliers[user] > 0)
        var wrong = solution
        wrong.capMultipliers[user] *= -1
        #expect(try failures(of: wrong, for: right) == ["zeta", "kkt residual, BLAS"])
        wrong = solution
        wrong.capMultipliers.swapAt(user, (user + 1) % right.count)
        #expect(try failures(of: wrong, for: right).contains("zeta"))
        wrong = solution
        wrong.summary.multiplier *= 1 + 1e-4
        #expect(try failures(of: wrong, for: right).isSuperset(of: ["delta", "kkt residual, BLAS"]))
    }

    @Test func aMovedPointIsCaught() throws {
        let right = try subproblem()
        var wrong = KKTSolver().solve(right)
        wrong.decisions[0] += wrong.decisions[0] > 0.5 ? -2e-6 : 2e-6
        #expect(try failures(of: wrong, for: right).contains("a"))
        wrong = KKTSolver().solve(right)
        wrong.steps[0] -= 0.01
        #expect(try failures(of: wrong, for: right).contains("s"))
        wrong.steps[1] = .nan
        #expect(try failures(of: wrong, for: right).contains("s"))
    }

    /// A kernel with a wrong coefficient: its terms are those of a problem with one coefficient changed.
    @Test func aWrongKernelIsCaughtTermByTerm() throws {
        let right = try subproblem()
        let point = CrossChecker.expansionPoint(of: try problem())
        func terms(_ problem: P2Problem) throws -> SurrogateTerms {
            try SurrogateEvaluation(problem).terms(decisions: point.decisions, steps: point.steps)
        }
        let wrong = try subproblem { local, _ in local.utilityWeight[7] *= 1 + 0x1p-44 }
        #expect(UlpComparison(try terms(right), try terms(right)).largest == 0)
        #expect(UlpComparison(try terms(right), try terms(wrong)).largest > 8)
    }

    @Test func aWrongVerdictIsCaught() throws {
        let right = try subproblem()
        var wrong = KKTSolver().solve(right)
        wrong.summary.status = .infeasibleBudget(required: 1e9, available: right.stepBudget)
        #expect(try failures(of: wrong, for: right) == ["verdict"])
        // A method that has not come to an end confirms nothing.
        var settings = CrossChecker.settings
        settings.iterationLimit = 1
        #expect(try !CrossChecker(settings: settings).compare(right, with: wrong).isWithin)
    }

    @Test func columnsOfAnotherLengthAreRefused() throws {
        let right = try subproblem()
        let solution = KKTSolver().solve(right)
        let columns: [(String, WritableKeyPath<KKTSolution, [Double]>)] = [
            ("decisions", \.decisions), ("steps", \.steps), ("zeroMultipliers", \.zeroMultipliers),
            ("oneMultipliers", \.oneMultipliers), ("capMultipliers", \.capMultipliers),
            ("floorMultipliers", \.floorMultipliers),
        ]
        let checker = try CrossChecker()
        for (field, path) in columns {
            var short = solution
            short[keyPath: path].removeLast()
            #expect(throws: CrossCheckError.wrongCount(field: field, found: 29, expected: 30)) {
                try checker.compare(right, with: short)
            }
            short[keyPath: path] += [0, 0]
            #expect(throws: CrossCheckError.wrongCount(field: field, found: 31, expected: 30)) {
                try checker.compare(right, with: short)
            }
        }
        let error = CrossCheckError.wrongCount(field: "steps", found: 29, expected: 30)
        #expect(error.description == "steps has 29 entries; allowed is one for each of 30 users")
        let problem = try problem()
        var plan = Plan(sites: Array(repeating: false, count: 30), steps: Array(repeating: 1, count: 30))
        plan.steps.removeLast()
        #expect(throws: CrossCheckError.wrongCount(field: "steps", found: 29, expected: 30)) {
            try checker.compareSteps(of: plan, in: problem)
        }
        #expect(throws: CrossCheckError.setting("count is 0, allowed is a whole number of at least 1")) {
            try checker.compareIterations(of: problem, penalty: 1, count: 0)
        }
    }

    @Test func wrongPlansAndBoundsAreCaught() throws {
        let problem = try problem()
        let checker = try CrossChecker()
        let result = try CertifiedSolver().solve(problem)
        var plan = try #require(result.plan)
        let users = plan.offloaded.indices.filter { plan.offloaded[$0] }
        try #require(users.count >= 2)
        #expect(try checker.compareSteps(of: plan, in: problem, price: result.price).isWithin)
        #expect(try !checker.compareSteps(of: plan, in: problem, price: result.price.map { $0 * 1.0001 }).isWithin)
        plan.steps[users[0]] -= 0.1
        #expect(try !checker.compareSteps(of: plan, in: problem).isWithin)

        let relaxation = try checker.compareRelaxation(of: problem, bound: try #require(result.objective))
        #expect(!relaxation.isWithin, "the optimum is not the bound before branching")
        #expect(throws: CrossCheckError.wrongCount(field: "offloaded", found: 1, expected: 30)) {
            try checker.compareSteps(of: Plan(sites: [true], steps: [1]), in: problem)
        }
    }
}

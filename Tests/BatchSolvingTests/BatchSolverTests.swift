import BatchSolving
import CertifiedSolving
import OffloadModel
import TestSupport
import Testing

/// Order, bits and memory of many solves.
@Suite struct BatchSolverTests {
    private let problems: [OffloadProblem] = {
        var random = RandomProblems(seed: 77)
        return (0..<300).map { _ in random.next(largest: 30) }
    }()

    @Test(arguments: StepRule.allCases)
    func everyThreadCountGivesTheBitsOfASingleSolve(rule: StepRule) throws {
        let settings = CertifiedSolverSettings(stepRule: rule)
        let solver = try CertifiedSolver(settings)
        let single = problems.map { solver.solve($0) }
        for threads in 1...3 {
            let results = try BatchSolver(threads: threads, settings: settings).solve(problems)
            #expect(results.count == single.count)
            for (result, expected) in zip(results, single) {
                #expect(result.status == expected.status)
                #expect(result.certificate == expected.certificate)
                #expect(result.objective?.bitPattern == expected.objective?.bitPattern)
                #expect(result.lowerBound?.bitPattern == expected.lowerBound?.bitPattern)
                #expect(result.price?.bitPattern == expected.price?.bitPattern)
            }
        }
    }

    @Test func aWorkspaceThatServedOtherSizesChangesNothing() throws {
        let solver = try CertifiedSolver()
        var workspace = SolveWorkspace()
        let sizes = [1, 40, 7, 300, 2, 5000, 30]
        for (seed, size) in sizes.enumerated() {
            let problem = try Populations.heterogeneous(count: size, tightness: 0.4, seed: UInt64(seed))
            let reused = solver.solve(problem, using: &workspace)
            let fresh = solver.solve(problem)
            #expect(reused.certificate == fresh.certificate)
            #expect(reused.price?.bitPattern == fresh.price?.bitPattern)
            #expect(reused.certificate?.holds(for: problem) == true)
        }
    }

    @Test func slicesAndLazySequencesAreSolvedAsTheyAre() throws {
        let solver = try BatchSolver(threads: 2)
        let all = solver.solve(problems)
        let slice = solver.solve(problems[100..<110])
        #expect(slice.map(\.certificate) == all[100..<110].map(\.certificate))
        var streamed: [PlanCertificate?] = []
        try solver.solve(each: problems.lazy.filter { $0.count > 3 }) { streamed.append($0.certificate) }
        #expect(streamed == zip(problems, all).filter { $0.0.count > 3 }.map(\.1.certificate))
        #expect(solver.solve([]).isEmpty)
    }

    /// Once the task is cancelled, here while the tenth result is delivered, the rest of the problems is answered without being
    /// solved; what was solved before is as ever.
    @Test func aCancelledTaskEndsTheSolves() async throws {
        let problems = problems
        let expected = try BatchSolver().solve(problems)
        let results = try await Task {
            var results: [CertifiedResult] = []
            // The sequence is advanced by the only thread, which is the task's.
            let cancelling = problems.enumerated().lazy.map { number, problem in
                if number == 150 { withUnsafeCurrentTask { $0?.cancel() } }
                return problem
            }
            try BatchSolver().solve(each: cancelling) { results.append($0) }
            return results
        }.value
        #expect(results.count == problems.count)
        let solved = results.prefix { $0.status != .stopped }
        // Groups are taken before they are solved.
        #expect(solved.count > 0 && solved.count <= 150)
        #expect(solved.map(\.certificate) == expected.prefix(solved.count).map(\.certificate))
        #expect(results[solved.count...].allSatisfy { $0.status == .stopped && $0.certificate == nil })
    }

    @Test(arguments: [1, 2, 3]) func inACancelledTaskNothingIsSolved(threads: Int) async throws {
        let problems = problems
        let results = try await Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try BatchSolver(threads: threads).solve(problems)
        }.value
        #expect(results.count == problems.count)
        #expect(results.allSatisfy { $0.status == .stopped && $0.plan == nil && $0.lowerBound == nil })
    }

    /// A view model that makes its problems of its own state as they are wanted, and keeps the results.
    @MainActor private final class ViewModel {
        var budgetShare = 0.5
        var results: [CertifiedResult] = []

        func solve(_ base: [OffloadProblem], threads: Int) throws {
            let problems = base.lazy.map { (problem: OffloadProblem) in
                MainActor.assertIsolated()
                return try! problem.withStepBudget(self.budgetShare * problem.stepBudget)
            }
            try BatchSolver(threads: threads).solve(each: problems) { result in
                MainActor.assertIsolated()
                results.append(result)
            }
            #expect(try BatchSolver(threads: threads).solve(problems).map(\.certificate) == results.map(\.certificate))
        }
    }

    @MainActor @Test(arguments: [1, 2, 3])
    func theSequenceAndTheResultsMayBelongToTheMainActor(threads: Int) throws {
        let model = ViewModel()
        try model.solve(problems, threads: threads)
        let solver = try CertifiedSolver()
        #expect(model.results.count == problems.count)
        for (problem, result) in zip(problems, model.results) {
            let single = solver.solve(try problem.withStepBudget(0.5 * problem.stepBudget))
            #expect(result.certificate == single.certificate)
        }
    }

    private actor Service {
        private var delivered = 0

        func solve(_ base: [OffloadProblem], threads: Int) throws -> Int {
            let problems = base.lazy.map { problem in
                self.assertIsolated()
                return problem
            }
            try BatchSolver(threads: threads).solve(each: problems) { _ in
                self.assertIsolated()
                delivered += 1
            }
            return delivered
        }
    }

    @Test(arguments: [1, 2, 3]) func theSequenceAndTheResultsMayBelongToAnActor(threads: Int) async throws {
        #expect(try await Service().solve(problems, threads: threads) == problems.count)
    }

    private struct Enough: Error {}

    @Test(arguments: [1, 2, 3]) func anErrorOfTheReceiverEndsTheBatch(threads: Int) throws {
        var delivered = 0
        #expect(throws: Enough.self) {
            try BatchSolver(threads: threads).solve(each: problems) { _ in
                delivered += 1
                if delivered == 40 { throw Enough() }
            }
        }
        #expect(delivered == 40)
    }

    @Test func threadsMustBePositive() {
        #expect(throws: SettingError.self) { try BatchSolver(threads: 0) }
        #expect(throws: SettingError.self) { try BatchSolver(settings: .init(relativeGap: .nan)) }
    }
}

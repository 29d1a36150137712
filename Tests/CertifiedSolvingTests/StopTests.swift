import CertifiedSolving
import OffloadModel
import TestSupport
import Testing

/// A stop may come at any moment, from the caller or by the task's cancellation: what is returned is true, and the solve is over
/// before many more users are looked at.
@Suite struct StopTests {
    private static let cases = TimeLimitTests.cases

    private func settings(_ test: TimeLimitTests.Case, threads: Int? = nil) -> CertifiedSolverSettings {
        CertifiedSolverSettings(stepRule: test.rule, nodeLimit: 200, threads: threads ?? test.threads)
    }

    @Test(arguments: cases) func whatIsReturnedIsTrueWhereverTheStopComes(test: TimeLimitTests.Case) throws {
        let problem = try test.problem()
        let always = StopQuestion()
        let whole = try CertifiedSolver(settings(test)).solve(problem, while: always.mayContinue)
        let objective = try #require(whole.objective)
        let bound = try #require(whole.lowerBound)
        let slack = 1e-12 * abs(objective)
        var (plans, nothing) = (0, 0)
        let moments =
            Array(0..<(Effort.isOptimised ? 12 : 6))
            + Array(stride(from: 6, to: always.count, by: max(always.count / Effort.rounds(24), 1)))
            + [always.count - 1]
        for moment in moments where moment < always.count {
            let question = StopQuestion(yesTimes: moment)
            let result = try CertifiedSolver(settings(test)).solve(problem, while: question.mayContinue)
            // Each thread may ask once more, and what ended early is asked for its reason.
            #expect(question.lateCount <= 12, "\(moment): asked \(question.lateCount) times after the stop")
            #expect(result.status == .stopped || result.status == whole.status, "\(moment): \(result.status)")
            if let certificate = result.certificate {
                #expect(certificate.verify(for: problem).failure == nil, "\(moment)")
                #expect(certificate.lowerBound <= objective + slack)
                #expect(certificate.objective >= bound - slack)
                plans += 1
            } else {
                // A stop before the first pass over the users leaves nothing; after it there is a plan.
                #expect(result.status == .stopped && result.lowerBound == nil && result.price == nil, "\(moment)")
                nothing += 1
            }
        }
        #expect(plans > 0)
        if problem.count < 4096 { #expect(nothing == 0) } else { #expect(nothing > 0) }
    }

    /// A question that is always answered with yes changes no bit, with any number of threads.
    @Test(arguments: cases) func aQuestionChangesNoBit(test: TimeLimitTests.Case) throws {
        let problem = try test.problem()
        let free = try CertifiedSolver(settings(test)).solve(problem)
        for threads in 1...3 {
            let asked = try CertifiedSolver(settings(test, threads: threads)).solve(problem, while: { true })
            #expect(asked.status == free.status)
            #expect(asked.certificate == free.certificate)
            #expect(asked.price == free.price && asked.dualPrice == free.dualPrice)
        }
    }

    /// The question is asked every few thousand users in every pass, not once a pass.
    @Test(arguments: StepRule.allCases) func theQuestionIsAskedInsidePasses(rule: StepRule) throws {
        let problem = try Populations.heterogeneous(count: 100_000, tightness: 0.4, seed: 5)
        for threads in [1, 2] {
            let question = StopQuestion()
            let result = try CertifiedSolver(.init(stepRule: rule, threads: threads)).solve(
                problem, while: question.mayContinue)
            #expect(result.status == .optimal)
            // Feasibility, the local minima, and the passes.
            #expect(question.count >= (result.statistics.passes + 2) * problem.count / 8192)
        }
    }

    // MARK: Cancelled tasks

    /// The task is cancelled between two blocks of a pass, by the question itself, which the task's own thread is asked.
    @Test(arguments: cases) func aCancelledTaskStops(test: TimeLimitTests.Case) async throws {
        let problem = try test.problem()
        let settings = settings(test, threads: 1)
        let always = StopQuestion()
        let whole = try CertifiedSolver(settings).solve(problem, while: always.mayContinue)
        for moment in [0, always.count / 3, always.count / 2] {
            let question = StopQuestion(yesTimes: moment)
            let result = try await Task {
                try CertifiedSolver(settings).solve(
                    problem,
                    while: {
                        if !question.mayContinue() { withUnsafeCurrentTask { $0?.cancel() } }
                        return true
                    })
            }.value
            // What was found by then may be proven already.
            let isEnd = result.status == .stopped || (moment > 0 && result.status == whole.status)
            #expect(isEnd, "\(moment) of \(always.count): \(result.status)")
            if let certificate = result.certificate { #expect(certificate.verify(for: problem).failure == nil) }
            // The task is looked at first, so that nobody is asked after it.
            #expect(question.lateCount <= 1)
        }
    }

    /// Threads that help with a pass see the cancellation as well; the handler, which the task's thread calls, brings it about after
    /// the first pass.
    @Test(arguments: [1, 2, 3]) func aCancelledTaskStopsAllThreads(threads: Int) async throws {
        let problem = try Populations.heterogeneous(count: 100_000, tightness: 0.4, seed: 5)
        let result = try await Task {
            try CertifiedSolver(.init(relativeGap: 1e-15, threads: threads)).solve(problem) { _ in
                withUnsafeCurrentTask { $0?.cancel() }
                return .proceed
            }
        }.value
        #expect(result.status == .stopped)
        // The first pass was finished, and one more made its plan.
        #expect(result.statistics.passes == 2)
        #expect(try #require(result.certificate).verify(for: problem).failure == nil)
    }

    /// In a task that was cancelled before, few users get the plan of one evaluation and many users none.
    @Test(arguments: [30, 300, 20_000]) func aTaskThatWasCancelledBefore(count: Int) async throws {
        let problem = try Populations.heterogeneous(count: count, tightness: 0.4, seed: 5)
        let result = try await Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try CertifiedSolver().solve(problem)
        }.value
        #expect(result.status == .stopped)
        #expect((result.certificate == nil) == (count >= 4096))
        if let certificate = result.certificate { #expect(certificate.verify(for: problem).failure == nil) }
    }

    /// A solve that was stopped leaves nothing behind in its workspace.
    @Test func aWorkspaceSurvivesAStop() throws {
        let problem = try Populations.types(count: 9000, kinds: 3, tightness: 0.41, seed: 3)
        let other = try Populations.heterogeneous(count: 300, tightness: 0.4, seed: 2)
        let expected = try CertifiedSolver().solve(other).certificate
        var workspace = SolveWorkspace()
        for moment in stride(from: 10, to: 400, by: Effort.isOptimised ? 13 : 97) {
            let question = StopQuestion(yesTimes: moment)
            _ = try CertifiedSolver(.init(nodeLimit: 200)).solve(
                problem, using: &workspace, while: question.mayContinue)
            #expect(try CertifiedSolver().solve(other, using: &workspace).certificate == expected)
        }
    }
}

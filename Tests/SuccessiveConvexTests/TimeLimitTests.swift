import OffloadModel
import SuccessiveConvex
import TestSupport
import Testing

/// A time limit may strike at any moment of the paper's method, of P2 and of the baselines.
@Suite struct TimeLimitTests {
    private static func solver(_ clock: CountingClock, limit: Double?, rule: StepRule) throws -> SuccessiveConvexSolver
    {
        var settings = SuccessiveConvexSettings()
        settings.timeLimit = limit
        settings.stepRule = rule
        settings.penalty = 1
        settings.firstPenalty = 1
        settings.innerLimit = 6
        settings.outerLimit = 3
        return try SuccessiveConvexSolver(settings, clock: clock.clock)
    }

    @Test(arguments: StepRule.allCases, [60, 20_000])
    func whatIsReturnedIsFeasibleWhenTheTimeEndsAnywhere(rule: StepRule, count: Int) throws {
        let problem = try Populations.heterogeneous(count: count, tightness: 0.3, seed: 4)
        let unlimited = CountingClock()
        let whole = try Self.solver(unlimited, limit: 1, rule: rule).solve(problem)
        #expect(whole.status != .timeLimit)
        var (plans, nothing) = (0, 0)
        let moments =
            Array(1..<20)
            + Array(stride(from: 20, to: unlimited.count, by: max(unlimited.count / Effort.rounds(40), 1)))
        for moment in moments where moment < unlimited.count {
            let clock = CountingClock(leapingAfter: moment)
            let result = try Self.solver(clock, limit: 1, rule: rule).solve(problem)
            #expect(clock.lateCount <= 12, "\(moment): \(clock.lateCount) readings after the end")
            #expect(result.status == .timeLimit || result.status == whole.status, "\(moment)")
            if let plan = result.plan {
                #expect(plan.violation(in: problem) == nil, "\(moment)")
                #expect(result.objective == plan.cost(in: problem))
                #expect(result.movedDecisions != nil)
                plans += 1
            } else {
                #expect(result.status == .timeLimit && result.objective == nil)
                nothing += 1
            }
        }
        #expect(plans > 0 && nothing > 0)
    }

    /// A limit that is not reached changes no bit.
    @Test(arguments: StepRule.allCases) func aLimitInTheDistanceChangesNothing(rule: StepRule) throws {
        let problem = try Populations.heterogeneous(count: 500, tightness: 0.3, seed: 4)
        let free = try Self.solver(CountingClock(), limit: nil, rule: rule).solve(problem)
        let limited = try Self.solver(CountingClock(), limit: 1, rule: rule).solve(problem)
        #expect(limited.status == free.status)
        #expect(limited.plan == free.plan && limited.objective == free.objective)
        #expect(limited.relaxedDecisions == free.relaxedDecisions && limited.hasMoved == free.hasMoved)
    }

    @Test func aP2EndsInTheMiddleOfAPass() throws {
        let problem = try Populations.heterogeneous(count: 50_000, tightness: 0.3, seed: 4)
        let half = [Double](repeating: 0.5, count: problem.count)
        let steps = [Double](repeating: 5, count: problem.count)
        let p2 = try P2Problem(problem, decisions: half, steps: steps, penalty: 0)
        let expected = KKTSolver().solve(p2)
        let unlimited = CountingClock()
        var workspace = KKTWorkspace()
        let deadline = SolveDeadline(limit: 1, clock: unlimited.clock)
        let free = KKTSolver().solve(p2, in: &workspace, until: deadline)
        #expect(free.status == .solved)
        #expect(unlimited.count >= free.evaluations * problem.count / 4096)
        for moment in stride(from: 1, to: unlimited.count, by: 7) {
            let clock = CountingClock(leapingAfter: moment)
            var workspace = KKTWorkspace()
            let late = KKTSolver().solve(p2, in: &workspace, until: SolveDeadline(limit: 1, clock: clock.clock))
            #expect(late.status == .timeLimit && !late.status.hasPoint)
            #expect(clock.lateCount <= 3)
            // What is left in the workspace is a guess like any other.
            let again = KKTSolver().solve(p2, in: &workspace)
            #expect(again.status == .solved)
            #expect(abs(again.objective - expected.summary.objective) <= 1e-11 * abs(expected.summary.objective))
        }
    }

    @Test(arguments: [Baseline.random(seed: 3), .allLocal, .allEdge, .greedy], StepRule.allCases)
    func aBaselineIsGivenUp(baseline: Baseline, rule: StepRule) throws {
        let problem = try Populations.heterogeneous(count: 20_000, tightness: 0.3, seed: 4)
        let free = baseline.solve(problem, stepRule: rule)
        let unlimited = CountingClock()
        let timed = baseline.solve(problem, stepRule: rule, until: SolveDeadline(limit: 1, clock: unlimited.clock))
        #expect(timed == free)
        for moment in stride(from: 1, to: unlimited.count, by: max(unlimited.count / Effort.rounds(20), 1)) {
            let clock = CountingClock(leapingAfter: moment)
            let late = baseline.solve(problem, stepRule: rule, until: SolveDeadline(limit: 1, clock: clock.clock))
            #expect(late.status == .timeLimit && late.plan == nil && late.objective == nil)
            #expect(clock.lateCount <= 2)
        }
    }

    // MARK: Stops

    /// A stop, by the caller or by the cancellation of the task, ends the method within a P2; the plan is that of what was reached.
    @Test(arguments: StepRule.allCases, [60, 20_000])
    func aStopEndsTheMethodAnywhere(rule: StepRule, count: Int) async throws {
        let problem = try Populations.heterogeneous(count: count, tightness: 0.3, seed: 4)
        let solver = try Self.solver(CountingClock(), limit: nil, rule: rule)
        let always = StopQuestion()
        let whole = try solver.solve(problem, while: always.mayContinue)
        #expect(whole.status != .stopped)
        #expect(whole.plan == (try solver.solve(problem)).plan)
        for moment in stride(from: 0, to: always.count, by: max(always.count / Effort.rounds(40), 1)) {
            let question = StopQuestion(yesTimes: moment)
            let result = try solver.solve(problem, while: question.mayContinue)
            #expect(question.lateCount <= 8, "\(moment): asked \(question.lateCount) times after the stop")
            #expect(result.status == .stopped || result.status == whole.status, "\(moment): \(result.status)")
            let plan = try #require(result.plan)
            #expect(plan.violation(in: problem) == nil && result.objective == plan.cost(in: problem))
        }
        let cancelled = try await Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try solver.solve(problem)
        }.value
        #expect(cancelled.status == .stopped)
    }

    @Test(arguments: [Baseline.random(seed: 3), .allLocal, .allEdge, .greedy])
    func aBaselineInACancelledTaskIsStopped(baseline: Baseline) async throws {
        let problem = try Populations.heterogeneous(count: 20_000, tightness: 0.3, seed: 4)
        for limit in [nil, 1e9] {
            let result = await Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return baseline.solve(problem, until: limit.map { SolveDeadline(limit: $0) })
            }.value
            #expect(result.status == .stopped && result.plan == nil)
        }
    }
}

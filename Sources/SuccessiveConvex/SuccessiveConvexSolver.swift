import OffloadModel
import VectorKernels

/// Algorithms 1 and 3 of the paper: P1 by successive convex approximation with a penalty on undecided users.
///
/// Algorithm 3 linearises the penalty τΣ a(1−a) at the last sub-problem's decisions; Algorithm 1 solves a sub-problem
/// by a series of P2 (16), each expanded around the solution of the last one. In the end a is rounded and, if asked,
/// the steps of the decided set are optimised anew.
///
/// The method finds a stationary point, not the optimum, and with the paper's τ = 1e5 the linearised penalty
/// outweighs everything else, so that the decisions are the start point's, rounded, unless it is ½ exactly.
public struct SuccessiveConvexSolver: Sendable {
    /// The settings in use.
    public let settings: SuccessiveConvexSettings
    private let subproblemSolver: KKTSolver
    private let clock: SolveClock

    /// Takes validated settings.
    ///
    /// - Parameters:
    ///   - settings: the settings, checked.
    ///   - kernels: the vector kernels to use.
    ///   - threads: the most threads for P2, ≥ 1; the result has the same bits for every number.
    ///   - clock: what the time limit is measured by.
    /// - Throws: `SettingError` that names the setting, the value and what is allowed; fewer than one thread are not.
    public init(
        _ settings: SuccessiveConvexSettings = .init(), kernels: Kernels = Kernels(), threads: Int = 1,
        clock: SolveClock = .continuous
    ) throws(SettingError) {
        try settings.validate()
        subproblemSolver = try KKTSolver(kernels: kernels, threads: threads)
        self.settings = settings
        self.clock = clock
    }

    /// Solves P1.
    ///
    /// - Parameters:
    ///   - problem: P1.
    ///   - onIteration: called after every P2 with the relaxed objective as primal and δ as price; may stop the solve.
    ///   - onTrace: called before that with the entry that goes into the trace.
    ///   - mayContinue: asked every few thousand users, on any of the threads; once it has answered false, the solve ends with
    ///     the status `.stopped` and the plan of what was reached, its steps not polished. So does one in a task that is
    ///     cancelled.
    /// - Returns: A plan that is exactly feasible, or a status that says why there is none. A P2 that rounding leaves
    ///   without an answer ends the iteration with `.numericalFailure` and the plan of what was reached. A time limit ends
    ///   it, within a P2 if need be, and the solve is over at most 5 % and 10 ms later; what does not fit into
    ///   that is left out, in this order: the polishing of the steps, the rounding of the last iterate in favour of that
    ///   of the start point, and the plan.
    /// - Throws: ``P2Error`` if a given start point does not belong to the problem.
    public func solve(
        _ problem: OffloadProblem, onIteration: IterationHandler? = nil,
        onTrace: ((SuccessiveConvexIteration) -> Void)? = nil, while mayContinue: (@Sendable () -> Bool)? = nil
    ) throws(P2Error) -> SuccessiveConvexResult {
        try StopRequest.watching(while: mayContinue) { stop throws(P2Error) in
            try solve(problem, stop: stop, onIteration: onIteration, onTrace: onTrace)
        }
    }

    private func solve(
        _ problem: OffloadProblem, stop: StopRequest?, onIteration: IterationHandler?,
        onTrace: ((SuccessiveConvexIteration) -> Void)?
    ) throws(P2Error) -> SuccessiveConvexResult {
        let deadline = SolveDeadline(limit: settings.timeLimit, clock: clock, stop: stop)
        var result = SuccessiveConvexResult(status: .timeLimit)
        do {
            // Making a plan of what there is, is not given up for a stop.
            let finish = deadline.hasLimit ? deadline.withGrace.withoutStop : nil
            if let reason = try problem.infeasibility(under: settings.stepRule, until: finish) {
                return SuccessiveConvexResult(status: .infeasible(reason))
            }
            let builder = PlanBuilder(
                problem: problem, rule: settings.stepRule, kernels: subproblemSolver.kernels, deadline: finish)
            try solve(builder, until: deadline, &result, onIteration: onIteration, onTrace: onTrace)
        } catch let error as P2Error {
            throw error
        } catch {
            // The time is up; what the result holds by now is all there is.
            result.status = (error as? TimeIsUp)?.status ?? .timeLimit
        }
        return result
    }

    private func solve(
        _ builder: PlanBuilder, until deadline: SolveDeadline, _ result: inout SuccessiveConvexResult,
        onIteration: IterationHandler?, onTrace: ((SuccessiveConvexIteration) -> Void)?
    ) throws {
        let problem = builder.problem
        let start = try SuccessiveConvexStart(settings.start, builder: builder)
        result.startDecisions = start.decisions
        // Under a limit a plan is made of the start point first. That also shows how long rounding takes.
        var searchEnd = deadline
        var polishEnd = deadline.canPass ? deadline.withGrace : nil
        if let finish = builder.deadline {
            let before = deadline.elapsed
            let plan = try builder.fitted(builder.decide(wishes: start.decisions).offloaded, steps: start.steps)
            result.objective = try plan.objective(in: problem, until: finish)
            result.plan = plan
            result.hasMoved = Self.moves(from: start, to: plan)
            let seconds = deadline.elapsed - before
            searchEnd = deadline.orEarlier(finish.reserving(2 * seconds))
            polishEnd = deadline.withGrace.reserving(1.5 * seconds)
        }
        let point = try iterate(
            from: start, problem, deadline: deadline, until: searchEnd, &result, onIteration: onIteration,
            onTrace: onTrace)

        let roundingStart = deadline.elapsed
        let (offloaded, recalled) = try builder.decide(wishes: point.decisions)
        result.statistics.recalledUsers = recalled
        var polisher = builder
        polisher.deadline = polishEnd
        let polished = settings.polish ? (try? polisher.polished(offloaded)) : nil
        let plan = try polished ?? builder.fitted(offloaded, steps: point.steps)
        let objective = try plan.objective(in: problem, until: builder.deadline)
        (result.plan, result.objective) = (plan, objective)
        result.hasMoved = zip(point.hasMoved, Self.moves(from: start, to: plan)).map { $0 || $1 }
        result.statistics.times.add(deadline.elapsed - roundingStart, to: "round")
    }

    /// Per user, whether the plan's decision is not that of the rounded start.
    private static func moves(from start: SuccessiveConvexStart, to plan: Plan) -> [Bool] {
        zip(plan.offloaded, start.decisions).map { $0 != ($1 >= 0.5) }
    }

    /// Algorithm 3, ended by convergence, the handler or the clock.
    ///
    /// - Returns: The last a and s, those of the start if there was no time for a sub-problem; and who ever moved.
    private func iterate(
        from start: SuccessiveConvexStart, _ problem: OffloadProblem, deadline: SolveDeadline,
        until searchEnd: SolveDeadline, _ result: inout SuccessiveConvexResult, onIteration: IterationHandler?,
        onTrace: ((SuccessiveConvexIteration) -> Void)?
    ) throws -> (decisions: [Double], steps: [Double], hasMoved: [Bool]) {
        var iteration: SubproblemIteration
        do {
            iteration = try SubproblemIteration(
                problem, start: start, settings: settings, solver: subproblemSolver,
                until: searchEnd.canPass ? searchEnd : nil)
        } catch let end as TimeIsUp {
            result.status = end.status
            return (start.decisions, start.steps, Array(repeating: false, count: problem.count))
        }
        result.status = .feasible(relativeGap: .infinity)
        result.statistics.times.add(deadline.elapsed, to: "prepare")

        let searchStart = deadline.elapsed
        outer: for subproblem in 1...settings.outerLimit {
            iteration.begin(subproblem: subproblem)
            result.statistics.subproblems = subproblem
            for inner in 1...settings.innerLimit {
                let summary = iteration.advance(until: searchEnd)
                guard summary.status.hasPoint else {
                    // A P2 allows the point that it is expanded around, so only rounding can leave it without an answer.
                    result.status =
                        summary.status == .timeLimit ? searchEnd.ending?.status ?? .timeLimit : .numericalFailure
                    break outer
                }
                let record = iteration.record(summary, subproblem: subproblem, iteration: inner)
                result.trace.append(record)
                onTrace?(record)
                result.statistics.iterations += 1
                result.statistics.passes += summary.evaluations
                if let onIteration, onIteration(progress(record, result.statistics, deadline)) == .stop {
                    result.status = .stopped
                    break outer
                }
                if let ending = searchEnd.ending {
                    result.status = ending.status
                    break outer
                }
                if record.change <= settings.innerTolerance || summary.status == .onlyPoint { break }
            }
            let penaltyIsFinal = settings.penalty(ofSubproblem: subproblem) >= settings.penalty
            if iteration.changeSinceBegin <= settings.outerTolerance, penaltyIsFinal {
                result.statistics.hasConverged = true
                break
            }
        }
        result.statistics.times.add(deadline.elapsed - searchStart, to: "iterate")
        result.relaxedDecisions = iteration.decisions
        result.relaxedSteps = iteration.steps
        return (iteration.decisions, iteration.steps, iteration.hasMoved)
    }

    private func progress(
        _ record: SuccessiveConvexIteration, _ statistics: SuccessiveConvexStatistics, _ deadline: SolveDeadline
    ) -> IterationRecord {
        IterationRecord(
            iteration: statistics.iterations, primal: record.relaxedObjective, dual: nil, price: record.multiplier,
            passes: statistics.passes, seconds: deadline.elapsed)
    }
}

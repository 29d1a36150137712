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
    private let kernels: Kernels
    private let clock: SolveClock

    /// Takes validated settings.
    ///
    /// - Throws: ``SettingError`` that names the setting, the value and what is allowed.
    public init(
        _ settings: SuccessiveConvexSettings = .init(), kernels: Kernels = Kernels(), clock: SolveClock = .continuous
    ) throws(SettingError) {
        try settings.validate()
        self.settings = settings
        self.kernels = kernels
        self.clock = clock
    }

    /// Solves P1.
    ///
    /// - Parameters:
    ///   - problem: P1.
    ///   - onIteration: called after every P2 with the relaxed objective as primal and δ as price; may stop the solve.
    ///   - onTrace: called before that with the entry that goes into the trace.
    /// - Returns: A plan that is exactly feasible, or a status that says why there is none.
    /// - Throws: ``P2Error`` if a given start point does not belong to the problem.
    public func solve(
        _ problem: OffloadProblem, onIteration: IterationHandler? = nil,
        onTrace: ((SuccessiveConvexIteration) -> Void)? = nil
    ) throws(P2Error) -> SuccessiveConvexResult {
        let deadline = SolveDeadline(limit: settings.timeLimit.isFinite ? settings.timeLimit : nil, clock: clock)
        if let reason = problem.infeasibility(under: settings.stepRule) {
            return SuccessiveConvexResult(status: .infeasible(reason))
        }
        let builder = PlanBuilder(problem: problem, rule: settings.stepRule, kernels: kernels)
        let start = try SuccessiveConvexStart(settings.start, builder: builder)
        var iteration = try SubproblemIteration(problem, start: start, settings: settings, kernels: kernels)
        var result = SuccessiveConvexResult(status: .feasible(relativeGap: .infinity))
        result.startDecisions = start.decisions
        result.statistics.times.add(deadline.elapsed, to: "prepare")

        let searchStart = deadline.elapsed
        outer: for subproblem in 1...Int(settings.outerLimit) {
            iteration.begin(subproblem: subproblem)
            result.statistics.subproblems = subproblem
            for inner in 1...Int(settings.innerLimit) {
                let summary = iteration.advance(until: deadline)
                guard summary.status == .solved || summary.status == .onlyPoint else {
                    if summary.status == .timeLimit { result.status = .timeLimit }
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
                if deadline.hasPassed {
                    result.status = .timeLimit
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

        let roundingStart = deadline.elapsed
        result.relaxedDecisions = iteration.decisions
        result.relaxedSteps = iteration.steps
        let (offloaded, recalled) = builder.decide(wishes: iteration.decisions)
        result.statistics.recalledUsers = recalled
        let plan =
            settings.polish ? builder.polished(offloaded) : builder.fitted(offloaded, steps: iteration.steps)
        result.statistics.times.add(deadline.elapsed - roundingStart, to: "round")
        result.plan = plan
        result.hasMoved = zip(iteration.hasMoved, zip(plan.offloaded, start.decisions)).map { moved, decision in
            moved || decision.0 != (decision.1 >= 0.5)
        }
        result.objective = plan.objective(in: problem)
        return result
    }

    private func progress(
        _ record: SuccessiveConvexIteration, _ statistics: SuccessiveConvexStatistics, _ deadline: SolveDeadline
    ) -> IterationRecord {
        IterationRecord(
            iteration: statistics.iterations, primal: record.relaxedObjective, dual: nil, price: record.multiplier,
            passes: statistics.passes, seconds: deadline.elapsed)
    }
}

import ArgumentParser
import Stepwell

/// Solves problems again and again, by one method or another, and keeps the run that counts.
struct ProfileRun {
    /// The problem, or all problems of a batch.
    let problems: [OffloadProblem]
    let settings: CertifiedSolverSettings
    let repetitions: Int
    /// Seconds of one streaming pass over the users of all problems.
    let streamingPassSeconds: Double
    /// True to keep the iterations, for a trace. Being watched takes the certified solver some time with few users.
    let keepsIterations: Bool

    private var problem: OffloadProblem { problems[0] }
    private var kernels: Kernels { Kernels(settings.instructionSet) }

    /// One of the repetitions.
    private struct Timed<Value> {
        var value: Value
        var seconds: Double
        var peakBytes: Int?
    }

    /// Runs a solve as often as asked: the fastest run counts, and under a time limit the one that keeps it worst.
    private func timed<Value>(
        before prepare: () -> Void = {}, _ solve: () throws -> Value
    ) throws -> Timed<Value> {
        var best: Timed<Value>?
        for _ in 0..<repetitions {
            prepare()
            let watch = PeakMemory()
            let start = SolveClock.continuous.seconds()
            let value = try solve()
            let seconds = SolveClock.continuous.seconds() - start
            let peak = watch?.bytes
            let counts = best.map { settings.timeLimit == nil ? seconds < $0.seconds : seconds > $0.seconds } ?? true
            if counts { best = Timed(value: value, seconds: seconds, peakBytes: peak) }
        }
        guard let best else { throw ValidationError("nothing was run") }
        return best
    }

    /// What all methods have in common.
    private func profile<Value>(
        _ method: ProfileCommand.Method, _ run: Timed<Value>, passes: Int, status: String, threads: Int,
        phases: PhaseTimes
    ) -> SolveProfile {
        var phases = phases
        // The two phases of `kkt` are two solves.
        let rest = run.seconds - phases.total
        if method != .kkt, rest > 0 { phases.add(rest, to: SolveProfile.rest) }
        return SolveProfile(
            method: method.rawValue, users: problem.count, problems: problems.count,
            streamingPassSeconds: streamingPassSeconds, solveSeconds: run.seconds, passes: passes, status: status,
            instructionSet: settings.instructionSet, threads: threads, phases: phases,
            inputBytes: 2 * 8 * MemoryLayout<Double>.stride * problems.reduce(0) { $0 + $1.count },
            peakBytes: run.peakBytes)
    }

    /// P1 to proven optimality.
    func certified() throws -> SolveProfile {
        let solver = try CertifiedSolver(settings)
        let run = try timed {
            var iterations: [IterationRecord] = []
            guard keepsIterations else { return (result: solver.solve(problem), iterations: iterations) }
            let result = solver.solve(problem) { iteration in
                iterations.append(iteration)
                return .proceed
            }
            return (result: result, iterations: iterations)
        }
        let (result, iterations) = run.value
        var profile = profile(
            .certified, run, passes: result.statistics.evaluations, status: result.status.name,
            threads: settings.threads,
            phases: result.statistics.times)
        profile.exitCode = ExitStatus.code(of: result.status)
        profile.relativeGap = result.relativeGap
        profile.objective = result.objective
        profile.iterations = iterations
        return profile
    }

    /// Algorithms 1–3 of the paper as they stand, without the bound that `solve` adds.
    func paper() throws -> SolveProfile {
        var paper = SuccessiveConvexSettings()
        paper.stepRule = settings.stepRule
        paper.timeLimit = settings.timeLimit
        let solver = try SuccessiveConvexSolver(paper, kernels: kernels, threads: settings.threads)
        let run = try timed {
            var iterations: [IterationRecord] = []
            let result = try solver.solve(problem) { iteration in
                iterations.append(iteration)
                return .proceed
            }
            return (result: result, iterations: iterations)
        }
        let (result, iterations) = run.value
        var profile = profile(
            .paper, run, passes: result.statistics.passes, status: result.status.name,
            threads: settings.threads, phases: result.statistics.times)
        profile.exitCode = ExitStatus.code(of: result.status, provesGap: false)
        profile.objective = result.objective
        profile.iterations = iterations
        return profile
    }

    /// One of the simple methods.
    func baseline(_ method: SolveMethod, seed: UInt64) throws -> SolveProfile {
        guard let baseline = method.baseline(seed: seed), let named = ProfileCommand.Method(rawValue: method.rawValue)
        else { throw ValidationError("\(method.rawValue) is not a baseline") }
        let run = try timed {
            baseline.solve(
                problem, stepRule: settings.stepRule, kernels: kernels,
                until: settings.timeLimit.map { SolveDeadline(limit: $0) })
        }
        var times = PhaseTimes()
        times.add(run.seconds, to: "method")
        var profile = profile(named, run, passes: 1, status: run.value.status.name, threads: 1, phases: times)
        profile.exitCode = ExitStatus.code(of: run.value.status, provesGap: false)
        profile.objective = run.value.objective
        return profile
    }

    /// P2 from a = ½ and s halfway to the smaller limit, the first sub-problem of the paper's method; cold, then warm.
    func kkt() throws -> SolveProfile {
        let start = (0..<problem.count).map { user in
            max(0.5, 0.5 * min(problem.local.mostSteps[user], problem.edge.mostSteps[user]))
        }
        let decisions = [Double](repeating: 0.5, count: problem.count)
        let subproblem = try P2Problem(
            problem, decisions: decisions, steps: start, penalty: 0, previous: decisions)
        let solver = try KKTSolver(kernels: kernels, threads: settings.threads)
        var workspace = KKTWorkspace()
        let cold = try timed(
            before: {
                // The first touch of the workspace's memory is not what is timed.
                workspace = KKTWorkspace()
                workspace.reset(count: problem.count)
            },
            {
                let summary = solver.solve(
                    subproblem, in: &workspace, until: settings.timeLimit.map { SolveDeadline(limit: $0) })
                return (summary: summary, work: workspace.work)
            })
        let warm = try timed {
            _ = solver.solve(subproblem, in: &workspace)
            return workspace.work
        }
        let summary = cold.value.summary
        var times = PhaseTimes()
        times.add(cold.seconds, to: "cold", work: cold.value.work)
        times.add(warm.seconds, to: "warm", work: warm.value)
        var profile = profile(
            .kkt, cold, passes: summary.evaluations, status: "\(summary.status)", threads: settings.threads,
            phases: times)
        profile.exitCode = ExitStatus.code(of: summary.status)
        profile.objective = summary.objective
        return profile
    }

    /// Many problems, each on one thread, from memory. The phases are those of all solves, divided by the threads.
    func batch() throws -> SolveProfile {
        let solver = try BatchSolver(threads: settings.threads, settings: settings)
        let run = try timed {
            var outcome = BatchOutcome()
            try solver.solve(each: problems) { outcome.add($0) }
            return outcome
        }
        let outcome = run.value
        var times = PhaseTimes()
        for entry in outcome.times.entries {
            times.add(entry.seconds / Double(settings.threads), to: entry.phase, work: entry.work)
        }
        var profile = profile(
            .batch, run, passes: outcome.passes, status: outcome.status, threads: settings.threads, phases: times)
        profile.exitCode = outcome.exitCode
        profile.relativeGap = outcome.largestGap
        return profile
    }
}

/// What came of the problems of a batch.
private struct BatchOutcome {
    private var counts: [(name: String, count: Int)] = []
    private var codes: Set<ExitCode> = []
    var passes = 0
    var times = PhaseTimes()
    /// The largest of the proven gaps.
    var largestGap: Double?

    mutating func add(_ result: CertifiedResult) {
        let name = result.status.name
        if let index = counts.firstIndex(where: { $0.name == name }) {
            counts[index].count += 1
        } else {
            counts.append((name, 1))
        }
        if let code = ExitStatus.code(of: result.status) { codes.insert(code) }
        passes += result.statistics.evaluations
        for entry in result.statistics.times.entries { times.add(entry.seconds, to: entry.phase, work: entry.work) }
        if let gap = result.relativeGap { largestGap = max(largestGap ?? 0, gap) }
    }

    /// The worst verdict of all: a numerical failure, then no plan, then an early end; nil for success.
    var exitCode: ExitCode? {
        [ExitStatus.failedCheck, ExitStatus.infeasible, ExitStatus.stoppedEarly].first { codes.contains($0) }
    }

    /// The one status of all, or how many have which.
    var status: String {
        counts.count == 1 ? counts[0].name : counts.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
    }
}

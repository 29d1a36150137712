import CertifiedSolving
import OffloadModel
import SuccessiveConvex

/// How much the outcome of the paper's method depends on where it starts and on its penalty.
///
/// Every start point is run with every penalty, random starts once for each seed, and the outcomes are held against
/// the certified optimum.
public struct StartPointStudy: Sendable {
    /// The settings, valid.
    public let settings: StartPointStudySettings
    private let certified: CertifiedSolver

    /// A study with the given settings.
    ///
    /// - Throws: `SettingError` that names the setting, the value and what is allowed.
    public init(_ settings: StartPointStudySettings = .init()) throws {
        try settings.validate()
        certified = try CertifiedSolver(
            CertifiedSolverSettings(
                relativeGap: settings.relativeGap, stepRule: settings.method.stepRule, threads: settings.threads,
                instructionSet: settings.kernels.instructionSet))
        self.settings = settings
    }

    /// Runs the study.
    ///
    /// - Parameters:
    ///   - problem: P1.
    ///   - mayContinue: asked every few thousand users by either solver, on any of the threads.
    ///   - onRow: called with every finished row; what it throws ends the study.
    /// - Returns: The certified solve and the finished rows. The status is that of the certified solve, or `.stopped`.
    /// - Throws: what `onRow` throws. `SettingError` and `P2Error` are not expected of valid settings.
    public func run(
        _ problem: OffloadProblem, while mayContinue: @escaping @Sendable () -> Bool = { true },
        onRow: (StartPointRow) throws -> Void = { _ in }
    ) throws -> StartPointResult {
        let reference = certified.solve(problem, while: mayContinue)
        var result = StartPointResult(
            status: reference.status, optimum: reference.objective, lowerBound: reference.lowerBound)
        guard let plan = reference.plan, let optimum = reference.objective, reference.status != .stopped else {
            return result
        }
        for start in settings.starts {
            for penalty in settings.penalties {
                var runs: [StartPointRun] = []
                for seed in 1...UInt64(start == .random ? settings.seeds : 1) {
                    let run = try run(
                        problem, start: start, penalty: penalty, seed: seed, certified: plan, optimum: optimum,
                        while: mayContinue)
                    guard let run else {
                        result.status = .stopped
                        return result
                    }
                    runs.append(run)
                }
                guard let row = StartPointRow(start: start, penalty: penalty, users: problem.count, runs: runs) else {
                    continue
                }
                result.rows.append(row)
                try onRow(row)
            }
        }
        return result
    }

    /// One run of the paper's method, nil if it was stopped.
    private func run(
        _ problem: OffloadProblem, start: StartChoice, penalty: PenaltySchedule, seed: UInt64, certified: Plan,
        optimum: Double, while mayContinue: @escaping @Sendable () -> Bool
    ) throws -> StartPointRun? {
        var method = settings.method
        method.timeLimit = nil
        method.use(penalty)
        let point = start.point(
            for: problem, seed: seed, stepRule: method.stepRule, kernels: settings.kernels, certified: certified)
        guard let point else { return nil }
        method.start = point
        let solver = try SuccessiveConvexSolver(method, kernels: settings.kernels)
        let result = try solver.solve(problem, while: mayContinue)
        guard result.status != .stopped, let objective = result.objective, let moved = result.movedDecisions else {
            return nil
        }
        return StartPointRun(
            seed: start == .random ? seed : nil, objective: objective,
            gap: PlanCertificate.relativeGap(objective: objective, lowerBound: optimum), movedDecisions: moved,
            iterations: result.statistics.iterations, hasConverged: result.statistics.hasConverged)
    }
}

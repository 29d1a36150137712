import OffloadModel
import VectorKernels

/// Algorithm 2: the solution of P2 (16) by its KKT conditions (18)–(20), with the multiplier ζ eliminated.
///
/// For a given δ every user is one scalar problem. With
///
///     den = 1/(2u) + 1/(2v) + δ/(2z),   num = 1/(2u) + τ(2a^(i) − 1),   d = S_1 − S_0
///     Φ(s) = 2R̃_0R̃_0′u + 2R̃_1R̃_1′v + 2δsz
///
/// 1. ζ = 0: a = clamp(num/den), s the root of Φ, but at least L. If s ≤ S_0 + a·d, that is the answer.
/// 2. Otherwise the cap binds: a is the root of ψ(a) = d·Φ(S_0 + a·d) + a·den − num, clamped; ζ = −Φ(S_0 + a·d).
/// 3. β and γ follow from (22).
///
/// δ is 0 if the budget holds there, else the root of the budget row (23). Where L exceeds a cap, a is confined to the
/// decisions whose cap reaches L, and where the cap meets L at an inner a, ζ follows from (18a).
///
/// The same problem gives the same bits on every run and for every number of threads; AVX2 and AVX-512 give the same bits.
public struct KKTSolver: Sendable {
    /// The vector kernels in use.
    public let kernels: Kernels
    /// |C − S_e| relative to the larger of both that counts as met where the budget binds.
    let budgetTolerance = 1e-12
    /// The scaled residual up to which the conditions are said to hold. They come out near 10⁻¹⁴.
    private let largestResidual = 1e-8
    /// A cold search for δ starts on a sample of the users, one in sixteen but within these limits.
    private let sampledCount = 512...4096
    private let threads: Int

    /// A solver that uses the given kernels and one thread.
    public init(kernels: Kernels = Kernels()) {
        self.kernels = kernels
        threads = 1
    }

    /// A solver that uses the given kernels and at most so many threads; few users are worked on by one.
    ///
    /// - Throws: `SettingError` for fewer than one thread.
    public init(kernels: Kernels = Kernels(), threads: Int) throws(SettingError) {
        guard threads >= 1 else {
            throw SettingError(setting: "threads", value: "\(threads)", allowed: "at least 1")
        }
        self.kernels = kernels
        self.threads = threads
    }

    /// Solves P2 from a cold start, or from an earlier solution of a problem with the same users.
    ///
    /// - Parameters:
    ///   - problem: P2.
    ///   - earlier: a solution whose s and δ are the first guess.
    /// - Returns: The point with all multipliers, or a status without a point.
    public func solve(_ problem: P2Problem, startingFrom earlier: KKTSolution? = nil) -> KKTSolution {
        var workspace = KKTWorkspace()
        workspace.reset(count: problem.count)
        if let earlier, earlier.steps.count == problem.count {
            workspace.columns.guess(steps: earlier.steps)
            workspace.multiplier = earlier.budgetMultiplier
        }
        let summary = solve(problem, in: &workspace)
        let columns = workspace.columns
        func column(_ name: P2Columns.Name) -> [Double] { summary.status.hasPoint ? columns[name] : [] }
        return KKTSolution(
            summary: summary, decisions: column(.decisions), steps: column(.steps),
            zeroMultipliers: column(.zeroMultipliers), oneMultipliers: column(.oneMultipliers),
            capMultipliers: column(.capMultipliers), floorMultipliers: column(.floorMultipliers))
    }

    /// Solves P2 in a workspace, starting from what it holds; on one thread it allocates nothing if that held as many users
    /// before.
    ///
    /// - Parameters:
    ///   - problem: P2.
    ///   - workspace: the first guess on entry, the solution's columns on return.
    ///   - deadline: looked at every few thousand users; once it has passed, the status is `.timeLimit` and the
    ///     workspace holds nothing but a guess.
    public func solve(
        _ problem: P2Problem, in workspace: inout KKTWorkspace, until deadline: SolveDeadline? = nil
    ) -> KKTSummary {
        if workspace.columns.count != problem.count { workspace.reset(count: problem.count) }
        let start = workspace.multiplier
        var work = PhaseWork.none
        let summary = withP2Pointers(
            local: problem.curves.local, edge: problem.curves.edge, u: problem.u, v: problem.v, z: problem.z,
            previous: problem.previous
        ) { columns in
            workspace.columns.withPointers { solution in
                search(problem, columns, solution, start: start, until: deadline, work: &work)
            }
        }
        workspace.work = work
        workspace.multiplier = summary.status == .solved ? summary.multiplier : nil
        return summary
    }

    // MARK: - The search for δ

    private func search(
        _ problem: P2Problem, _ columns: P2Pointers, _ solution: P2SolutionPointers, start: Double?,
        until deadline: SolveDeadline?, work: inout PhaseWork
    ) -> KKTSummary {
        var summary = KKTSummary(status: .numericalFailure, multiplier: 0)
        var scalars = P2Scalars(
            penalty: problem.penalty, multiplier: 0, tolerance: 0x1p-7, sharesRates: problem.curves.sharesRates)
        if let start, start >= 0, start.isFinite {
            scalars.multiplier = start
        } else if problem.count >= 8 * sampledCount.lowerBound {
            scalars.multiplier = sampled(
                problem, columns, solution, scalars, count: &summary.sampledEvaluations, work: &work, until: deadline)
        }
        var search = MultiplierSearch(budget: problem.stepBudget, tolerance: budgetTolerance)
        var isClose = false
        while summary.evaluations < 400 {
            summary.evaluations += 1
            var findings = P2Findings()
            do throws(TimeIsUp) {
                if isClose {
                    scalars.tolerance = 0x1p-17
                    findings = try finish(columns, scalars, solution, count: problem.count, until: deadline)
                } else {
                    findings.budget = try measure(columns, scalars, solution, count: problem.count, until: deadline)
                    scalars.tolerance = 0x1p-13
                }
            } catch {
                summary.evaluations -= 1
                summary.status = .timeLimit
                return summary
            }
            work = work + passWork(problem, writesAll: isClose, evaluations: findings.budget.evaluations)
            if findings.budget.stranded > 0 { return stranded(problem, summary) }
            switch search.record(findings.budget, at: scalars.multiplier) {
            case .found where isClose:
                record(findings, problem, scalars.multiplier, in: &summary)
                summary.status =
                    findings.budget.unsettled == 0 && summary.residuals.largest <= largestResidual
                    ? .solved : .numericalFailure
                return summary
            case .stuck where isClose:
                record(findings, problem, scalars.multiplier, in: &summary)
                summary.status =
                    findings.budget.unsettled == 0 && search.mismatch(findings.budget.demand) <= 1e-10
                        && summary.residuals.largest <= largestResidual
                    ? .solved : .numericalFailure
                return summary
            case .found, .stuck:
                isClose = true
            case .tryNext(let multiplier, let close):
                scalars.multiplier = multiplier
                isClose = close || isClose && search.mismatch(findings.budget.demand) < 1e-6
            case .infeasible:
                summary.status = .infeasibleBudget(
                    required: findings.budget.leastDemand, available: problem.stepBudget)
                return summary
            case .onlyPoint:
                scalars.multiplier = 0x1p200
                scalars.tolerance = 0x1p-17
                do throws(TimeIsUp) {
                    record(
                        try finish(columns, scalars, solution, count: problem.count, until: deadline), problem,
                        .infinity, in: &summary)
                    summary.evaluations += 1
                    summary.status = .onlyPoint
                } catch {
                    summary.status = .timeLimit
                }
                return summary
            }
        }
        return summary
    }

    /// δ of every k-th group of users under their share of the budget, to about a hundredth.
    private func sampled(
        _ problem: P2Problem, _ columns: P2Pointers, _ solution: P2SolutionPointers, _ scalars: P2Scalars,
        count evaluations: inout Int, work: inout PhaseWork, until deadline: SolveDeadline?
    ) -> Double {
        let group = 64
        let groups = problem.count / group
        let wanted = min(max(problem.count / 16, sampledCount.lowerBound), sampledCount.upperBound)
        let stride = max(problem.count / wanted, 1)
        let share = Double((groups + stride - 1) / stride * group) / Double(problem.count)
        var search = MultiplierSearch(budget: share * problem.stepBudget, tolerance: 1e-2)
        var scalars = scalars
        while evaluations < 60, deadline?.hasPassed != true {
            evaluations += 1
            var sum = P2Demand()
            var position = 0
            while position < groups {
                let first = position * group
                let part = kernels.measureP2Demand(
                    columns.advanced(by: first), scalars, steps: solution.steps + first, count: group)
                sum.demand += part.demand
                sum.sensitivity += part.sensitivity
                sum.leastDemand += part.leastDemand
                sum.evaluations += part.evaluations
                position += stride
            }
            work = work + passWork(problem, share: share, writesAll: false, evaluations: sum.evaluations)
            switch search.record(sum, at: scalars.multiplier) {
            case .tryNext(let multiplier, let isClose):
                scalars.multiplier = multiplier
                if isClose { return multiplier }
            case .found, .stuck: return scalars.multiplier
            case .infeasible, .onlyPoint: return 0
            }
        }
        return scalars.multiplier
    }

    // MARK: - Passes over the users

    private func measure(
        _ columns: P2Pointers, _ scalars: P2Scalars, _ solution: P2SolutionPointers, count: Int,
        until deadline: SolveDeadline?
    ) throws(TimeIsUp) -> P2Demand {
        nonisolated(unsafe) let (columns, solution) = (columns, solution)
        var sums = P2DemandSums()
        try loop(until: deadline).collect(count, blank: P2Demand()) { first, size in
            kernels.measureP2Demand(
                columns.advanced(by: first), scalars, steps: solution.steps + first, count: size)
        } _: {
            sums.add($0)
        }
        return sums.value
    }

    private func finish(
        _ columns: P2Pointers, _ scalars: P2Scalars, _ solution: P2SolutionPointers, count: Int,
        until deadline: SolveDeadline?
    ) throws(TimeIsUp) -> P2Findings {
        nonisolated(unsafe) let (columns, solution) = (columns, solution)
        var sums = P2FindingSums()
        try loop(until: deadline).collect(count, blank: P2Findings()) { first, size in
            kernels.finishP2(
                columns.advanced(by: first), scalars, into: solution.advanced(by: first), count: size)
        } _: {
            sums.add($0)
        }
        return sums.value
    }

    private func loop(until deadline: SolveDeadline?) -> BlockLoop {
        BlockLoop(blockSize: 4096, threads: threads, until: deadline)
    }

    /// The work of a pass over a share of the users, which evaluated so many points.
    ///
    /// In: K, A, B, D of both sites, p and q once or twice, L, S_0, S_1, u, v, z, a^(i) and s. Out: s, and at the end a and
    /// the four multipliers.
    private func passWork(
        _ problem: P2Problem, share: Double = 1, writesAll: Bool, evaluations: Double
    ) -> PhaseWork {
        let sharesRates = problem.curves.sharesRates
        var work = PhaseWork(
            passes: share, users: problem.count, columns: (sharesRates ? 18 : 20) + (writesAll ? 6 : 1),
            exponentials: 0)
        work.exponentials = evaluations * (sharesRates ? 2 : 4)
        return work
    }

    // MARK: - Results

    /// Puts the findings of the last pass into a summary, the budget row's residuals included.
    private func record(
        _ findings: P2Findings, _ problem: P2Problem, _ multiplier: Double, in summary: inout KKTSummary
    ) {
        let demand = findings.budget.demand
        let size = max(demand, problem.stepBudget)
        let excess = size > 0 ? (demand - problem.stepBudget) / size : 0
        summary.multiplier = multiplier
        summary.objective = findings.surrogate - problem.penalty * findings.penalty
        summary.cost = findings.cost
        summary.penaltySum = findings.penalty
        summary.demand = demand
        summary.indecision = findings.indecision
        summary.distanceFromBinary = findings.distanceFromBinary
        summary.residuals.decisionStationarity = findings.decisionStationarity
        summary.residuals.stepStationarity = findings.stepStationarity
        summary.residuals.decisionComplementarity = findings.decisionComplementarity
        summary.residuals.stepComplementarity = findings.stepComplementarity
        summary.residuals.budgetComplementarity = multiplier > 0 ? abs(excess) : 0
        summary.residuals.limitViolation = findings.primalInfeasibility
        summary.residuals.budgetViolation = max(excess, 0)
        summary.residuals.dualInfeasibility = findings.dualInfeasibility
    }

    /// The verdict where a user has no feasible point: names the first one.
    private func stranded(_ problem: P2Problem, _ summary: KKTSummary) -> KKTSummary {
        var summary = summary
        let user = (0..<problem.count).first { user in
            let least = problem.u[user] == 0 ? problem.curves.edge : problem.curves.local
            let most = problem.v[user] == 0 || problem.z[user] == 0 ? problem.curves.local : problem.curves.edge
            return problem.curves.local.fewestSteps[user] > max(least.mostSteps[user], most.mostSteps[user])
        }
        summary.status = user.map { .infeasibleUser($0) } ?? .numericalFailure
        return summary
    }
}

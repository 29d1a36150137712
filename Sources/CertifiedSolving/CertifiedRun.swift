import OffloadModel
import VectorKernels

/// The state of one solve.
struct CertifiedRun {
    /// Below this many users the passes over all of them are left out: branch and bound starts at once.
    static let smallest = 4096

    let problem: OffloadProblem
    let settings: CertifiedSolverSettings
    let onIteration: IterationHandler?
    /// When to end the search: when its time is used up, or when somebody wants it to stop.
    let deadline: SolveDeadline
    /// When to give up a pass of the search, nil for never. After the time limit there is some grace; a stop is at once.
    let passEnd: SolveDeadline?
    /// When to have made a plan of what the search found, which no stop prevents.
    let finish: SolveDeadline
    let kernels: Kernels
    let passes: UserPasses
    /// The passes that make a plan.
    let planPasses: UserPasses
    var statistics = CertifiedStatistics()
    /// r_n.
    var localCosts: [Double] = []
    /// The best steps on the device; in the end the plan's.
    var steps: [Double] = []
    /// What users would do at the last price, negative for those that stay local.
    var edgeSteps: [Double] = []
    /// Σ L over those who must offload.
    var mandatorySteps = 0.0
    var iterations = 0
    /// What the present phase has done so far.
    var work = PhaseWork.none
    var workspace = SolveWorkspace()
    /// The best bound of the passes so far.
    var bestBound: (price: Double, value: Double)?

    /// What can be spent: S_e, or ⌊S_e⌋ for whole steps.
    var budget: Double { problem.spendableBudget(under: settings.stepRule) }

    init(
        problem: OffloadProblem, settings: CertifiedSolverSettings, onIteration: IterationHandler?,
        stop: StopRequest?, workspace: inout SolveWorkspace
    ) {
        swap(&self.workspace, &workspace)
        self.problem = problem
        self.settings = settings
        self.onIteration = onIteration
        deadline = SolveDeadline(limit: settings.timeLimit, clock: settings.clock, stop: stop)
        kernels = Kernels(settings.instructionSet)
        passEnd = deadline.canPass ? deadline.withGrace : nil
        finish = deadline.withGrace.withoutStop
        passes = UserPasses(
            kernels: kernels, threads: settings.threads, rule: settings.stepRule, until: passEnd)
        planPasses = UserPasses(
            kernels: kernels, threads: settings.threads, rule: settings.stepRule,
            until: deadline.hasLimit ? finish : nil)
        statistics.instructionSet = kernels.instructionSet
        statistics.threads = settings.threads
    }

    /// True for a problem whose columns take the system a while to give back.
    static func isLarge(_ problem: OffloadProblem) -> Bool { problem.count >= 1 << 18 }

    /// Returns the memory that was lent, and gives the rest back.
    mutating func giveBack(_ workspace: inout SolveWorkspace) {
        swap(&self.workspace, &workspace)
        guard deadline.hasLimit, Self.isLarge(problem) else { return }
        let columns = [localCosts, steps, edgeSteps]
        (localCosts, steps, edgeSteps) = ([], [], [])
        Discard.later(consume columns)
    }

    mutating func solve(startingFrom price: Double?) -> CertifiedResult {
        // A number that is no price cannot be where the search begins, and must not get into a proof.
        let price = price.flatMap { $0 >= 0 && $0.isFinite ? min($0, OffloadProblem.largestPrice) : nil }
        do throws(TimeIsUp) {
            return withGreedyPlan(try solveInTime(startingFrom: price))
        } catch {
            // It ended before there was a plan. A bound was proven if at least one pass was finished.
            return CertifiedResult(
                status: error.status, certificate: nil, price: nil, dualPrice: bestBound?.price, statistics: statistics,
                boundAlone: bestBound.map { ProvenBound(value: $0.value, proof: BoundProof(price: $0.price)) })
        }
    }

    mutating func solveInTime(startingFrom price: Double?) throws(TimeIsUp) -> CertifiedResult {
        let isSmall = problem.count < Self.smallest
        let mandatory = try timed("feasibility") { run throws(TimeIsUp) in
            // The limits of both sites.
            run.work = PhaseWork(passes: 1, users: run.problem.count, columns: 4, exponentials: 0)
            return try run.problem.mandatorySteps(under: run.settings.stepRule, until: isSmall ? nil : run.passEnd)
        }
        switch mandatory {
        case .failure(let reason):
            return CertifiedResult(
                status: .infeasible(reason), certificate: nil, price: nil, dualPrice: nil, statistics: statistics)
        case .success(let steps): mandatorySteps = steps
        }
        guard !isSmall else {
            timed("local") { run in
                run.work = run.passes.localWork(users: run.problem.count)
                (run.localCosts, run.steps) = run.workspace.minimiseLocally(
                    run.problem.local, rule: run.settings.stepRule, kernels: run.kernels)
            }
            return try explore(from: price, incumbent: nil, bound: -.infinity)
        }
        try timed("local") { run throws(TimeIsUp) in
            run.work = run.passes.localWork(users: run.problem.count)
            (run.localCosts, run.steps) = try run.passes.minimiseLocally(run.problem.local)
        }
        let draft = try timed("price") { run throws(TimeIsUp) in
            do throws(TimeIsUp) {
                return try run.searchPrice(startingFrom: price)
            } catch {
                guard error.isStop, let best = run.bestBound else { throw error }
                return try run.draftAfterStop(at: best.price)
            }
        }
        let last = draft.demand.price
        let (claim, multiplier) = try timed("plan") { run throws(TimeIsUp) in
            let (certificate, multiplier) = try run.certificate(of: draft)
            let claim = run.reviewed(Claim(certificate), dualPrice: last, interruption: draft.interruption)
            return (claim, multiplier)
        }
        // Where the gap is on the scale of rounding, no search would make it smaller.
        let isRounding = claim.certificate.absoluteGap <= 0x1p-47 * costScale(of: claim)
        if draft.interruption != nil || isProven(claim) || isRounding {
            let price = self.price(of: claim.certificate.plan, multiplier, isEarly: draft.interruption != nil)
            return result(claim, price: price, dualPrice: last, interruption: draft.interruption)
        }
        do throws(TimeIsUp) {
            return try explore(after: draft, claim, multiplier)
        } catch {
            return result(
                claim, price: PlanPrice(smooth: multiplier.value), dualPrice: last, interruption: .init(error))
        }
    }

    /// Runs a phase and books its time.
    mutating func timed<Value, Failure: Error>(
        _ phase: String, _ body: (inout CertifiedRun) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let start = deadline.elapsed
        work = .none
        let outcome: Result<Value, Failure>
        do throws(Failure) { outcome = .success(try body(&self)) } catch { outcome = .failure(error) }
        statistics.times.add(deadline.elapsed - start, to: phase, work: work)
        return try outcome.get()
    }

    /// What the passes end with.
    struct Draft {
        var demand: Demand
        /// The users about to change sides, for real steps.
        var switches: SwitchList?
        var bound: Double
        /// The estimate of d(demand)/dλ, jumps included, ≤ 0.
        var slope = 0.0
        var interruption: BranchAndBound.Interruption?
    }

    mutating func report(primal: Double?, dual: Double?, price: Double) -> SolveContinuation {
        iterations += 1
        guard let onIteration else { return .proceed }
        return onIteration(
            IterationRecord(
                iteration: iterations, primal: primal, dual: dual, price: price, passes: statistics.passes,
                seconds: deadline.elapsed))
    }
}

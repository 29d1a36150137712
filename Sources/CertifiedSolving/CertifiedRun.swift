import OffloadModel
import VectorKernels

/// The state of one solve.
struct CertifiedRun {
    /// Below this many users the passes over all of them are left out: branch and bound starts at once.
    static let smallest = 4096

    let problem: OffloadProblem
    let settings: CertifiedSolverSettings
    let onIteration: IterationHandler?
    /// When to end the search.
    let deadline: SolveDeadline
    /// When to have made a plan of what the search found.
    let finish: SolveDeadline
    let kernels: Kernels
    let passes: UserPasses
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
        workspace: inout SolveWorkspace
    ) {
        swap(&self.workspace, &workspace)
        self.problem = problem
        self.settings = settings
        self.onIteration = onIteration
        deadline = SolveDeadline(limit: settings.timeLimit, clock: settings.clock)
        kernels = Kernels(settings.instructionSet)
        finish = deadline.withGrace
        passes = UserPasses(
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
            return try solveInTime(startingFrom: price)
        } catch {
            // The time was too short for a plan. A bound was proven if at least one pass was finished.
            return CertifiedResult(
                status: .timeLimit, certificate: nil, price: nil, dualPrice: bestBound?.price, statistics: statistics,
                boundAlone: bestBound.map { ProvenBound(value: $0.value, proof: BoundProof(price: $0.price)) })
        }
    }

    mutating func solveInTime(startingFrom price: Double?) throws(TimeIsUp) -> CertifiedResult {
        let isSmall = problem.count < Self.smallest
        let mandatory = try timed("feasibility") { run throws(TimeIsUp) in
            // The limits of both sites.
            run.work = PhaseWork(passes: 1, users: run.problem.count, columns: 4, exponentials: 0)
            return try run.problem.mandatorySteps(under: run.settings.stepRule, until: isSmall ? nil : run.finish)
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
        let draft = try timed("price") { run throws(TimeIsUp) in try run.searchPrice(startingFrom: price) }
        let certificate = try timed("plan") { run throws(TimeIsUp) in try run.certificate(of: draft) }
        // The magnitudes of the pass would not do: they hold what is paid at its price, which can be any.
        if draft.interruption != nil || isClosed(certificate, magnitude: magnitude(of: certificate)) {
            return result(
                certificate, price: draft.demand.price, dualPrice: draft.demand.price,
                magnitude: magnitude(of: certificate), interruption: draft.interruption)
        }
        do throws(TimeIsUp) {
            return try explore(after: draft, certificate)
        } catch {
            return result(
                certificate, price: draft.demand.price, dualPrice: draft.demand.price,
                magnitude: magnitude(of: certificate), interruption: .timeLimit)
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

    /// More than the kernels subtract from the bounds of so many users because of underflow.
    static func underflow(users: Int) -> Double { 0x1p-880 * Double(users) }

    /// - Parameter magnitude: asked for only where the relative gap leaves it open.
    func isClosed(_ certificate: PlanCertificate, magnitude: @autoclosure () -> Double) -> Bool {
        certificate.relativeGap <= settings.relativeGap
            || certificate.absoluteGap <= 0x1p-43 * magnitude() + 0x1p-1000
    }

    /// Σ of the magnitudes that objective and bound are sums of, on the scale of which they are rounded.
    func magnitude(of certificate: PlanCertificate) -> Double {
        var sum = 0.0
        for user in 0..<problem.count {
            let site: Site = certificate.plan.offloaded[user] ? .edge : .local
            let curve = problem.curves(at: site)[user]
            sum += abs(curve.constant) + curve.errorWeight + curve.utilityWeight
        }
        return sum
    }

    /// The same certificate with what underflow takes from costs that are next to nothing given back.
    private func beyondUnderflow(
        _ certificate: PlanCertificate, dualPrice: Double, magnitude: @autoclosure () -> Double
    ) -> PlanCertificate {
        let underflow = Self.underflow(users: problem.count)
        guard abs(certificate.objective) <= 0x1p50 * underflow else { return certificate }
        // The passes add up the proven costs of those who stay at home, which are lower by the kernels' margin.
        var certificate = certificate
        certificate.objective = certificate.plan.cost(in: problem)
        guard certificate.absoluteGap <= underflow, !isClosed(certificate, magnitude: magnitude()) else {
            return certificate
        }
        // The verifier's margin is finer, and with what it forgives taken off, its bound is proven as well. Steps that fix users
        // lean on the bound that is too low, so weak duality alone must do.
        let plain = PlanCertificate(
            plan: certificate.plan, objective: certificate.objective, lowerBound: -.greatestFiniteMagnitude,
            proof: BoundProof(price: dualPrice))
        let found = plain.verify(for: problem)
        let bound = min((found.lowerBound ?? -.infinity) - found.roundingAllowance, certificate.objective)
        if bound > certificate.lowerBound { (certificate.lowerBound, certificate.proof) = (bound, plain.proof) }
        return certificate
    }

    func result(
        _ certificate: PlanCertificate, price: Double?, dualPrice: Double, magnitude: @autoclosure () -> Double,
        interruption: BranchAndBound.Interruption?
    ) -> CertifiedResult {
        // Where costs exceed every number there is nothing to compare, and NaN would pass for a gap of zero.
        guard certificate.objective.isFinite, certificate.lowerBound.isFinite else {
            return CertifiedResult(
                status: .numericalFailure, certificate: nil, price: nil, dualPrice: nil, statistics: statistics)
        }
        let certificate = beyondUnderflow(certificate, dualPrice: dualPrice, magnitude: magnitude())
        let status: SolveStatus
        if isClosed(certificate, magnitude: magnitude()) {
            status = .optimal
        } else {
            switch interruption {
            case .timeLimit: status = .timeLimit
            case .nodeLimit: status = .nodeLimit
            case .stopped: status = .stopped
            case nil: status = .feasible(relativeGap: certificate.relativeGap)
            }
        }
        return CertifiedResult(
            status: status, certificate: certificate, price: price, dualPrice: dualPrice, statistics: statistics)
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

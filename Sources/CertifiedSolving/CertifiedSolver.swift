import OffloadModel
import VectorKernels

/// Solves P1 (8) to proven global optimality.
///
/// One price couples the users, so the Lagrangian dual is nearly tight: its bound misses the optimum by at most what
/// one user can gain, whatever N is. Large problems are solved by a few passes over the users; what gap is left is
/// closed by branch and bound on the users that the bound leaves open. Every result carries a certificate.
///
/// Source: J.-P. Aubin and I. Ekeland, "Estimates of the duality gap in nonconvex optimization", 1976; M. Udell and
/// S. Boyd, "Bounding duality gap for separable problems with linear constraints", 2016.
public struct CertifiedSolver: Sendable {
    /// The settings, valid.
    public let settings: CertifiedSolverSettings

    /// A solver with the given settings.
    ///
    /// - Throws: `SettingError` if a setting is out of its range.
    public init(_ settings: CertifiedSolverSettings = .init()) throws {
        try settings.validate()
        self.settings = settings
    }

    /// Finds a plan within the relative gap of the optimum, or the best that limits allow, or why there is none.
    ///
    /// - Parameters:
    ///   - problem: P1.
    ///   - price: where to begin, for instance the price of a similar problem; nil to find out.
    ///   - onIteration: called after every evaluation; may stop the solve.
    /// - Returns: A result whose plan is exactly feasible and whose bound holds, whatever the status. `.optimal` is
    ///   given only for a gap within the asked one, or within the rounding of its two numbers. There is no plan if none
    ///   exists, if the time limit was too short to find one, or after a numerical failure.
    public func solve(
        _ problem: OffloadProblem, startingFrom price: Double? = nil, onIteration: IterationHandler? = nil
    ) -> CertifiedResult {
        var workspace = SolveWorkspace()
        return solve(problem, startingFrom: price, using: &workspace, onIteration: onIteration)
    }

    /// The same in memory that is used again: solves of many small problems then allocate only their results.
    ///
    /// - Parameters:
    ///   - problem: P1.
    ///   - price: where to begin; nil to find out.
    ///   - workspace: any workspace that no other solve is using; it has no influence on the result.
    ///   - onIteration: called after every evaluation; may stop the solve.
    public func solve(
        _ problem: OffloadProblem, startingFrom price: Double? = nil, using workspace: inout SolveWorkspace,
        onIteration: IterationHandler? = nil
    ) -> CertifiedResult {
        var run = CertifiedRun(problem: problem, settings: settings, onIteration: onIteration, workspace: &workspace)
        defer { run.giveBack(&workspace) }
        return run.solve(startingFrom: price)
    }
}

/// The state of one solve.
struct CertifiedRun {
    /// Below this many users the passes over all of them are left out: branch and bound starts at once.
    private static let smallest = 4096

    private let problem: OffloadProblem
    private let settings: CertifiedSolverSettings
    private let onIteration: IterationHandler?
    /// When to end the search.
    private let deadline: SolveDeadline
    /// When to have made a plan of what the search found.
    private let finish: SolveDeadline
    private let kernels: Kernels
    private let passes: UserPasses
    private var statistics = CertifiedStatistics()
    /// r_n.
    private var localCosts: [Double] = []
    /// The best steps on the device; in the end the plan's.
    private var steps: [Double] = []
    /// What users would do at the last price, negative for those that stay local.
    private var edgeSteps: [Double] = []
    private var iterations = 0
    private var workspace = SolveWorkspace()
    /// The best bound of the passes so far.
    private var bestBound: (price: Double, value: Double)?

    /// What can be spent: S_e, or ⌊S_e⌋ for whole steps.
    private var budget: Double { problem.spendableBudget(under: settings.stepRule) }

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

    /// Returns the memory that was lent.
    mutating func giveBack(_ workspace: inout SolveWorkspace) {
        swap(&self.workspace, &workspace)
    }

    mutating func solve(startingFrom price: Double?) -> CertifiedResult {
        do throws(TimeIsUp) {
            return try solveInTime(startingFrom: price)
        } catch {
            // The time was too short for a plan. A bound was proven if at least one pass was finished.
            return CertifiedResult(
                status: .timeLimit, certificate: nil, price: nil, dualPrice: bestBound?.price, statistics: statistics,
                boundAlone: bestBound.map { ProvenBound(value: $0.value, proof: BoundProof(price: $0.price)) })
        }
    }

    private mutating func solveInTime(startingFrom price: Double?) throws(TimeIsUp) -> CertifiedResult {
        let isSmall = problem.count < Self.smallest
        let reason = try timed("feasibility") { run throws(TimeIsUp) in
            try run.problem.infeasibility(under: run.settings.stepRule, until: isSmall ? nil : run.finish)
        }
        if let reason {
            return CertifiedResult(
                status: .infeasible(reason), certificate: nil, price: nil, dualPrice: nil, statistics: statistics)
        }
        guard !isSmall else {
            timed("local") { run in
                (run.localCosts, run.steps) = run.workspace.minimiseLocally(
                    run.problem.local, rule: run.settings.stepRule, kernels: run.kernels)
            }
            return try explore(from: price, incumbent: nil, bound: -.infinity)
        }
        try timed("local") { run throws(TimeIsUp) in
            (run.localCosts, run.steps) = try run.passes.minimiseLocally(run.problem.local)
        }
        let draft = try timed("price") { run throws(TimeIsUp) in try run.searchPrice(startingFrom: price) }
        let certificate = try timed("plan") { run throws(TimeIsUp) in try run.certificate(of: draft) }
        if draft.interruption != nil || isClosed(certificate, magnitude: draft.demand.magnitude) {
            return result(
                certificate, price: draft.demand.price, dualPrice: draft.demand.price,
                magnitude: draft.demand.magnitude, interruption: draft.interruption)
        }
        do throws(TimeIsUp) {
            return try explore(after: draft, certificate)
        } catch {
            return result(
                certificate, price: draft.demand.price, dualPrice: draft.demand.price,
                magnitude: draft.demand.magnitude, interruption: .timeLimit)
        }
    }

    /// Runs a phase and books its time.
    private mutating func timed<Value, Failure: Error>(
        _ phase: String, _ body: (inout CertifiedRun) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let start = deadline.elapsed
        let outcome: Result<Value, Failure>
        do throws(Failure) { outcome = .success(try body(&self)) } catch { outcome = .failure(error) }
        statistics.times.add(deadline.elapsed - start, to: phase)
        return try outcome.get()
    }

    // MARK: Passes over all users

    /// What the passes end with.
    private struct Draft {
        var demand: Demand
        var bound: Double
        /// The estimate of d(demand)/dλ, jumps included, ≤ 0.
        var slope = 0.0
        var interruption: BranchAndBound.Interruption?
    }

    /// A few full passes: the sample's price, then Newton's and secant steps on the demand.
    ///
    /// Under a time limit the passes end when there may not be time for one more and for the plan. The plan takes about
    /// as long as a pass; twice that is kept free.
    private mutating func searchPrice(startingFrom start: Double?) throws(TimeIsUp) -> Draft {
        // The samples grow with the problem, so that they stay a small part of the work.
        let size = min(max(problem.count / 32, 2048), 65_536)
        let limit = deadline.hasLimit ? finish : nil
        let coarse = try SampleSearch(
            of: problem, localCosts: localCosts, size: size / 16, startingFrom: start, rule: settings.stepRule,
            kernels: kernels, until: limit)
        let sample = try SampleSearch(
            of: problem, localCosts: localCosts, size: size, startingFrom: coarse.price, rule: settings.stepRule,
            kernels: kernels, until: limit)
        var slope = sample.slope
        var draft = try pass(at: start ?? sample.price)
        // The prices known to leave the budget short, and to leave some of it unspent.
        var (short, ample) = (-Double.infinity, Double.infinity)
        while statistics.passes < 8, draft.interruption == nil {
            let demand = draft.demand
            let excess = demand.steps - budget
            if excess > 0 { short = max(short, demand.price) } else { ample = min(ample, demand.price) }
            if demand.price == 0, excess <= 0 { break }
            // To second order the dual function can still gain ½·excess²/|slope|, and the plan loses as much with the
            // slope that is left when nobody switches sides.
            let stiffness = settings.stepRule == .continuous ? min(-slope, -demand.sensitivity) : -slope
            guard stiffness > 0, 0.5 * excess * excess / stiffness > 0.2 * settings.relativeGap * abs(draft.bound)
            else { break }
            var next = max(demand.price - excess / slope, 0)
            // Users who switch sides make the slope uneven; the bracket keeps a step from leading astray.
            if !(next > short && next < ample), short.isFinite, ample.isFinite { next = 0.5 * (short + ample) }
            guard next != demand.price else { break }
            draft = try pass(at: next)
            let secant = (draft.demand.steps - demand.steps) / (draft.demand.price - demand.price)
            if secant < 0 { slope = secant }
        }
        draft.slope = slope
        return draft
    }

    private mutating func pass(at price: Double) throws(TimeIsUp) -> Draft {
        let start = deadline.elapsed
        let demand = try passes.demand(problem.edge, localCosts: localCosts, price: price, edgeSteps: &edgeSteps)
        let seconds = deadline.elapsed - start
        statistics.passes += 1
        var draft = Draft(demand: demand, bound: demand.lowerBound(stepBudget: budget))
        if draft.bound > bestBound?.value ?? -.infinity { bestBound = (price, draft.bound) }
        if deadline.hasPassed || finish.remaining < 3 * seconds {
            draft.interruption = .timeLimit
        } else if report(primal: nil, dual: draft.bound, price: price) == .stop {
            draft.interruption = .stopped
        }
        return draft
    }

    /// Makes a feasible plan of what the users would do at the last price.
    ///
    /// - Throws: ``TimeIsUp`` if that takes too long.
    private mutating func certificate(of draft: Draft) throws(TimeIsUp) -> PlanCertificate {
        let proof = BoundProof(price: draft.demand.price)
        if settings.stepRule == .continuous, let objective = try stretch(draft.demand) {
            let plan = Plan(offloaded: edgeSteps.map { $0 >= 0 }, steps: steps, stepRule: settings.stepRule)
            return PlanCertificate(plan: plan, objective: objective, lowerBound: draft.bound, proof: proof)
        }
        if settings.stepRule == .integer, let objective = try mix(draft) {
            let plan = Plan(offloaded: edgeSteps.map { $0 >= 0 }, steps: steps, stepRule: settings.stepRule)
            return PlanCertificate(plan: plan, objective: objective, lowerBound: draft.bound, proof: proof)
        }
        var plan = Plan(offloaded: edgeSteps.map { $0 >= 0 }, steps: steps, stepRule: settings.stepRule)
        for user in 0..<problem.count where plan.offloaded[user] { plan.steps[user] = edgeSteps[user] }
        let limit = deadline.hasLimit ? finish : nil
        let repair = PlanRepair(problem: problem, localSteps: steps, localCosts: localCosts, deadline: limit)
        try repair.fit(&plan, atZeroPrice: draft.demand.price == 0)
        return PlanCertificate(
            plan: plan, objective: try plan.objective(in: problem, until: limit), lowerBound: draft.bound, proof: proof)
    }

    /// Meets the budget with whole steps: some users do what suits them at the last price, the others what suits them
    /// at one on the other side of the budget. Either is nearly the best response to both.
    ///
    /// - Returns: The objective, or nil if no such price was found nearby.
    private mutating func mix(_ draft: Draft) throws(TimeIsUp) -> Double? {
        let excess = draft.demand.steps - budget
        let exact = excess == 0 || (draft.demand.price == 0 && excess < 0)
        if !exact {
            guard draft.slope < 0 else { return nil }
            var other: [Double] = []
            var shift = -1.5 * excess / draft.slope
            var otherExcess = excess
            for _ in 0..<4 where (otherExcess > 0) == (excess > 0) {
                let demand = try passes.demand(
                    problem.edge, localCosts: localCosts, price: max(draft.demand.price + shift, 0),
                    edgeSteps: &other)
                statistics.passes += 1
                otherExcess = demand.steps - budget
                shift *= 4
            }
            guard (otherExcess > 0) != (excess > 0) else { return nil }
            // From the response that fits, users move to the other one while the budget lasts.
            if excess > 0 { swap(&edgeSteps, &other) }
            var left = -min(excess, otherExcess)
            for user in 0..<problem.count where left > 0 && other[user] != edgeSteps[user] {
                let needed = max(other[user], 0) - max(edgeSteps[user], 0)
                if needed <= left {
                    edgeSteps[user] = other[user]
                    left -= needed
                }
            }
        }
        let settled = try passes.settle(
            problem.edge, edgeSteps: edgeSteps, stretch: 0, localCosts: localCosts, steps: &steps)
        return settled.edgeSteps <= budget ? settled.objective : nil
    }

    /// Stretches or shrinks the elastic steps in proportion until they meet the budget.
    ///
    /// - Returns: The objective, or nil if the elastic steps are too few for that.
    private mutating func stretch(_ demand: Demand) throws(TimeIsUp) -> Double? {
        var target = BudgetFilling(budget: budget).target(users: demand.offloadedCount)
        for _ in 0..<3 {
            let residue = target - demand.steps
            let wanted = demand.price == 0 && residue >= 0 ? 0 : residue
            guard abs(wanted) <= 0.5 * demand.elastic || wanted > 0 else { return nil }
            let stretch = demand.elastic > 0 ? min(wanted / demand.elastic, 1) : 0
            let settled = try passes.settle(
                problem.edge, edgeSteps: edgeSteps, stretch: stretch, localCosts: localCosts, steps: &steps)
            if settled.edgeSteps <= budget { return settled.objective }
            target -= 2 * (settled.edgeSteps - target)
        }
        return nil
    }

    // MARK: Branch and bound

    /// Closes the gap that the passes left, on the users that their bound leaves open.
    ///
    /// - Throws: ``TimeIsUp`` if the deadline passes before that has begun.
    private mutating func explore(
        after draft: Draft, _ certificate: PlanCertificate
    ) throws(TimeIsUp) -> CertifiedResult {
        let price = draft.demand.price
        let limit = try deadlineForExploring(after: certificate.plan)
        // The plan's steps have taken the place of the device's.
        (localCosts, steps) = try passes.minimiseLocally(problem.local)
        try workspace.search.begin(
            problem, rule: settings.stepRule, localCosts: localCosts, kernels: kernels, until: limit)
        guard
            let fixed = try workspace.search.fixSides(
                price: price, objective: certificate.objective, count: problem.count)
        else {
            return result(
                certificate, price: price, dualPrice: price, magnitude: magnitude(of: certificate), interruption: nil)
        }
        statistics.passes += 1
        return try explore(
            from: price, incumbent: certificate, bound: max(fixed.bound, draft.bound), known: fixed.sides, until: limit)
    }

    /// The moment, nil for none, at which branch and bound must end for a better plan to be put together in time: the
    /// limit, or earlier where that takes longer than the grace. Adding up the objective is most of it.
    private func deadlineForExploring(after plan: Plan) throws(TimeIsUp) -> SolveDeadline? {
        guard deadline.hasLimit else { return nil }
        let start = deadline.elapsed
        let users = min(plan.count, 1 << 15)
        _ = try plan.objective(in: problem, ofFirst: users, until: finish)
        let seconds = (deadline.elapsed - start) * Double(plan.count) / Double(users)
        return deadline.orEarlier(finish.reserving(2 * seconds))
    }

    /// - Parameters:
    ///   - known: the sides that the bound at `price` proves for the incumbent's objective.
    ///   - limit: when to give up what is being computed; nil where the first evaluation is made whatever the time.
    /// - Throws: ``TimeIsUp`` if the limit passes before the exploration has begun; never without an incumbent.
    private mutating func explore(
        from price: Double?, incumbent: PlanCertificate?, bound: Double, known: [Side]? = nil,
        until limit: SolveDeadline? = nil
    ) throws(TimeIsUp) -> CertifiedResult {
        let start = deadline.elapsed
        try workspace.search.begin(
            problem, rule: settings.stepRule, localCosts: localCosts, known: known, kernels: kernels, until: limit)
        var monitor = SolveMonitor(
            deadline: limit ?? deadline, onIteration: onIteration, reports: iterations, passes: statistics.passes, bound: bound)
        workspace.search.run(
            on: problem, settings: settings, startingFrom: price, fixedAt: known == nil ? nil : price,
            objective: incumbent?.objective ?? .infinity, monitor: &monitor)
        iterations = monitor.reports
        statistics.nodes = workspace.search.splits
        statistics.coreEvaluations = workspace.search.evaluator.evaluations
        let rootPrice = workspace.search.rootPrice

        var best = incumbent
        var planPrice = price ?? rootPrice
        if workspace.search.hasIncumbent {
            var plan = Plan(
                offloaded: Array(repeating: false, count: problem.count), steps: steps,
                stepRule: settings.stepRule)
            steps = []  // The plan is their only owner now, so that they are not copied.
            planPrice = workspace.search.write(to: &plan)
            best = PlanCertificate(
                plan: plan, objective: try plan.objective(in: problem, until: limit == nil ? nil : finish),
                lowerBound: -.infinity, proof: workspace.search.boundProof)
        }
        statistics.times.add(deadline.elapsed - start, to: "branch and bound")
        guard var certificate = best else {
            return CertifiedResult(
                status: .numericalFailure, certificate: nil, price: nil, dualPrice: rootPrice,
                statistics: statistics)
        }
        // A search that was given up early can know less than what was proven before it.
        if workspace.search.lowerBound >= incumbent?.lowerBound ?? -.infinity {
            certificate.lowerBound = workspace.search.lowerBound
            certificate.proof = workspace.search.boundProof
        } else if let incumbent {
            certificate.lowerBound = incumbent.lowerBound
            certificate.proof = incumbent.proof
        }
        certificate.lowerBound = min(certificate.lowerBound, certificate.objective)
        return result(
            certificate, price: planPrice, dualPrice: rootPrice, magnitude: magnitude(of: certificate),
            interruption: workspace.search.interruption)
    }

    // MARK: The verdict

    private func isClosed(_ certificate: PlanCertificate, magnitude: Double) -> Bool {
        certificate.relativeGap <= settings.relativeGap || certificate.absoluteGap <= 0x1p-43 * magnitude + 0x1p-1000
    }

    /// Σ of the magnitudes that objective and bound are sums of, on the scale of which they are rounded.
    private func magnitude(of certificate: PlanCertificate) -> Double {
        var sum = 0.0
        for user in 0..<problem.count {
            let site: Site = certificate.plan.offloaded[user] ? .edge : .local
            let curve = problem.curves(at: site)[user]
            sum += abs(curve.constant) + curve.errorWeight + curve.utilityWeight
        }
        return sum
    }

    private func result(
        _ certificate: PlanCertificate, price: Double, dualPrice: Double, magnitude: Double,
        interruption: BranchAndBound.Interruption?
    ) -> CertifiedResult {
        let status: SolveStatus
        if isClosed(certificate, magnitude: magnitude) {
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

    private mutating func report(primal: Double?, dual: Double?, price: Double) -> SolveContinuation {
        iterations += 1
        guard let onIteration else { return .proceed }
        return onIteration(
            IterationRecord(
                iteration: iterations, primal: primal, dual: dual, price: price, passes: statistics.passes,
                seconds: deadline.elapsed))
    }
}

import OffloadModel
import VectorKernels

extension CertifiedRun {
    /// Closes the gap that the passes left, on the users that their bound leaves open.
    ///
    /// - Throws: ``TimeIsUp`` if the deadline passes before that has begun.
    mutating func explore(
        after draft: Draft, _ certificate: PlanCertificate
    ) throws(TimeIsUp) -> CertifiedResult {
        let price = draft.demand.price
        let limit = try deadlineForExploring(after: certificate.plan)
        guard price < OffloadProblem.largestPrice else {
            // A sample can hold more users who must offload than its share of the budget has room for. Its price is of no
            // use then, and neither is the bound there.
            (localCosts, steps) = try passes.minimiseLocally(problem.local)
            return try explore(from: nil, incumbent: certificate, bound: draft.bound, until: limit)
        }
        let fixed = try timed("fix") { run throws(TimeIsUp) in
            run.work =
                run.passes.localWork(users: run.problem.count) + run.passes.demandWork(users: run.problem.count)
            // The plan's steps have taken the place of the device's.
            (run.localCosts, run.steps) = try run.passes.minimiseLocally(run.problem.local)
            try run.workspace.search.begin(
                run.problem, rule: run.settings.stepRule, localCosts: run.localCosts, kernels: run.kernels, until: limit
            )
            return try run.workspace.search.fixSides(
                price: price, objective: certificate.objective, count: run.problem.count)
        }
        guard let fixed else {
            return result(
                certificate, price: price, dualPrice: price, magnitude: magnitude(of: certificate), interruption: nil)
        }
        statistics.passes += 1
        return try explore(
            from: price, incumbent: certificate, bound: max(fixed.bound, draft.bound), known: fixed.sides, until: limit)
    }

    /// The moment, nil for none, at which branch and bound must end for a better plan to be put together in time: the
    /// limit, or earlier where that takes longer than the grace. Adding up the objective is most of it.
    func deadlineForExploring(after plan: Plan) throws(TimeIsUp) -> SolveDeadline? {
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
    mutating func explore(
        from price: Double?, incumbent: PlanCertificate?, bound: Double, known: [Side]? = nil,
        until limit: SolveDeadline? = nil
    ) throws(TimeIsUp) -> CertifiedResult {
        let start = deadline.elapsed
        try workspace.search.begin(
            problem, rule: settings.stepRule, localCosts: localCosts, known: known, kernels: kernels, until: limit)
        var monitor = SolveMonitor(
            deadline: limit ?? deadline, onIteration: onIteration, reports: iterations, passes: statistics.passes,
            bound: bound)
        workspace.search.run(
            on: problem, settings: settings, startingFrom: price, fixedAt: known == nil ? nil : price,
            objective: incumbent?.objective ?? .infinity, monitor: &monitor)
        iterations = monitor.reports
        statistics.nodes = workspace.search.splits
        statistics.coreEvaluations = workspace.search.evaluator.evaluations
        let rootPrice = workspace.search.rootPrice

        var best = incumbent
        var planPrice: Double? = price ?? rootPrice
        if let incumbent, !workspace.search.hasIncumbent, workspace.search.interruption == nil {
            // The price at which the passes ended may be any; what proved their plan the best is another one.
            do throws(TimeIsUp) { planPrice = try workspace.search.price(of: incumbent.plan) } catch { planPrice = nil }
        }
        if workspace.search.hasIncumbent {
            var plan = Plan(
                sites: Array(repeating: false, count: problem.count), steps: steps,
                stepRule: settings.stepRule)
            steps = []  // The plan is their only owner now, so that they are not copied.
            planPrice = workspace.search.write(to: &plan)
            best = PlanCertificate(
                plan: plan, objective: try plan.objective(in: problem, until: limit == nil ? nil : finish),
                lowerBound: -.infinity, proof: BoundProof(price: rootPrice))
        }
        let coreShare = Double(workspace.search.evaluator.core.count) / Double(problem.count)
        let coreWork = passes.demandWork(
            users: problem.count, passes: coreShare * Double(statistics.coreEvaluations))
        statistics.times.add(deadline.elapsed - start, to: "branch and bound", work: coreWork)
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
}

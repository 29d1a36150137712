import OffloadModel
import VectorKernels

extension CertifiedRun {
    /// Closes the gap that the passes left, on the users that their bound leaves open.
    ///
    /// - Throws: ``TimeIsUp`` if the deadline passes before that has begun.
    mutating func explore(
        after draft: Draft, _ claim: Claim, _ multiplier: Multiplier
    ) throws(TimeIsUp) -> CertifiedResult {
        let price = draft.demand.price
        let limit = try deadlineForExploring(after: claim.certificate.plan)
        guard price < OffloadProblem.largestPrice else {
            // A sample can hold more users who must offload than its share of the budget has room for. Its price is of no
            // use then, and neither is the bound there.
            (localCosts, steps) = try passes.minimiseLocally(problem.local)
            return try explore(from: nil, incumbent: claim, bound: draft.bound, until: limit)
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
                price: price, objective: claim.certificate.objective, count: run.problem.count)
        }
        guard let fixed else {
            return result(
                claim, price: self.price(of: claim.certificate.plan, multiplier), dualPrice: price, interruption: nil)
        }
        statistics.passes += 1
        return try explore(
            from: price, incumbent: claim, bound: max(fixed.bound, draft.bound), known: fixed.sides, until: limit)
    }

    /// When branch and bound must end, nil if nothing can end it: when a stop is asked for, or for a better plan to be put
    /// together in time, at the limit or earlier where that takes longer than the grace. Adding up the objective is most of it.
    func deadlineForExploring(after plan: Plan) throws(TimeIsUp) -> SolveDeadline? {
        guard deadline.hasLimit else { return deadline.canPass ? deadline : nil }
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
        from price: Double?, incumbent: Claim?, bound: Double, known: [Side]? = nil,
        until limit: SolveDeadline? = nil
    ) throws(TimeIsUp) -> CertifiedResult {
        let start = deadline.elapsed
        try workspace.search.begin(
            problem, rule: settings.stepRule, localCosts: localCosts, known: known, kernels: kernels, until: limit)
        // Progress without a plan of its own is shown with plans at the prices tried.
        let sketches = onIteration == nil || incumbent != nil ? nil : planSketches
        var monitor = SolveMonitor(
            deadline: limit ?? deadline, onIteration: onIteration, sketches: sketches, reports: iterations,
            passes: statistics.passes, bound: bound)
        workspace.search.run(
            on: problem, settings: settings, startingFrom: price, fixedAt: known == nil ? nil : price,
            objective: incumbent?.certificate.objective ?? .infinity, localSteps: steps, monitor: &monitor)
        iterations = monitor.reports
        statistics.nodes = workspace.search.splits
        statistics.coreEvaluations = workspace.search.evaluator.evaluations
        let interruption = workspace.search.interruption
        let rootPrice = workspace.search.rootPrice

        var best = incumbent
        var planPrice: PlanPrice? = PlanPrice(smooth: price ?? rootPrice)
        if let incumbent, !workspace.search.hasIncumbent, interruption == nil {
            let plan = incumbent.certificate.plan
            // The price at which the passes ended may be any; what proved their plan the best is another one.
            do throws(TimeIsUp) {
                let found = try workspace.search.price(of: plan)
                // Whole steps have prices of their own.
                let isSame = settings.stepRule == .continuous && found != nil
                planPrice = isSame ? found : self.price(of: plan, Multiplier(value: rootPrice, isRough: true))
            } catch { planPrice = nil }
        }
        if workspace.search.hasIncumbent {
            var plan = Plan(
                sites: Array(repeating: false, count: problem.count), steps: steps,
                stepRule: settings.stepRule)
            // The plan is their only owner then, so that they are not copied.
            if incumbent != nil || interruption == nil { steps = [] }
            planPrice = workspace.search.write(to: &plan, of: problem)
            best = try claim(of: plan, interruption)
        }
        if incumbent == nil, interruption != nil, let sketch = sketch(at: rootPrice, sketches) {
            // Cut short before it had a plan for the best price, if only by one evaluation.
            if best.map({ sketch.certificate.objective < $0.certificate.objective }) ?? true {
                (best, planPrice) = (sketch, PlanPrice(smooth: rootPrice))
            }
        }
        let coreShare = Double(workspace.search.evaluator.core.count) / Double(problem.count)
        let coreWork = passes.demandWork(
            users: problem.count, passes: coreShare * Double(statistics.coreEvaluations))
        statistics.times.add(deadline.elapsed - start, to: "branch and bound", work: coreWork)
        guard var found = best else {
            return CertifiedResult(
                status: .numericalFailure, certificate: nil, price: nil, dualPrice: rootPrice,
                statistics: statistics)
        }
        // A search that was given up early can know less than what was proven before it.
        if workspace.search.lowerBound >= incumbent?.certificate.lowerBound ?? -.infinity {
            found.certificate.lowerBound = workspace.search.lowerBound
            found.certificate.proof = workspace.search.boundProof
        } else if let incumbent {
            found.certificate.lowerBound = incumbent.certificate.lowerBound
            found.certificate.proof = incumbent.certificate.proof
        }
        found.certificate.lowerBound = min(found.certificate.lowerBound, found.certificate.objective)
        return result(found, price: planPrice, dualPrice: rootPrice, interruption: interruption)
    }

    /// A plan of branch and bound with its objective, still without a bound.
    private func claim(
        of plan: Plan, _ interruption: BranchAndBound.Interruption?
    ) throws(TimeIsUp) -> Claim {
        let rootPrice = workspace.search.rootPrice
        func certificate(_ objective: Double) -> PlanCertificate {
            PlanCertificate(
                plan: plan, objective: objective, lowerBound: -.infinity, proof: BoundProof(price: rootPrice))
        }
        // After a stop the kernels' sum of the costs must do where many users would have to be added up anew.
        if interruption == .stopped, problem.count >= Self.smallest {
            return Claim(certificate(workspace.search.incumbent.objective))
        }
        let exact = try plan.roundedObjective(in: problem, until: finishOfLargeProblem)
        return Claim(certificate(exact.value), rounding: exact.rounding)
    }

    /// When to have made a plan; nil for small problems, which always get one, and without a limit.
    private var finishOfLargeProblem: SolveDeadline? {
        problem.count >= Self.smallest && deadline.hasLimit ? finish : nil
    }

    // MARK: Plans at single prices

    /// The plans that a search without one can be shown with.
    private var planSketches: PlanSketches {
        PlanSketches(
            problem, localCosts: Array(localCosts[..<problem.count]), localSteps: steps, passes: planPasses,
            rule: settings.stepRule, until: deadline.hasLimit ? finish : nil)
    }

    /// The best of the plans shown and of the one at the last best price; only where the root was not finished, for then
    /// there is a plan for either end of its bracket.
    private func sketch(at price: Double, _ earlier: PlanSketches?) -> Claim? {
        let sketches = earlier ?? planSketches
        if workspace.search.splits == 0 { sketches.add(at: price) }
        return sketches.best
    }
}

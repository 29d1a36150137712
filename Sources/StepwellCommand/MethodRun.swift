import Stepwell

/// A solve by any method, with the certified bound attached to what proves nothing by itself.
struct MethodRun {
    let problem: OffloadProblem
    let certified: CertifiedSolverSettings
    let startPrice: Double?
    let log: IterationLog?
    let record: SolveRecord?

    /// A plan that a method found without proof.
    private struct Attempt {
        var status: SolveStatus
        var plan: Plan?
        var passes = 0
        var times = PhaseTimes()
    }

    /// What goes into the plan file.
    struct Outcome {
        var status: SolveStatus
        var certificate: PlanCertificate?
        /// The plan, and its objective, even where there is no bound to make a certificate with.
        var plan: Plan?
        var objective: Double?
        var price: Double?
        /// What one edge step less would cost; nil without a price.
        var priceBelow: PriceBelow?
        /// The bound and its proof, which can be there without a plan.
        var lowerBound: Double?
        var boundProof: BoundProof?
        var statistics: CertifiedStatistics
    }

    /// The certified solver's answer.
    func solveCertified() throws -> Outcome {
        let result = try CertifiedSolver(certified).solve(
            problem, startingFrom: startPrice,
            onIteration: log == nil && record == nil
                ? nil
                : { iteration in
                    log?.append(iteration)
                    record?.append(iteration)
                    return .proceed
                }, while: { !InterruptSignal.hasCome })
        return Outcome(
            status: result.status, certificate: result.certificate, plan: result.plan, objective: result.objective,
            price: result.price, priceBelow: result.price.map { _ in PriceBelow(result.priceBelow) },
            lowerBound: result.lowerBound, boundProof: result.boundProof, statistics: result.statistics)
    }

    /// A baseline's plan with the certified bound.
    func solve(_ baseline: Baseline) throws -> Outcome {
        let deadline = SolveDeadline(limit: certified.timeLimit)
        let result = baseline.solve(
            problem, stepRule: certified.stepRule, kernels: Kernels(certified.instructionSet), until: deadline)
        var attempt = Attempt(status: result.status, plan: result.plan)
        attempt.times.add(deadline.elapsed, to: "method")
        return try bounded(attempt, by: bound(until: deadline))
    }

    /// The plan of the paper's method with the certified bound. The time limit holds for both solves together.
    ///
    /// The bound is sought afterwards, unless the start point is the certified plan.
    func solve(_ settings: SuccessiveConvexSettings, start: StartChoice, seed: UInt64) throws -> Outcome {
        let deadline = SolveDeadline(limit: certified.timeLimit)
        let kernels = Kernels(certified.instructionSet)
        let early = start == .certified ? try bound(until: deadline) : nil
        let point = start.point(
            for: problem, seed: seed, stepRule: settings.stepRule, kernels: kernels, until: deadline,
            certified: early?.plan)
        guard let point else {
            // What keeps a plan to start from from being made keeps the certified solver from one as well.
            let bound = try early ?? bound(until: deadline)
            let status = early == nil && deadline.hasPassed ? .timeLimit : bound.status
            return try bounded(Attempt(status: status), by: bound)
        }
        var settings = settings
        settings.start = point
        settings.timeLimit = deadline.remainingLimit
        let result = try SuccessiveConvexSolver(settings, kernels: kernels, threads: certified.threads).solve(
            problem,
            onTrace: { iteration in
                log?.append(iteration)
                record?.append(iteration)
            }, while: { !InterruptSignal.hasCome })
        let attempt = Attempt(
            status: result.status, plan: result.plan, passes: result.statistics.passes, times: result.statistics.times)
        return try bounded(attempt, by: early ?? bound(until: deadline))
    }

    /// The certified solve that proves the bound, in what is left of the time.
    private func bound(until deadline: SolveDeadline) throws -> CertifiedResult {
        var settings = certified
        settings.timeLimit = deadline.remainingLimit
        return try CertifiedSolver(settings).solve(
            problem, startingFrom: startPrice,
            onIteration: record.map { record in
                { iteration in
                    record.append(iteration)
                    return .proceed
                }
            }, while: { !InterruptSignal.hasCome })
    }

    /// Joins plan and bound. If either solve was ended early, so was the whole.
    private func bounded(_ attempt: Attempt, by bound: CertifiedResult) throws -> Outcome {
        var statistics = bound.statistics
        statistics.passes += attempt.passes
        var times = attempt.times
        times.add(bound.statistics.times.total, to: "bound")
        statistics.times = times
        var outcome = Outcome(
            status: attempt.status, certificate: nil, plan: attempt.plan,
            objective: attempt.plan?.cost(in: problem), price: bound.price,
            priceBelow: bound.price.map { _ in PriceBelow(bound.priceBelow) }, lowerBound: bound.lowerBound,
            boundProof: bound.boundProof, statistics: statistics)
        guard let plan = attempt.plan, let objective = outcome.objective else {
            (outcome.price, outcome.priceBelow) = (nil, nil)
            return outcome
        }
        if case .feasible = attempt.status {
            switch bound.status {
            case .timeLimit, .nodeLimit, .stopped: outcome.status = bound.status
            default: break
            }
        }
        if let lowerBound = bound.lowerBound, let proof = bound.boundProof {
            let certificate = PlanCertificate(
                plan: plan, objective: objective, lowerBound: min(lowerBound, objective), proof: proof)
            outcome.certificate = certificate
            if case .feasible = outcome.status {
                outcome.status = .feasible(relativeGap: certificate.relativeGap)
            }
        }
        return outcome
    }
}

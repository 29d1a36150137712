import OffloadModel

/// What a check of a plan file against its scenario found.
public struct PlanFindings: Sendable, Equatable {
    /// The objective recomputed, nil without a feasible plan.
    public var objective: Double?
    /// The lower bound recomputed by following the proof, nil if none is claimed or the check did not get there.
    public var lowerBound: Double?
    /// By how much objective and bound may each be off by rounding, 0 if the check did not get there.
    public var roundingAllowance = 0.0
    /// True for an `optimal` plan whose gap is above the asked one by no more than rounding, as files of earlier versions have
    /// it; today the status is `roundingLimit`.
    public var isOptimalToRounding = false
    /// Every claim that does not hold.
    public var failures: [PlanFailure] = []

    /// True if every claim holds.
    public var holds: Bool { failures.isEmpty }
}

extension PlanDocument {
    /// Recomputes every claim of the file from the scenario alone.
    ///
    /// Feasibility is exact. Objective and bound may differ from the recomputed ones by rounding, as
    /// `PlanCertificate.verify` describes. A bound without a proof is held to q(λ) at the price, or at 0 without
    /// one. The gap, the edge steps and the number of offloaded users must be exact, the totals within 10⁻¹² of
    /// their size. `optimal` promises the asked gap; a gap above it that is within the rounding of objective and bound is
    /// accepted of files of earlier versions, and told by ``PlanFindings/isOptimalToRounding``. `roundingLimit` promises that
    /// objective and bound are no farther apart than rounding explains. The verdict that no plan exists is recomputed with
    /// its reason.
    ///
    /// The prices of an `optimal` plan are checked as `Plan.priceFaults` describes, to the asked gap; other verdicts
    /// promise no price. A file without the entry `priceBelow` is older, and its price may be any multiplier.
    ///
    /// - Throws: ``ScenarioError`` if the scenario's numbers are too large to make a problem of them.
    public func verify(against scenario: Scenario) throws -> PlanFindings {
        let problem = try OffloadProblem(scenario)
        var findings = PlanFindings()
        if let infeasibility {
            let found = problem.infeasibility(under: stepRule)
            if found != infeasibility {
                findings.failures.append(.wrongInfeasibility(claimed: infeasibility, found: found))
            }
        }
        guard let outcome else {
            if lowerBound != nil { checkBoundAlone(in: problem, &findings) }
            return findings
        }
        guard outcome.plan.count == scenario.count else {
            findings.failures.append(.wrongCount(found: outcome.plan.count, expected: scenario.count))
            return findings
        }
        let rounding = check(outcome, in: problem, &findings)
        checkGap(of: outcome, rounding: rounding, &findings)
        if findings.objective != nil { checkPrices(of: outcome, in: problem, rounding: rounding, &findings) }
        checkSums(of: outcome, in: scenario, &findings)
        return findings
    }

    /// Checks plan, objective and bound, and returns by how much rounding may part objective and bound.
    @discardableResult
    private func check(
        _ outcome: PlanOutcome, in problem: OffloadProblem, _ findings: inout PlanFindings
    ) -> Double {
        // Without a claimed bound the weakest claim stands in for it, so that plan and objective are still checked.
        let certificate = PlanCertificate(
            plan: outcome.plan, objective: outcome.objective, lowerBound: lowerBound ?? -.infinity,
            proof: certificate ?? BoundProof(price: price ?? 0))
        let certified = certificate.verify(for: problem)
        findings.objective = certified.objective
        findings.roundingAllowance = certified.roundingAllowance
        findings.lowerBound = lowerBound == nil ? nil : certified.lowerBound
        if let failure = certified.failure { findings.failures.append(.certificate(failure)) }
        return 2 * certified.roundingAllowance
    }

    /// Checks a bound that comes without a plan, as a solve that was stopped early may leave it. The verifier wants
    /// a plan; the one of fewest steps, at the edge only where the device is not available, exists if any does.
    private func checkBoundAlone(in problem: OffloadProblem, _ findings: inout PlanFindings) {
        guard problem.infeasibility(under: stepRule) == nil else { return }
        let offloaded = (0..<problem.count).map { problem.stepLimits(of: $0, at: .local, under: stepRule) == nil }
        let steps = (0..<problem.count).map { user in
            problem.stepLimits(of: user, at: offloaded[user] ? .edge : .local, under: stepRule)?.lowerBound ?? 0
        }
        let plan = Plan(sites: offloaded, steps: steps, stepRule: stepRule)
        check(PlanOutcome(plan: plan, objective: plan.cost(in: problem), totals: .zero), in: problem, &findings)
        findings.objective = nil
    }

    private func checkGap(of outcome: PlanOutcome, rounding: Double, _ findings: inout PlanFindings) {
        guard let lowerBound, let relativeGap else { return }
        let gap = PlanCertificate.relativeGap(objective: outcome.objective, lowerBound: lowerBound)
        if relativeGap != gap {
            findings.failures.append(.wrongNumber(field: "relativeGap", claimed: relativeGap, found: gap))
        }
        let difference = outcome.objective - lowerBound
        switch status {
        case .optimal where !(gap <= askedGap):
            findings.isOptimalToRounding = difference <= rounding
            if !findings.isOptimalToRounding { findings.failures.append(.gapTooWide(gap: gap, asked: askedGap)) }
        case .roundingLimit where findings.objective != nil:
            // A solver subtracts more from its bounds than the verifier, and more again where costs are next to nothing.
            let explained = 8 * rounding + 0x1p-878 * Double(outcome.plan.count)
            if !(difference <= explained) {
                findings.failures.append(.gapBeyondRounding(difference: difference, rounding: explained))
            }
        default: break
        }
    }

    private func checkPrices(
        of outcome: PlanOutcome, in problem: OffloadProblem, rounding: Double, _ findings: inout PlanFindings
    ) {
        guard status == .optimal, let price else { return }
        let faults = outcome.plan.priceFaults(
            price, below: priceBelow, objective: outcome.objective,
            allowance: max(askedGap * abs(outcome.objective), rounding), in: problem)
        findings.failures += faults.map { fault in
            switch fault {
            case .notMultiplier(let proven):
                .wrongPrice(claimed: price, proven: proven, objective: outcome.objective)
            case .price(let found): .wrongNumber(field: "price", claimed: price, found: found)
            case .below(let found): .wrongPriceBelow(claimed: priceBelow?.cost, found: found)
            }
        }
    }

    private func checkSums(of outcome: PlanOutcome, in scenario: Scenario, _ findings: inout PlanFindings) {
        let plan = outcome.plan
        let totals = PlanTotals(adding: plan, in: scenario)
        // Edge steps and users are sums that every machine forms alike; the totals need exponentials.
        let exact = [
            ("edgeStepsUsed", outcome.edgeStepsUsed, plan.edgeStepsUsed, 0.0),
            ("offloadedCount", Double(outcome.offloadedCount), Double(plan.offloadedCount), 0.0),
        ]
        let rounded = zip(outcome.totals.named, totals.named).map { claimed, found in
            ("totals.\(found.key)", claimed.value, found.value, 1e-12)
        }
        for (field, claimed, found, tolerance) in exact + rounded
        where !(abs(claimed - found) <= tolerance * abs(found)) {
            findings.failures.append(.wrongNumber(field: field, claimed: claimed, found: found))
        }
    }
}

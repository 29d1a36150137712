import OffloadModel

/// A plan with its bound, and by how much rounding may have its objective off.
struct Claim {
    var certificate: PlanCertificate
    /// A bound on the rounding of the objective; nil where only its scale is known, see ``CertifiedRun/rounding(of:)``.
    var rounding: Double?

    init(_ certificate: PlanCertificate, rounding: Double? = nil) {
        self.certificate = certificate
        self.rounding = rounding
    }
}

/// What may be said of a plan: see "What counts as closed" in `Documentation/Mathematics.md`.
extension CertifiedRun {
    /// The scale on which objective and bound are rounded: no less than Σ |K| + A·s + B + D of the plan's sites. From
    /// R ≥ K + A·s follows Σ A·s ≤ |objective| + Σ |K|.
    func costScale(of claim: Claim) -> Double { 2 * problem.magnitude + abs(claim.certificate.objective) }

    /// By how much the objective may be off. The kernels' own sum of costs, those on devices proven from below, is within
    /// 2⁻⁴⁴ of the scale and what they subtract because of underflow.
    func rounding(of claim: Claim) -> Double {
        claim.rounding ?? 0x1p-44 * costScale(of: claim) + Self.underflow(users: problem.count)
    }

    /// More than the kernels subtract from the bounds of so many users because of underflow.
    static func underflow(users: Int) -> Double { 0x1p-880 * Double(users) }

    /// True if the gap is within the asked one with the rounding of the objective counted against it, or next to nothing:
    ///
    ///     objective + rounding − bound ≤ max(relativeGap · max(|objective|, |bound|), 2⁻¹⁰⁰⁰)
    func isProven(_ claim: Claim) -> Bool {
        let (objective, bound) = (claim.certificate.objective, claim.certificate.lowerBound)
        let allowed = max(settings.relativeGap * max(abs(objective), abs(bound)), 0x1p-1000)
        return objective - bound + rounding(of: claim) <= allowed
            && claim.certificate.relativeGap <= settings.relativeGap
    }

    /// The same plan with its objective and, where rounding or underflow is what is left of the gap, its bound taken anew as exactly
    /// as can be, unless it is proven anyway. What was cut short is taken anew only where rounding matters beside its gap.
    func reviewed(_ claim: Claim, dualPrice: Double, interruption: BranchAndBound.Interruption?) -> Claim {
        guard !isProven(claim) else { return claim }
        var claim = claim
        let matters = interruption == nil || rounding(of: claim) > 0x1p-10 * claim.certificate.absoluteGap
        if claim.rounding == nil, matters {
            let limit = deadline.hasLimit ? finish : nil
            // Where the time does not suffice, the sum that there is must do.
            if let exact = try? claim.certificate.plan.roundedObjective(in: problem, until: limit) {
                claim.certificate.objective = exact.value
                claim.certificate.lowerBound = min(claim.certificate.lowerBound, exact.value)
                claim.rounding = exact.rounding
            }
        }
        guard interruption == nil, !isProven(claim), isRounding(claim) else { return claim }
        // The verifier's margins are finer than the kernels', above all where costs cancel or are next to nothing. Steps that fix
        // users lean on the bound that is too low, so weak duality alone must do.
        let bound = min(
            problem.provenDualFunction(at: dualPrice, under: settings.stepRule), claim.certificate.objective)
        if bound > claim.certificate.lowerBound {
            claim.certificate.lowerBound = bound
            claim.certificate.proof = BoundProof(price: dualPrice)
        }
        return claim
    }

    func result(
        _ claim: Claim, price: PlanPrice?, dualPrice: Double, interruption: BranchAndBound.Interruption?
    ) -> CertifiedResult {
        // Where costs exceed every number there is nothing to compare, and NaN would pass for a gap of zero.
        guard claim.certificate.objective.isFinite, claim.certificate.lowerBound.isFinite else {
            return CertifiedResult(
                status: .numericalFailure, certificate: nil, price: nil, dualPrice: nil, statistics: statistics)
        }
        let claim = reviewed(claim, dualPrice: dualPrice, interruption: interruption)
        return CertifiedResult(
            status: status(of: claim, interruption), certificate: claim.certificate, price: price,
            dualPrice: dualPrice, statistics: statistics)
    }

    /// True if the gap is no larger than what rounding and underflow leave open, however long a search goes on.
    private func isRounding(_ claim: Claim) -> Bool {
        let scale = 0x1p-42 * costScale(of: claim) + 2 * Self.underflow(users: problem.count)
        return claim.certificate.absoluteGap <= scale
    }

    private func status(of claim: Claim, _ interruption: BranchAndBound.Interruption?) -> SolveStatus {
        if isProven(claim) { return .optimal }
        switch interruption {
        case .timeLimit: return .timeLimit
        case .nodeLimit: return .nodeLimit
        case .stopped: return .stopped
        case nil:
            return isRounding(claim) ? .roundingLimit : .feasible(relativeGap: claim.certificate.relativeGap)
        }
    }
}

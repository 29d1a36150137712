/// Why no plan can exist.
public enum Infeasibility: Error, Equatable {
    /// This user's fewest steps exceed its limit on both sites.
    case user(Int)
    /// The users who must offload need `required` steps at least, and only `available` are there.
    case budget(required: Double, available: Double)
}

extension Infeasibility: CustomStringConvertible {
    /// The reason in one sentence.
    public var description: String {
        switch self {
        case .user(let user):
            "user \(user) can run at neither site: no number of steps is at least its minimum and at most a limit"
        case .budget(let required, let available):
            "the users who must offload need \(exact: required) edge steps, the budget is "
                + "\(exact: available): \(exact: required - available) too few"
        }
    }
}

extension OffloadProblem {
    /// The smallest and largest step count of a user at a site under a step rule, nil if there is none or no such user.
    ///
    /// Whole steps tighten the limits to ⌈L⌉ and ⌊S⌋.
    public func stepLimits(of user: Int, at site: Site, under rule: StepRule) -> ClosedRange<Double>? {
        let curves = curves(at: site)
        guard curves.fewestSteps.indices.contains(user) else { return nil }
        var fewest = curves.fewestSteps[user]
        var most = curves.mostSteps[user]
        if rule == .integer {
            fewest = fewest.rounded(.up)
            most = most.rounded(.down)
        }
        return fewest <= most ? fewest...most : nil
    }

    /// What of the budget can be spent under a step rule: all of S_e, or ⌊S_e⌋ when steps are whole.
    public func spendableBudget(under rule: StepRule) -> Double {
        rule == .integer ? stepBudget.rounded(.down) : stepBudget
    }

    /// The reason why no plan exists under a step rule, or nil if one does.
    ///
    /// A user whose L exceeds S_0 must offload, whose L exceeds S_1 must stay local; with both, the first such
    /// user is named. Otherwise a plan exists if and only if Σ L over the users who must offload is at most S_e.
    /// The sum is formed in twice the working precision and rounded once.
    public func infeasibility(under rule: StepRule) -> Infeasibility? {
        // Without a deadline nothing is thrown.
        (try? infeasibility(under: rule, until: nil)) ?? nil
    }

    /// The same, given up at a deadline.
    package func infeasibility(
        under rule: StepRule, until deadline: SolveDeadline?
    ) throws(TimeIsUp) -> Infeasibility? {
        switch try mandatorySteps(under: rule, until: deadline) {
        case .failure(let reason): reason
        case .success: nil
        }
    }

    /// Σ L over the users who must offload, at most S_e, or the reason why no plan exists.
    package func mandatorySteps(
        under rule: StepRule, until deadline: SolveDeadline?
    ) throws(TimeIsUp) -> Result<Double, Infeasibility> {
        var required = PreciseSum()
        for part in SolveDeadline.parts(of: count) {
            try deadline?.check()
            for user in part {
                guard stepLimits(of: user, at: .local, under: rule) == nil else { continue }
                guard let limits = stepLimits(of: user, at: .edge, under: rule) else { return .failure(.user(user)) }
                required.add(limits.lowerBound)
            }
        }
        let steps = required.value
        return steps > stepBudget ? .failure(.budget(required: steps, available: stepBudget)) : .success(steps)
    }
}

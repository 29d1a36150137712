import OffloadModel

extension Scenario {
    /// Why no plan exists, in the scenario's own terms: of a user that can run at neither site its minimum of steps, the
    /// limit at each site, and the deadline where that is what lowers the limit.
    ///
    /// - Parameter rule: that of the plan; whole steps can be what leaves none.
    public func explanation(of reason: Infeasibility, under rule: StepRule) -> String {
        if case .budget(let required, let available) = reason {
            // The budget as the file has it, even where the problem's is raised by the error of decimals.
            return Infeasibility.budget(required: required, available: min(available, edge.stepBudget)).description
        }
        guard case .user(let user) = reason, (0..<count).contains(user) else { return reason.description }
        let minimum = self[.minimumSteps][user]
        let whole = rule == .integer && minimum != minimum.rounded() ? ", a whole number of them" : ""
        let sites = Site.allCases.map { limitText(of: user, at: $0, minimum: minimum, rule) }
        return "user \(user) can run at neither site: it needs at least \(exact: minimum) steps\(whole); "
            + sites.joined(separator: "; ")
    }

    /// What a site can do for a user, and why not more.
    private func limitText(of user: Int, at site: Site, minimum: Double, _ rule: StepRule) -> String {
        let name = site == .local ? "its device" : "the edge"
        let limits = StepLimits(self, at: site)
        let (deadline, fixedTime, most) = (limits.deadline[user], limits.fixedTime[user], limits[user])
        guard most >= 0 else {
            return "\(name) does none by the deadline of \(exact: deadline) s, for sending takes \(exact: fixedTime) s"
        }
        // Of 0.09/0.1 twelve digits say 0.9, which is meant, unless they would say that the minimum fits.
        let rounded = DecimalText.significant(most, digits: 12)
        let isTrue = minimum <= most || (Double(rounded) ?? minimum) < minimum
        var text = "\(name) does at most \(isTrue ? rounded : DecimalText.exact(most))"
        if most < limits.limit[user] {
            let sending = fixedTime > 0 ? "\(exact: fixedTime) s for sending and " : ""
            text += " by the deadline of \(exact: deadline) s, with \(sending)\(exact: limits.stepTime[user]) s a step"
        }
        if rule == .integer, minimum <= most { text += ", and no whole number lies between" }
        return text
    }
}

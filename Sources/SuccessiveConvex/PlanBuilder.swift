import OffloadModel
import VectorKernels

/// Turns wishes into a plan that is exactly feasible.
struct PlanBuilder {
    let problem: OffloadProblem
    let rule: StepRule
    let kernels: Kernels
    /// When to give up, nil for never.
    var deadline: SolveDeadline?

    /// The sites that a user's L leaves it: both, or only one.
    enum Choice { case free, local, edge }

    /// Where a user can run.
    func choice(of user: Int) -> Choice {
        guard problem.stepLimits(of: user, at: .local, under: rule) != nil else { return .edge }
        return problem.stepLimits(of: user, at: .edge, under: rule) == nil ? .local : .free
    }

    /// The set that honours who must run where, with the least wished for taken back until Σ L fits the budget.
    ///
    /// - Parameters:
    ///   - wishes: how much each user should offload, offloaded from ½ on.
    /// - Returns: The set, and how many users were taken back.
    /// - Throws: ``TimeIsUp`` if the deadline passes first, as the other functions here.
    func decide(wishes: [Double]) throws(TimeIsUp) -> (offloaded: [Bool], recalled: Int) {
        var offloaded = [Bool](repeating: false, count: problem.count)
        var required = PreciseSum()
        var optional: [Int] = []
        for part in SolveDeadline.parts(of: problem.count) {
            try deadline?.check()
            for user in part {
                let choice = choice(of: user)
                offloaded[user] = choice == .edge || (choice == .free && wishes[user] >= 0.5)
                if offloaded[user] { required.add(fewest(user)) }
                if offloaded[user], choice == .free, fewest(user) > 0 { optional.append(user) }
            }
        }
        guard required.value > problem.stepBudget else { return (offloaded, 0) }
        optional.sort { (wishes[$0], $1) < (wishes[$1], $0) }
        var recalled = 0
        for user in optional {
            offloaded[user] = false
            recalled += 1
            required.add(-fewest(user))
            guard required.value <= problem.stepBudget else { continue }
            // What the subtractions have rounded off is a few units in the last place of a precise sum, but must not count.
            try deadline?.check()
            required = PreciseSum(offloaded.indices.lazy.filter { offloaded[$0] }.map(fewest))
            if required.value <= problem.stepBudget { break }
        }
        return (offloaded, recalled)
    }

    /// The plan with the best steps for the set.
    func polished(_ offloaded: [Bool]) throws(TimeIsUp) -> Plan {
        try WaterFilling(problem, rule: rule, kernels: kernels, until: deadline).plan(offloaded: offloaded)
    }

    /// The plan with given real steps, put within their limits; those at the edge are moved towards L to fit the
    /// budget.
    func fitted(_ offloaded: [Bool], steps wanted: [Double]) throws(TimeIsUp) -> Plan {
        var steps = wanted
        var fewestSum = PreciseSum()
        var sum = PreciseSum()
        for user in steps.indices {
            if user % SolveDeadline.partSize == 0 { try deadline?.check() }
            let site: Site = offloaded[user] ? .edge : .local
            guard let limits = problem.stepLimits(of: user, at: site, under: rule) else { continue }
            steps[user] = min(max(steps[user], limits.lowerBound), limits.upperBound)
            if rule == .integer { steps[user].round(.down) }
            guard offloaded[user] else { continue }
            sum.add(steps[user])
            fewestSum.add(limits.lowerBound)
        }
        guard sum.value > problem.stepBudget else { return Plan(sites: offloaded, steps: steps, stepRule: rule) }
        let above = sum.value - fewestSum.value
        var share = above > 0 ? (problem.stepBudget - fewestSum.value) / above : 0
        var retreat = 0x1p-50 * max(share, 0x1p-20)
        while true {
            var used = PreciseSum()
            var moved = steps
            for user in steps.indices where offloaded[user] {
                if user % SolveDeadline.partSize == 0 { try deadline?.check() }
                let least = fewest(user)
                let value = share > 0 ? least + share * (steps[user] - least) : least
                moved[user] = min(max(rule == .integer ? value.rounded(.down) : value, least), steps[user])
                used.add(moved[user])
            }
            if used.value <= problem.stepBudget || !(share > 0) {
                return Plan(sites: offloaded, steps: moved, stepRule: rule)
            }
            // Rounding took it over the budget by a few units in the last place. Where L is large beside what is above it, a
            // small change of the share moves nobody, so each one is twice the last.
            share -= retreat
            retreat *= 2
        }
    }

    /// L at the edge under the rule.
    private func fewest(_ user: Int) -> Double {
        problem.stepLimits(of: user, at: .edge, under: rule)?.lowerBound ?? 0
    }
}

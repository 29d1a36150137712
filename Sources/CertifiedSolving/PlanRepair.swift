import OffloadModel

/// Makes a plan that nearly meets the budget meet it exactly.
struct PlanRepair {
    let problem: OffloadProblem
    let localSteps: [Double]
    let localCosts: [Double]

    /// Adjusts the steps of the offloaded users, and sends users home while even their fewest steps do not fit.
    ///
    /// - Parameter atZeroPrice: true if nobody wants more steps than the plan gives.
    func fit(_ plan: inout Plan, atZeroPrice: Bool) {
        sendHomeUntilFitting(&plan)
        let members = (0..<problem.count).filter { plan.offloaded[$0] }
        switch plan.stepRule {
        case .continuous:
            var used = PreciseSum()
            for user in members { used.add(plan.steps[user]) }
            if atZeroPrice, used.value <= problem.stepBudget { return }
            BudgetFilling(budget: problem.stepBudget).fill(
                &plan.steps, of: members, fewest: problem.edge.fewestSteps, most: problem.edge.mostSteps)
        case .integer:
            fitWhole(&plan, members: members, atZeroPrice: atZeroPrice)
        }
    }

    private func sendHomeUntilFitting(_ plan: inout Plan) {
        func fewest(_ user: Int) -> Double {
            let steps = problem.edge.fewestSteps[user]
            return plan.stepRule == .integer ? steps.rounded(.up) : steps
        }
        var required = PreciseSum()
        for user in 0..<problem.count where plan.offloaded[user] { required.add(fewest(user)) }
        guard required.value > problem.stepBudget else { return }
        let optional = (0..<problem.count).filter {
            plan.offloaded[$0] && localCosts[$0] < .infinity && fewest($0) > 0
        }
        for user in optional.sorted(by: { fewest($0) > fewest($1) }) {
            guard required.value > problem.stepBudget else { return }
            plan.offloaded[user] = false
            plan.steps[user] = localSteps[user]
            required.add(-fewest(user))
        }
    }

    /// Takes or gives one step per user, in the order of the users, until the budget is met.
    private func fitWhole(_ plan: inout Plan, members: [Int], atZeroPrice: Bool) {
        var used = PreciseSum()
        for user in members { used.add(plan.steps[user]) }
        var residue = problem.stepBudget.rounded(.down) - used.value
        while residue < 0 {
            var moved = false
            for user in members where residue < 0 && plan.steps[user] > problem.edge.fewestSteps[user].rounded(.up) {
                plan.steps[user] -= 1
                residue += 1
                moved = true
            }
            guard moved else { return }
        }
        guard !atZeroPrice else { return }
        for user in members where residue >= 1 && plan.steps[user] < problem.edge.mostSteps[user].rounded(.down) {
            plan.steps[user] += 1
            residue -= 1
        }
    }
}

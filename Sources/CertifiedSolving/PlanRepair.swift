import OffloadModel

/// Makes a plan that nearly meets the budget meet it exactly.
struct PlanRepair {
    let problem: OffloadProblem
    let localSteps: [Double]
    let localCosts: [Double]
    /// When to give up, nil for never.
    let deadline: SolveDeadline?

    /// Adjusts the steps of the offloaded users, and sends users home while even their fewest steps do not fit.
    ///
    /// - Parameter atZeroPrice: true if nobody wants more steps than the plan gives.
    /// - Throws: ``TimeIsUp`` if the deadline passes first; the plan is then of no use.
    func fit(_ plan: inout Plan, atZeroPrice: Bool) throws(TimeIsUp) {
        try sendHomeUntilFitting(&plan)
        try deadline?.check()
        let members = (0..<problem.count).filter { plan.offloaded[$0] }
        switch plan.stepRule {
        case .continuous:
            var used = PreciseSum()
            for user in members { used.add(plan.steps[user]) }
            try deadline?.check()
            let filling = BudgetFilling(budget: problem.stepBudget)
            if atZeroPrice, used.value <= filling.target(users: members.count) { return }
            try filling.fill(
                &plan.steps, of: members, curves: problem.edge, until: deadline)
        case .integer:
            try fitWhole(&plan, members: members, atZeroPrice: atZeroPrice)
        }
    }

    private func sendHomeUntilFitting(_ plan: inout Plan) throws(TimeIsUp) {
        func fewest(_ user: Int) -> Double {
            let steps = problem.edge.fewestSteps[user]
            return plan.stepRule == .integer ? steps.rounded(.up) : steps
        }
        var required = PreciseSum()
        for user in 0..<problem.count where plan.offloaded[user] { required.add(fewest(user)) }
        guard required.value > problem.stepBudget else { return }
        try deadline?.check()
        let optional = (0..<problem.count).filter {
            plan.offloaded[$0] && localCosts[$0] < .infinity && fewest($0) > 0
        }
        for user in try sorted(optional, by: fewest) {
            guard required.value > problem.stepBudget else { return }
            plan.offloaded[user] = false
            plan.steps[user] = localSteps[user]
            required.add(-fewest(user))
        }
    }

    /// Users in the falling order of a number of theirs; sorting many takes so long that it looks at the clock as well.
    private func sorted(_ users: [Int], by number: (Int) -> Double) throws(TimeIsUp) -> [Int] {
        var comparisons = 0
        do {
            return try users.sorted { left, right in
                comparisons += 1
                if comparisons % SolveDeadline.partSize == 0 { try deadline?.check() }
                return number(left) > number(right)
            }
        } catch {
            throw error as? TimeIsUp ?? .timeLimit
        }
    }

    /// Takes or gives one step per user, in the order of the users, until the budget is met.
    private func fitWhole(_ plan: inout Plan, members: [Int], atZeroPrice: Bool) throws(TimeIsUp) {
        var used = PreciseSum()
        for user in members { used.add(plan.steps[user]) }
        var residue = problem.stepBudget.rounded(.down) - used.value
        if residue < -Double(8 * members.count) {
            // By far too many: first everybody gives back the same share.
            var fewest = PreciseSum()
            for user in members { fewest.add(problem.edge.fewestSteps[user].rounded(.up)) }
            let share = max((problem.stepBudget.rounded(.down) - fewest.value) / (used.value - fewest.value), 0)
            used = PreciseSum()
            for user in members {
                let least = problem.edge.fewestSteps[user].rounded(.up)
                plan.steps[user] = least + (share * (plan.steps[user] - least)).rounded(.down)
                used.add(plan.steps[user])
            }
            residue = problem.stepBudget.rounded(.down) - used.value
        }
        while residue < 0 {
            try deadline?.check()
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

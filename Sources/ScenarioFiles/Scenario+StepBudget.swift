import OffloadModel

extension Scenario {
    /// S_e, raised to Σ L of the users who must offload where it falls short of that by no more than the error of decimals.
    ///
    /// Three users who need 0.1 steps each fit a budget of 0.3, though 3·0.1 exceeds it as a `Double`. Each number is granted
    /// a unit in its last place, as in ``TimeForSteps``. Sums of whole numbers are exact, so that nothing is done for them.
    func stepBudget(local: CostCurves, edge: CostCurves) -> Double {
        let budget = self.edge.stepBudget
        guard self[.minimumSteps].entries.contains(where: { $0 != $0.rounded() }) else { return budget }
        var required = PreciseSum()
        var error = budget.ulp
        for user in 0..<count where local.fewestSteps[user] > local.mostSteps[user] {
            required.add(edge.fewestSteps[user])
            error += edge.fewestSteps[user].ulp
        }
        let steps = required.value
        return steps > budget && steps - budget <= error ? steps : budget
    }
}

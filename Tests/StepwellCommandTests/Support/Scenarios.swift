/// A scenario that no solve finishes: every user needs exactly w_n steps wherever it runs, and the edge saves a second for each of
/// them, so P1 asks for a subset whose w_n add up to half of them all. With these numbers, from V. Chvátal, "Hard knapsack
/// problems", 1980, there is none, and no two subsets are alike.
func endlessScenario(users: Int = 30) -> String {
    let logarithm = Int.bitWidth - 1 - users.leadingZeroBitCount
    let sizes = (1...users).map { Double(1 << (users + logarithm + 1) + 1 << (logarithm + $0) + 1) }
    let list = sizes.map { "\($0)" }.joined(separator: ",")
    return """
        {"format": "stepwell-scenario/1", "name": "subset sum", "count": \(users),
         "weights": {"time": 1, "error": 0, "energy": 0, "cost": 1, "utility": 0},
         "edge": {"stepBudget": \((sizes.reduce(0, +) / 2).rounded(.down)), "powerCoefficient": 0},
         "users": {"localStepTime": 2, "edgeStepTime": 1, "localPowerCoefficient": 0, "localFrequency": 0,
          "edgeFrequency": 0, "initialError": 0, "errorDecay": 0, "utilityRate": 0, "uplinkTime": 0,
          "localStepLimit": [\(list)], "edgeStepLimit": [\(list)], "minimumSteps": [\(list)]}}
        """
}

import TestSupport

/// A scenario that branch and bound does not finish: every user needs exactly w_n steps wherever it runs, the edge
/// saves a second for each of them and costs seven for the uplink, so P1 asks for a subset of given size whose w_n add
/// up to half of them all, one of about 2²⁰⁰.
func endlessScenario(users: Int = 200) -> String {
    var generator = SeededGenerator(seed: 5)
    let sizes = (0..<users).map { _ in generator.uniform(10, 100) }
    let list = sizes.map { "\($0)" }.joined(separator: ",")
    return """
        {"format": "stepwell-scenario/1", "name": "subset sum", "count": \(users),
         "weights": {"time": 1, "error": 0, "energy": 0, "cost": 1, "utility": 0},
         "edge": {"stepBudget": \(sizes.reduce(0, +) / 2), "powerCoefficient": 0},
         "users": {"localStepTime": 2, "edgeStepTime": 1, "localPowerCoefficient": 0, "localFrequency": 0,
          "edgeFrequency": 0, "initialError": 0, "errorDecay": 0, "utilityRate": 0, "uplinkTime": 7,
          "localStepLimit": [\(list)], "edgeStepLimit": [\(list)], "minimumSteps": [\(list)]}}
        """
}

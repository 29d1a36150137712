import TestSupport

/// A valid scenario of three users, as text that tests damage.
let validScenario = """
    {"format": "stepwell-scenario/1", "name": "three", "count": 3,
     "weights": {"time": 0.5, "error": 0.25, "energy": 0.001, "cost": 0.5, "utility": 0.75},
     "edge": {"stepBudget": 40, "powerCoefficient": 1e-26},
     "users": {"localStepTime": 0.002, "edgeStepTime": [0.001, 0.0011, 0.0012],
      "localPowerCoefficient": 1e-26, "localFrequency": [1.2e9, 1.5e9, 1.8e9], "edgeFrequency": 1e10,
      "initialError": [1, 0.9, 0.8], "errorDecay": [0.05, 0.06, 0.07], "utilityRate": 0.04,
      "localStepLimit": [15, 16, 17], "edgeStepLimit": 60}}
    """

extension String {
    /// The text with one passage replaced; the passage must be there.
    func with(_ passage: String, _ replacement: String) -> String {
        guard let range = firstRange(of: passage) else { preconditionFailure("no \(passage) in the text") }
        return replacingCharacters(in: range, with: replacement)
    }

    private func replacingCharacters(in range: Range<String.Index>, with replacement: String) -> String {
        var text = self
        text.replaceSubrange(range, with: replacement)
        return text
    }
}

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

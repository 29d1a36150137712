/// A valid scenario of three users, as text that tests damage.
public let validScenario = """
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
    public func with(_ passage: String, _ replacement: String) -> String {
        var text = self
        guard let range = text.firstRange(of: passage) else { preconditionFailure("no \(passage) in the text") }
        text.replaceSubrange(range, with: replacement)
        return text
    }
}

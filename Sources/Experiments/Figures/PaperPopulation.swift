import OffloadModel
import ScenarioFiles

/// The users that the paper's figures are drawn for, and the weights.
///
/// The paper prints step times, powers and N, but neither C1, C2, S_0^max, S_1^max, the range of S_e nor the weights.
/// What it leaves open is that of the preset `paper`, except where a figure says otherwise.
public struct PaperPopulation: Sendable {
    /// The scenario with its own limits and equal weights.
    public let scenario: Scenario

    /// Draws the users.
    ///
    /// - Throws: `ScenarioError` for fewer users than one.
    public init(users: Int, seed: UInt64) throws {
        scenario = try Preset.paperPopulation(users: users, seed: seed)
    }

    /// A setting of the weights (c1, c2, c3) in Fig. 1.
    public struct Weighting: Sendable, Equatable {
        /// The name in files.
        public let name: String
        /// The name in legends.
        public let title: String
        /// c1 per second, c2, c3 per joule, ω1, ω2.
        public let weights: CostWeights
    }

    /// The settings of Fig. 1: equal weights of a second, a unit of error and a kilojoule, and each of them augmented.
    ///
    /// A second weighs as much as a kilojoule, but a step takes milliseconds and 10 J at the edge: c1 has to grow
    /// much more than c3 before it makes a difference.
    public static let weightings: [Weighting] = [
        Weighting(name: "equal", title: "equal weights", weights: weights(1, 1, 1)),
        Weighting(name: "time", title: "time, c₁ × 30", weights: weights(30, 1, 1)),
        Weighting(name: "error", title: "error, c₂ × 3", weights: weights(1, 3, 1)),
        Weighting(name: "energy", title: "energy, c₃ × 2", weights: weights(1, 1, 2)),
    ]

    private static func weights(_ time: Double, _ error: Double, _ energy: Double) -> CostWeights {
        CostWeights(time: time / 3, error: error / 3, energy: energy / 3000, cost: 0.5, utility: 0.5)
    }

    /// The users under other limits, weights and budget.
    ///
    /// - Parameters:
    ///   - name: the scenario's name.
    ///   - weights: c1 to c3 and ω1, ω2.
    ///   - localLimit: S_0^max of everybody, nil for each user's own.
    ///   - edgeLimit: S_1^max of everybody, nil for each user's own.
    ///   - stepBudget: S_e.
    public func scenario(
        name: String, weights: CostWeights, localLimit: Double? = nil, edgeLimit: Double? = nil, stepBudget: Double
    ) throws -> Scenario {
        var users = scenario.users
        if let localLimit { users[.localStepLimit] = .uniform(localLimit) }
        if let edgeLimit { users[.edgeStepLimit] = .uniform(edgeLimit) }
        return try Scenario(
            name: name, count: scenario.count, weights: weights,
            edge: EdgeServer(stepBudget: stepBudget, powerCoefficient: scenario.edge.powerCoefficient), users: users)
    }

    /// Budgets S_e from 0 to six fifths of what all users could use, ΣS_1, in whole steps.
    ///
    /// - Parameters:
    ///   - count: how many there are; one is the budget 0, and none are none.
    ///   - edgeLimit: S_1^max of everybody, nil for each user's own.
    public func budgets(count: Int, edgeLimit: Double? = nil) -> [Double] {
        let limits = scenario[.edgeStepLimit].values(count: scenario.count)
        let total = edgeLimit.map { $0 * Double(scenario.count) } ?? limits.reduce(0, +)
        return (0..<max(count, 0)).map { (1.2 * total * Double($0) / Double(max(count - 1, 1))).rounded() }
    }
}

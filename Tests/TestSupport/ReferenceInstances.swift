import Foundation
import OffloadModel

/// The reference scenarios and their optima, found by independent solvers.
///
/// The scenarios are read here by the most direct means, equation by equation, so that they also serve as an
/// independent check of the package's own reader.
public enum ReferenceInstances {
    /// What is known of a scenario's optimum.
    public struct Optimum: Decodable, Sendable {
        /// The scenario's name.
        public let name: String
        /// `optimal` or `infeasible`.
        public let status: String
        /// The optimal objective with real steps.
        public let objective: Double?
        /// The best dual bound before branching.
        public let rootBound: Double?
        /// What one more edge step would save.
        public let shadowPrice: Double?
        /// The optimal objective with whole steps.
        public let integerObjective: Double?
        /// The user that can run nowhere.
        public let user: Int?
        /// The steps that mandatory offloading needs.
        public let need: Double?
    }

    /// The known optima.
    public static let optima: [Optimum] = decode("optima")

    /// Where a file of the reference set is.
    public static func url(of name: String) -> URL {
        Bundle.module.resourceURL!.appendingPathComponent("Reference/\(name).json")
    }

    /// P1 of a reference scenario.
    public static func problem(_ name: String) throws -> OffloadProblem { try problem(from: decode(name)) }

    /// P1 of a hard scenario, see ``HardInstances``.
    static func hardProblem(_ name: String) throws -> OffloadProblem { try problem(from: decode(name, in: "Hard")) }

    private static func problem(from raw: RawScenario) throws -> OffloadProblem {
        let weights = raw.weights
        let users = (0..<raw.count).map { user in
            func value(_ key: String, _ fallback: Double) -> Double { raw.users[key]?.value(at: user) ?? fallback }
            let uplinkTime = value("uplinkTime", 0)
            let deadline = value("deadline", .infinity)
            let fewest = value("minimumSteps", 0)
            func curve(stepTime: Double, watts: Double, prefix: Bool, fixed: Double, cap: Double) -> CostCurve {
                func quality(_ local: String, _ edge: String, _ fallback: Double) -> Double {
                    prefix ? value(edge, value(local, fallback)) : value(local, fallback)
                }
                let floor = prefix ? value("edgeErrorFloor", 0) : value("errorFloor", 0)
                return CostCurve(
                    constant: -weights.utility + weights.cost * (weights.error * floor + fixed),
                    stepCost: weights.cost * (weights.time * stepTime + weights.energy * watts * stepTime),
                    errorWeight: weights.cost * weights.error
                        * (quality("initialError", "edgeInitialError", 0) - floor),
                    errorDecay: quality("errorDecay", "edgeErrorDecay", 0),
                    utilityWeight: weights.utility,
                    utilityRate: quality("utilityRate", "edgeUtilityRate", 0), fewestSteps: fewest, mostSteps: cap)
            }
            let localTime = value("localStepTime", 0)
            let edgeTime = value("edgeStepTime", 0)
            return (
                local: curve(
                    stepTime: localTime,
                    watts: value("localPowerCoefficient", 0) * pow(value("localFrequency", 0), 3), prefix: false,
                    fixed: 0, cap: min(value("localStepLimit", 0), deadline / localTime)),
                edge: curve(
                    stepTime: edgeTime, watts: raw.edge.powerCoefficient * pow(value("edgeFrequency", 0), 3),
                    prefix: true,
                    fixed: weights.time * uplinkTime + weights.energy * value("uplinkEnergy", 0),
                    cap: min(value("edgeStepLimit", 0), (deadline - uplinkTime) / edgeTime))
            )
        }
        return try OffloadProblem(
            local: CostCurves(users.map(\.local)), edge: CostCurves(users.map(\.edge)), stepBudget: raw.edge.stepBudget)
    }

    static func decode<Value: Decodable>(_ name: String, in folder: String = "Reference") -> Value {
        let url = Bundle.module.resourceURL!.appendingPathComponent("\(folder)/\(name).json")
        do {
            return try JSONDecoder().decode(Value.self, from: Data(contentsOf: url))
        } catch {
            fatalError("the reference file \(name) cannot be read: \(error)")
        }
    }

    private struct RawScenario: Decodable {
        struct Weights: Decodable { let time, error, energy, cost, utility: Double }
        struct Edge: Decodable { let stepBudget, powerCoefficient: Double }
        let count: Int
        let weights: Weights
        let edge: Edge
        let users: [String: Entry]
    }

    private enum Entry: Decodable {
        case all(Double)
        case each([Double])

        init(from decoder: Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Double.self) {
                self = .all(number)
            } else {
                self = .each(try container.decode([Double].self))
            }
        }

        func value(at user: Int) -> Double {
            switch self {
            case .all(let value): value
            case .each(let values): values[user]
            }
        }
    }
}

import Foundation
import OffloadModel
import Testing

/// A number for all users, or one for each.
struct PerUser: Decodable {
    private let values: [Double]

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Double.self) {
            values = [value]
        } else {
            values = try container.decode([Double].self)
        }
    }

    subscript(user: Int) -> Double { values.count == 1 ? values[0] : values[user] }
}

/// Just enough of a scenario file to build its problem, after MATH's section on the model.
struct ReferenceScenario: Decodable {
    struct Weights: Decodable {
        let time, error, energy, cost, utility: Double
    }
    struct Edge: Decodable {
        let stepBudget, powerCoefficient: Double
    }
    let count: Int
    let weights: Weights
    let edge: Edge
    let users: [String: PerUser]

    static func named(_ name: String) throws -> ReferenceScenario { try resource(name) }

    /// Decodes a file of the test resources.
    static func resource<Document: Decodable>(_ name: String) throws -> Document {
        let url = try #require(
            Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Resources"))
        return try JSONDecoder().decode(Document.self, from: Data(contentsOf: url))
    }

    func problem() throws -> OffloadProblem {
        func curve(_ user: Int, _ site: Site) throws -> CostCurve {
            func field(_ name: String) throws -> Double { try #require(users[name])[user] }
            func optional(_ name: String, _ fallback: Double) -> Double { users[name]?[user] ?? fallback }
            let isEdge = site == .edge
            let stepTime = try field(isEdge ? "edgeStepTime" : "localStepTime")
            let frequency = try field(isEdge ? "edgeFrequency" : "localFrequency")
            let coefficient = try isEdge ? edge.powerCoefficient : field("localPowerCoefficient")
            let power = coefficient * frequency * frequency * frequency
            let floor = isEdge ? optional("edgeErrorFloor", optional("errorFloor", 0)) : optional("errorFloor", 0)
            let error = try isEdge ? optional("edgeInitialError", field("initialError")) : field("initialError")
            let fixedTime = isEdge ? optional("uplinkTime", 0) : 0
            let fixedEnergy = isEdge ? optional("uplinkEnergy", 0) : 0
            let w = weights
            return CostCurve(
                constant: -w.utility
                    + w.cost * (w.error * floor + w.time * fixedTime + w.energy * fixedEnergy),
                stepCost: w.cost * (w.time * stepTime + w.energy * power * stepTime),
                errorWeight: w.cost * w.error * (error - floor),
                errorDecay: try isEdge ? optional("edgeErrorDecay", field("errorDecay")) : field("errorDecay"),
                utilityWeight: w.utility,
                utilityRate: try isEdge ? optional("edgeUtilityRate", field("utilityRate")) : field("utilityRate"),
                fewestSteps: optional("minimumSteps", 0),
                mostSteps: min(
                    try field(isEdge ? "edgeStepLimit" : "localStepLimit"),
                    (optional("deadline", .greatestFiniteMagnitude) - fixedTime) / stepTime))
        }
        return try OffloadProblem(
            local: CostCurves((0..<count).map { try curve($0, .local) }),
            edge: CostCurves((0..<count).map { try curve($0, .edge) }), stepBudget: edge.stepBudget)
    }
}

/// The solutions of P2 by an independent solver.
struct ReferenceP2: Decodable {
    struct Expansion: Decodable {
        let a, stepFraction: Double
    }
    struct Entry: Decodable, CustomTestStringConvertible {
        let scenario: String
        let tau: Double
        let expansion: Expansion
        let previousA, objective, delta: Double
        let u, v, z, a, s, zeta: [Double]
        var testDescription: String { "\(scenario), τ = \(tau)" }
    }
    let problems: [Entry]

    static let entries: [Entry] = {
        guard let document: ReferenceP2 = try? ReferenceScenario.resource("p2") else { return [] }
        return document.problems
    }()
}

import Foundation
import OffloadModel
import TestSupport
import Testing

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
        guard let data = try? Data(contentsOf: ReferenceInstances.url(of: "p2")) else { return [] }
        return (try? JSONDecoder().decode(ReferenceP2.self, from: data))?.problems ?? []
    }()
}

import Experiments
import Foundation
import TestSupport

/// The published tables, which the examples hold.
func qualityTable(_ name: String) throws -> CSVDocument {
    let package = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return try CSVDocument(path: package.appendingPathComponent("Examples/quality/\(name).csv").path)
}

/// One column of a published table.
func published(_ table: String, _ column: String) throws -> StepMeasurements {
    try StepMeasurements(qualityTable(table), of: .error, columns: .init(values: column))
}

/// Points of limit + amplitude·e^(−rate·s), perhaps with noise.
func exponentialPoints(
    _ steps: [Double], amplitude: Double, rate: Double, limit: Double, noise: (Int) -> Double = { _ in 0 }
) throws -> StepMeasurements {
    try StepMeasurements(
        name: "error", steps: steps,
        values: steps.enumerated().map { limit + amplitude * exp(-rate * $1) + noise($0) })
}

extension SeededGenerator {
    /// A number from the standard normal distribution (Box–Muller).
    mutating func normal() -> Double {
        (-2 * log(1 - uniform(0, 1).nextDown)).squareRoot() * cos(2 * .pi * uniform(0, 1))
    }
}

import OffloadModel

/// Measurements of an error or a utility at different numbers of steps.
public struct StepMeasurements: Sendable, Equatable {
    /// What was measured, for reports: the heading of its column.
    public let name: String
    /// The steps s ≥ 0 of each measurement, in the order of the file.
    public let steps: [Double]
    /// What was measured.
    public let values: [Double]
    /// The standard deviation of each value, > 0, up to a common factor; nil if all are alike.
    public let deviations: [Double]?

    /// Checks and takes measurements.
    ///
    /// - Throws: ``TableError`` for lists of different lengths, numbers that are not finite, negative steps, and
    ///   deviations that are not positive. Its line is then the index of the measurement, from 1.
    public init(
        name: String, steps: [Double], values: [Double], deviations: [Double]? = nil
    ) throws(TableError) {
        try self.init(
            steps: Numbers(name: "steps", values: steps), values: Numbers(name: name, values: values),
            deviations: deviations.map { Numbers(name: "deviations", values: $0) },
            lines: Array(1...max(steps.count, 1)))
    }

    /// One column with its heading.
    struct Numbers {
        let name: String
        let values: [Double]
    }

    init(steps: Numbers, values: Numbers, deviations: Numbers?, lines: [Int]) throws(TableError) {
        for column in [values, deviations].compactMap({ $0 }) where column.values.count != steps.values.count {
            throw TableError(
                column: column.name, value: "\(column.values.count) numbers",
                allowed: "\(steps.values.count), one for each number of steps")
        }
        try Self.check(steps, lines, allowed: "a finite number ≥ 0") { $0 >= 0 }
        try Self.check(values, lines, allowed: "a finite number") { _ in true }
        if let deviations { try Self.check(deviations, lines, allowed: "a finite number > 0") { $0 > 0 } }
        name = values.name
        self.steps = steps.values
        self.values = values.values
        self.deviations = deviations?.values
    }

    private static func check(
        _ column: Numbers, _ lines: [Int], allowed: String, _ isAllowed: (Double) -> Bool
    ) throws(TableError) {
        for (index, value) in column.values.enumerated() where !(value.isFinite && isAllowed(value)) {
            throw TableError(line: lines[index], column: column.name, value: "\(exact: value)", allowed: allowed)
        }
    }

    /// The number of measurements.
    public var count: Int { steps.count }

    /// The measurements within a range of steps, in the same order.
    public func within(_ range: ClosedRange<Double>) -> StepMeasurements {
        let kept = steps.indices.filter { range.contains(steps[$0]) }
        return StepMeasurements(self, keeping: kept)
    }

    private init(_ whole: StepMeasurements, keeping kept: [Int]) {
        name = whole.name
        steps = kept.map { whole.steps[$0] }
        values = kept.map { whole.values[$0] }
        deviations = whole.deviations.map { deviations in kept.map { deviations[$0] } }
    }
}

/// One number that two solvers, or two evaluations, must have in common.
public struct Difference: Sendable, Equatable {
    /// What is compared.
    public let quantity: String
    /// The difference, in the measure that `quantity` has in ``CrossChecker``; NaN is never within a limit.
    public let value: Double
    /// The largest difference allowed.
    public let limit: Double

    /// Gathers the three parts.
    public init(_ quantity: String, _ value: Double, limit: Double) {
        (self.quantity, self.value, self.limit) = (quantity, value, limit)
    }

    /// True if the difference is within its limit.
    public var isWithin: Bool { value <= limit }
}

/// What a comparison found: every difference with its limit.
public struct Agreement: Sendable, Equatable {
    /// What was compared, in words.
    public var subject: String
    /// The differences, in the order of the table.
    public var differences: [Difference]
    /// What could not be compared and why, nil if all could.
    public var note: String?
    /// N.
    public var userCount: Int
    /// The objective that the interior-point method found, nil if it found none.
    public var objective: Double?
    /// Seconds that the solver under check took; for display only.
    public var solverSeconds = 0.0
    /// Seconds that the interior-point method took; for display only.
    public var interiorPointSeconds = 0.0
    /// Iterations of the interior-point method.
    public var iterations = 0

    /// A comparison without seconds.
    public init(subject: String, userCount: Int, differences: [Difference] = [], note: String? = nil) {
        (self.subject, self.userCount, self.differences, self.note) = (subject, userCount, differences, note)
    }

    /// Notes that the two sides do not even agree on whether, or why, there is an answer.
    mutating func fail(_ note: String) {
        differences = [Difference("verdict", 1, limit: 0)]
        self.note = note
    }

    /// True if every difference is within its limit; also if there was nothing to compare, as ``note`` then says.
    public var isWithin: Bool { differences.allSatisfy(\.isWithin) }

    /// The difference of a quantity, nil if it was not compared.
    public subscript(quantity: String) -> Double? { differences.first { $0.quantity == quantity }?.value }
}

/// The largest differences that count as agreement.
public struct AgreementLimits: Sendable, Equatable {
    /// Objectives and bounds, relative.
    public var objective = 1e-9
    /// max |Δa|.
    public var decisions = 1e-6
    /// max |Δs|/(1 + S).
    public var steps = 1e-5
    /// Multipliers, relative.
    public var multipliers = 1e-5
    /// Scaled KKT residuals.
    public var residuals = 1e-8
    /// Units in the last place between the BLAS evaluation and the kernels.
    public var ulps = 8.0

    /// The limits of the specification.
    public init() {}
}

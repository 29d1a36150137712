/// The settings of an ``InteriorPointSolver``; ``descriptions`` gives each one's range, default and meaning.
public struct InteriorPointSettings: Equatable, Sendable {
    /// What all scaled KKT residuals must reach for `.optimal`.
    public var tolerance = 1e-10
    /// The estimated distance to the solution, relative to 1 + |x_j|, that ends the solve once the residuals are small.
    public var stepTolerance = 1e-9
    /// What the scaled KKT residuals must have reached for `.acceptable` when no further progress is possible.
    public var acceptableTolerance = 1e-7
    /// The relative size of what a certificate of infeasibility or unboundedness may leave over.
    public var infeasibilityTolerance = 1e-6
    /// The largest number of iterations.
    public var iterationLimit = 200
    /// Seconds that a solve may take.
    public var timeLimit = Double.infinity
    /// The least share of the way to the boundary that a step may go.
    public var boundaryFraction = 0.99
    /// The largest number of corrections by iterative refinement after each solve.
    public var refinementLimit = 3
    /// The least complementarity product w_i·y_i, relative to the objective's scale, that a warm start is moved to.
    public var warmStartComplementarity = 1e-4

    /// The defaults.
    public init() {}

    /// One setting: its name, range, default and meaning.
    public struct Description: Sendable {
        /// The name, as in the API.
        public let name: String
        /// The smallest value allowed.
        public let least: Double
        /// The largest value allowed.
        public let greatest: Double
        /// Whether only whole numbers are allowed.
        public let isWhole: Bool
        /// What the setting does.
        public let help: String
        /// Reads the setting as a number.
        public let read: @Sendable (InteriorPointSettings) -> Double
        /// Writes the setting from a number that is allowed.
        public let write: @Sendable (inout InteriorPointSettings, Double) -> Void
        /// The default.
        public var defaultValue: Double { read(InteriorPointSettings()) }
        /// The range in words.
        public var allowed: String {
            isWhole ? "a whole number in \(Int(least))...\(Int(greatest))" : "a number in \(least)...\(greatest)"
        }

        typealias Path<Value> = WritableKeyPath<InteriorPointSettings, Value> & Sendable

        init(_ name: String, _ path: Path<Double>, least: Double, greatest: Double, help: String) {
            (self.name, self.least, self.greatest, isWhole) = (name, least, greatest, false)
            (read, write) = ({ $0[keyPath: path] }, { $0[keyPath: path] = $1 })
            self.help = help
        }

        init(_ name: String, _ path: Path<Int>, within range: ClosedRange<Int>, help: String) {
            (self.name, least, greatest, isWhole) = (name, Double(range.lowerBound), Double(range.upperBound), true)
            (read, write) = ({ Double($0[keyPath: path]) }, { $0[keyPath: path] = Int($1) })
            self.help = help
        }

        /// Whether a value is in range; NaN is not.
        public func allows(_ value: Double) -> Bool {
            value >= least && value <= greatest && (!isWhole || value == value.rounded())
        }
    }

    /// All settings, in the order of the table in the documentation.
    public static let descriptions: [Description] = [
        Description(
            "tolerance", \.tolerance, least: 1e-13, greatest: 1e-2,
            help: "What all scaled KKT residuals must reach."),
        Description(
            "stepTolerance", \.stepTolerance, least: 1e-13, greatest: 1,
            help: "The estimated distance to the solution, relative to 1 + |x|, that ends the solve."),
        Description(
            "acceptableTolerance", \.acceptableTolerance, least: 1e-13, greatest: 1e-2,
            help: "What the residuals must have reached to be acceptable when progress ends."),
        Description(
            "infeasibilityTolerance", \.infeasibilityTolerance, least: 1e-13, greatest: 1e-2,
            help: "The relative remainder of a certificate of infeasibility or unboundedness."),
        Description(
            "iterationLimit", \.iterationLimit, within: 0...100_000,
            help: "The largest number of iterations."),
        Description(
            "timeLimit", \.timeLimit, least: 0, greatest: .infinity,
            help: "Seconds that a solve may take."),
        Description(
            "boundaryFraction", \.boundaryFraction, least: 0.5, greatest: 0.9999,
            help: "The least share of the way to the boundary that a step may go."),
        Description(
            "refinementLimit", \.refinementLimit, within: 0...20,
            help: "The largest number of iterative refinements after each solve."),
        Description(
            "warmStartComplementarity", \.warmStartComplementarity, least: 1e-12, greatest: 1,
            help: "The least scaled complementarity product that a warm start is moved to."),
    ]

    /// Checks every setting against its range.
    ///
    /// - Throws: ``InteriorPointError/invalidSetting(name:value:allowed:)`` for the first one outside.
    public func validate() throws(InteriorPointError) {
        for setting in Self.descriptions {
            let value = setting.read(self)
            guard setting.allows(value) else {
                throw .invalidSetting(name: setting.name, value: value, allowed: setting.allowed)
            }
        }
    }
}

import OffloadModel

/// The settings of an ``InteriorPointSolver``; every number is described once, in ``Descriptions``.
public struct InteriorPointSettings: DescribedSettings, Equatable {
    /// What all scaled KKT residuals must reach for `.optimal`.
    public var tolerance = Descriptions.tolerance.standard
    /// The estimated distance to the solution, relative to 1 + |x_j|, that ends the solve once the residuals are small.
    public var stepTolerance = Descriptions.stepTolerance.standard
    /// What the scaled KKT residuals must have reached for `.acceptable` when no further progress is possible.
    public var acceptableTolerance = Descriptions.acceptableTolerance.standard
    /// The relative size of what a certificate of infeasibility or unboundedness may leave over.
    public var infeasibilityTolerance = Descriptions.infeasibilityTolerance.standard
    /// The largest number of iterations.
    public var iterationLimit = Descriptions.iterationLimit.standard
    /// Seconds that a solve may take, > 0; nil for no limit.
    public var timeLimit: Double?
    /// The least share of the way to the boundary that a step may go.
    public var boundaryFraction = Descriptions.boundaryFraction.standard
    /// The largest number of corrections by iterative refinement after each solve.
    public var refinementLimit = Descriptions.refinementLimit.standard
    /// The least complementarity product w_i·y_i, relative to the objective's scale, that a warm start is moved to.
    public var warmStartComplementarity = Descriptions.warmStartComplementarity.standard

    /// The defaults.
    public init() {}

    /// The descriptions of the numbers that only this method has.
    public enum Descriptions {
        /// What the residuals must reach.
        public static let tolerance = SettingDescription<Double>(
            "tolerance", range: .from(1e-13).to(1e-2), defaultValue: 1e-10,
            help: "what all scaled KKT residuals must reach")
        /// The distance that ends the solve.
        public static let stepTolerance = SettingDescription<Double>(
            "stepTolerance", range: .from(1e-13).to(1), defaultValue: 1e-9,
            help: "the estimated distance to the solution, relative to 1 + |x|, that ends the solve")
        /// What the residuals must have reached when progress ends.
        public static let acceptableTolerance = SettingDescription<Double>(
            "acceptableTolerance", range: .from(1e-13).to(1e-2), defaultValue: 1e-7,
            help: "what the residuals must have reached to be acceptable when progress ends")
        /// What a certificate may leave over.
        public static let infeasibilityTolerance = SettingDescription<Double>(
            "infeasibilityTolerance", range: .from(1e-13).to(1e-2), defaultValue: 1e-6,
            help: "the relative remainder of a certificate of infeasibility or unboundedness")
        /// The largest number of iterations.
        public static let iterationLimit = SettingDescription<Int>(
            "iterationLimit", unit: "iterations", range: .from(0).to(100_000), defaultValue: 200,
            help: "the largest number of iterations")
        /// The least share of the way to the boundary.
        public static let boundaryFraction = SettingDescription<Double>(
            "boundaryFraction", range: .from(0.5).to(0.9999), defaultValue: 0.99,
            help: "the least share of the way to the boundary that a step may go")
        /// The largest number of refinements.
        public static let refinementLimit = SettingDescription<Int>(
            "refinementLimit", unit: "refinements", range: .from(0).to(20), defaultValue: 3,
            help: "the largest number of iterative refinements after each solve")
        /// The least complementarity product of a warm start.
        public static let warmStartComplementarity = SettingDescription<Double>(
            "warmStartComplementarity", range: .from(1e-12).to(1), defaultValue: 1e-4,
            help: "the least scaled complementarity product that a warm start is moved to")
    }

    /// Every number with its description.
    public static let numbers: [DescribedNumber<Self>] = [
        .init(\.tolerance, Descriptions.tolerance), .init(\.stepTolerance, Descriptions.stepTolerance),
        .init(\.acceptableTolerance, Descriptions.acceptableTolerance),
        .init(\.infeasibilityTolerance, Descriptions.infeasibilityTolerance),
        .init(\.iterationLimit, Descriptions.iterationLimit), .init(\.timeLimit, CommonSettings.timeLimit),
        .init(\.boundaryFraction, Descriptions.boundaryFraction),
        .init(\.refinementLimit, Descriptions.refinementLimit),
        .init(\.warmStartComplementarity, Descriptions.warmStartComplementarity),
    ]

    /// Checks every number against its range.
    ///
    /// - Throws: ``InteriorPointError/invalidSetting(_:)`` for the first one outside.
    public func validate() throws(InteriorPointError) {
        do throws(SettingError) { try checkNumbers() } catch { throw .invalidSetting(error) }
    }
}

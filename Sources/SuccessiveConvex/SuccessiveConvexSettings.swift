import OffloadModel

/// The settings of ``SuccessiveConvexSolver``; every number is described once, in ``table``.
public struct SuccessiveConvexSettings: Sendable, Equatable {
    /// Where to start.
    public var start: StartPoint = .middle
    /// Whether s is whole in the returned plan; P2 itself always has real steps.
    public var stepRule: StepRule = .continuous
    /// τ of the first sub-problem.
    public var firstPenalty = 1e5
    /// The factor from one sub-problem's τ to the next one's.
    public var penaltyGrowth = 1.0
    /// The τ at which growth ends.
    public var penalty = 1e5
    /// K, the most iterations of Algorithm 1 in each sub-problem.
    public var innerLimit = 50.0
    /// I, the most sub-problems of Algorithm 3.
    public var outerLimit = 20.0
    /// The largest change of a, and of s relative to 1 + s, that ends Algorithm 1.
    public var innerTolerance = 1e-6
    /// The largest change of a, and of s relative to 1 + s, that ends Algorithm 3.
    public var outerTolerance = 1e-6
    /// How far u, v and z keep a from 0 and 1.
    public var interiorMargin = 0.0
    /// Whether the steps of the decided set are optimised anew; off only for real steps.
    public var polish = true
    /// Seconds, +∞ for no limit.
    public var timeLimit = Double.infinity

    /// The settings of the paper: τ = 1e5, start at ½.
    public init() {}

    /// Name, range, default and help of every numeric setting.
    public static let table: [SettingDescription] = [
        .init(
            name: "penalty", path: \.penalty, range: 0...1e12, unit: "",
            help: "weight τ of the penalty that drives decisions to 0 or 1"),
        .init(
            name: "first-penalty", path: \.firstPenalty, range: 0...1e12, unit: "",
            help: "τ of the first sub-problem; growth leads from it to the penalty"),
        .init(
            name: "penalty-growth", path: \.penaltyGrowth, range: 1...1e6, unit: "",
            help: "factor from one sub-problem's τ to the next one's"),
        .init(
            name: "inner-iterations", path: \.innerLimit, range: 1...1e6, unit: "iterations", isWhole: true,
            help: "most iterations K in each sub-problem"),
        .init(
            name: "outer-iterations", path: \.outerLimit, range: 1...1e6, unit: "sub-problems", isWhole: true,
            help: "most sub-problems I"),
        .init(
            name: "inner-tolerance", path: \.innerTolerance, range: 0...1, unit: "",
            help: "largest change that ends the inner iteration"),
        .init(
            name: "outer-tolerance", path: \.outerTolerance, range: 0...1, unit: "",
            help: "largest change that ends the outer iteration"),
        .init(
            name: "interior-margin", path: \.interiorMargin, range: 0...0.49, unit: "",
            help: "distance that the expansion points keep from 0 and 1"),
        .init(
            name: "time-limit", path: \.timeLimit, range: 0 ... .infinity, unit: "seconds",
            help: "time after which the best plan so far is returned"),
    ]

    /// Checks every number against its range.
    ///
    /// - Throws: `SettingError` that names the setting, the value and what is allowed.
    public func validate() throws(SettingError) {
        for setting in Self.table { try setting.check(self[keyPath: setting.path]) }
    }

    /// Sets a number by its name in ``table``.
    ///
    /// - Throws: `SettingError` if there is no such setting or the value is out of its range.
    public mutating func set(_ name: String, to value: Double) throws(SettingError) {
        guard let setting = Self.table.first(where: { $0.name == name }) else {
            throw SettingError(
                setting: name, value: "\(value)", allowed: "one of " + Self.table.map(\.name).joined(separator: ", "))
        }
        try setting.check(value)
        self[keyPath: setting.path] = value
    }

    /// τ of the i-th sub-problem, i from 0.
    func penalty(ofSubproblem index: Int) -> Double {
        var value = min(firstPenalty, penalty)
        for _ in 0..<index where value < penalty && penaltyGrowth > 1 { value = min(value * penaltyGrowth, penalty) }
        return value
    }
}

import OffloadModel

/// The settings of ``SuccessiveConvexSolver``; every number is described once, in ``Descriptions``.
public struct SuccessiveConvexSettings: DescribedSettings, Equatable {
    /// Where to start.
    public var start: StartPoint = .middle
    /// Whether s is whole in the returned plan; P2 itself always has real steps.
    public var stepRule: StepRule = .continuous
    /// τ of the first sub-problem.
    public var firstPenalty = Descriptions.firstPenalty.standard
    /// The factor from one sub-problem's τ to the next one's.
    public var penaltyGrowth = Descriptions.penaltyGrowth.standard
    /// The τ at which growth ends.
    public var penalty = Descriptions.penalty.standard
    /// K, the most iterations of Algorithm 1 in each sub-problem.
    public var innerLimit = Descriptions.innerLimit.standard
    /// I, the most sub-problems of Algorithm 3.
    public var outerLimit = Descriptions.outerLimit.standard
    /// The largest change of a, and of s relative to 1 + s, that ends Algorithm 1.
    public var innerTolerance = Descriptions.innerTolerance.standard
    /// The largest change of a, and of s relative to 1 + s, that ends Algorithm 3.
    public var outerTolerance = Descriptions.outerTolerance.standard
    /// How far u, v and z keep a from 0 and 1.
    public var interiorMargin = Descriptions.interiorMargin.standard
    /// Whether the steps of the decided set are optimised anew; off only for real steps.
    public var polish = true
    /// Seconds, > 0; nil for no limit.
    public var timeLimit: Double?

    /// The settings of the paper: τ = 1e5, start at ½.
    public init() {}

    /// The descriptions of the numbers that only this method has.
    public enum Descriptions {
        /// The τ at which growth ends.
        public static let penalty = SettingDescription<Double>(
            "penalty", range: .from(0).to(1e12), defaultValue: 1e5,
            help: "the weight τ of the penalty that drives decisions to 0 or 1")
        /// τ of the first sub-problem.
        public static let firstPenalty = SettingDescription<Double>(
            "firstPenalty", range: .from(0).to(1e12), defaultValue: 1e5,
            help: "τ of the first sub-problem, from which growth leads to the penalty")
        /// The factor from one τ to the next.
        public static let penaltyGrowth = SettingDescription<Double>(
            "penaltyGrowth", range: .from(1).to(1e6), defaultValue: 1,
            help: "the factor from one sub-problem's τ to the next one's")
        /// K.
        public static let innerLimit = SettingDescription<Int>(
            "innerLimit", option: "inner-iterations", unit: "iterations", range: .from(1).to(1_000_000),
            defaultValue: 50, help: "the most iterations K in each sub-problem")
        /// I.
        public static let outerLimit = SettingDescription<Int>(
            "outerLimit", option: "outer-iterations", unit: "sub-problems", range: .from(1).to(1_000_000),
            defaultValue: 20, help: "the most sub-problems I")
        /// What ends Algorithm 1.
        public static let innerTolerance = SettingDescription<Double>(
            "innerTolerance", range: .from(0).to(1), defaultValue: 1e-6,
            help: "the largest change of a, and of s relative to 1 + s, that ends a sub-problem")
        /// What ends Algorithm 3.
        public static let outerTolerance = SettingDescription<Double>(
            "outerTolerance", range: .from(0).to(1), defaultValue: 1e-6,
            help: "the largest change of a, and of s relative to 1 + s, that ends the outer iteration")
        /// The distance of u, v and z from 0 and 1.
        public static let interiorMargin = SettingDescription<Double>(
            "interiorMargin", range: .from(0).to(0.49), defaultValue: 0,
            help: "how far the points of expansion keep from 0 and 1")
    }

    /// Every number with its description.
    public static let numbers: [DescribedNumber<Self>] = [
        .init(\.penalty, Descriptions.penalty), .init(\.firstPenalty, Descriptions.firstPenalty),
        .init(\.penaltyGrowth, Descriptions.penaltyGrowth), .init(\.innerLimit, Descriptions.innerLimit),
        .init(\.outerLimit, Descriptions.outerLimit), .init(\.innerTolerance, Descriptions.innerTolerance),
        .init(\.outerTolerance, Descriptions.outerTolerance), .init(\.interiorMargin, Descriptions.interiorMargin),
        .init(\.timeLimit, CommonSettings.timeLimit),
    ]

    /// Checks every number against its range.
    ///
    /// - Throws: `SettingError` that names the setting, the value and what is allowed.
    public func validate() throws(SettingError) { try checkNumbers() }

    /// τ of the i-th sub-problem, i from 0.
    func penalty(ofSubproblem index: Int) -> Double {
        var value = min(firstPenalty, penalty)
        for _ in 0..<index where value < penalty && penaltyGrowth > 1 { value = min(value * penaltyGrowth, penalty) }
        return value
    }
}

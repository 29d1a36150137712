import CertifiedSolving
import OffloadModel
import SuccessiveConvex
import VectorKernels

/// What a ``Sweep`` does.
public struct SweepSettings: DescribedSettings {
    /// The entries to vary; every combination of their values is a point, and the last one varies fastest.
    public var axes: [SweepAxis]
    /// The methods, each once.
    public var methods: [SolveMethod] = [.certified]
    /// How many runs there are at a point of whatever is random, ≥ 1, with the seeds 1, 2, and so on.
    public var seeds = Descriptions.seeds.standard
    /// How far the users scatter from seed to seed.
    public var jitter = SweepJitter.none
    /// The certified solver; its threads are those of the whole sweep, its time limit is each solve's.
    public var certified = CertifiedSolverSettings()
    /// The paper's method, but for start point, step rule and time limit.
    public var paper = SuccessiveConvexSettings()
    /// Where the paper's method starts.
    public var start = StartChoice.half

    /// The most points of a sweep.
    public static let largestPointCount = 100_000

    /// A sweep of the certified solver along the axes.
    public init(axes: [SweepAxis]) {
        self.axes = axes
    }

    /// The descriptions of the numbers that only a sweep has.
    public enum Descriptions {
        /// How many runs there are of whatever is random.
        public static let seeds = SettingDescription<Int>(
            "seeds", range: .from(1).to(10_000), defaultValue: 20,
            help: "how many runs there are of whatever is random")
    }

    /// The numbers of the sweep itself; those of the solvers are described with them.
    public static let numbers: [DescribedNumber<Self>] = [.init(\.seeds, Descriptions.seeds)]

    /// Checks every range.
    ///
    /// - Throws: `SettingError` that names the setting, the value and what is allowed.
    public func validate() throws(SettingError) {
        guard !axes.isEmpty else {
            throw SettingError(setting: "vary", value: "an empty list", allowed: "at least one entry of the scenario")
        }
        for (position, axis) in axes.enumerated() where axes[..<position].contains(where: { $0.field == axis.field }) {
            throw SettingError(setting: "vary", value: "\(axis.field.path) twice", allowed: "each entry once")
        }
        let points = axes.reduce(1.0) { $0 * Double($1.values.count) }
        guard points <= Double(Self.largestPointCount) else {
            throw SettingError(
                setting: "vary", value: "\(DecimalText.significant(points, digits: 17)) combinations",
                allowed: "at most \(Self.largestPointCount)")
        }
        guard !methods.isEmpty else {
            throw SettingError(setting: "methods", value: "an empty list", allowed: "at least one method")
        }
        for (position, method) in methods.enumerated() where methods[..<position].contains(method) {
            throw SettingError(setting: "methods", value: "\(method.rawValue) twice", allowed: "each method once")
        }
        try checkNumbers()
        try certified.validate()
        try paper.validate()
    }

    /// How many runs a method has at a point: one if its outcome is the same for every seed.
    public func runs(of method: SolveMethod) -> Int {
        guard jitter.isZero else { return seeds }
        switch method {
        case .random: return seeds
        case .paper: return start == .random ? seeds : 1
        case .certified, .local, .edge, .greedy: return 1
        }
    }
}

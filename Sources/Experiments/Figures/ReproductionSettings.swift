import OffloadModel
import ScenarioFiles
import VectorKernels

/// What a ``Reproduction`` runs.
public struct ReproductionSettings: Sendable {
    /// N of every figure but `scaling`, from 1 to 10,000; the paper's is 30.
    public var users = 30
    /// Where the random numbers of the users start; with 30 users, 2 gives the preset `paper`.
    public var seed = Preset.paperSeed
    /// How many budgets S_e there are in `fig1` and `fig2`, from 3 to 1000.
    public var budgets = 25
    /// How many random plans and random start points there are, from 1 to 1000, with the seeds 1, 2, and so on.
    public var seeds = 20
    /// The largest N of `scaling`, from 10 to 10,000,000.
    public var largestUsers = 1_000_000
    /// How often `scaling` times each solve, from 1 to 1000.
    public var repetitions = 5
    /// The most threads of the certified solver, ≥ 1.
    public var threads = 2
    /// The vector kernels to use.
    public var kernels = Kernels()

    /// The settings of the figures in the documentation.
    public init() {}

    /// Checks every range.
    ///
    /// - Throws: `SettingError` that names the setting, the value and what is allowed.
    public func validate() throws(SettingError) {
        try Self.check("users", users, 1...10_000)
        try Self.check("budgets", budgets, 3...1000)
        try Self.check("seeds", seeds, 1...1000)
        try Self.check("largestUsers", largestUsers, 10...10_000_000)
        try Self.check("repetitions", repetitions, 1...1000)
        try Self.check("threads", threads, 1...1024)
    }

    private static func check(_ name: String, _ value: Int, _ allowed: ClosedRange<Int>) throws(SettingError) {
        guard allowed.contains(value) else {
            throw SettingError(
                setting: name, value: "\(value)",
                allowed: "a whole number from \(allowed.lowerBound) to \(allowed.upperBound)")
        }
    }
}

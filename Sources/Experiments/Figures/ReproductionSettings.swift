import OffloadModel
import ScenarioFiles
import VectorKernels

/// What a ``Reproduction`` runs.
public struct ReproductionSettings: DescribedSettings {
    /// N of every figure but `scaling`, from 1 to 10,000; the paper's is 30.
    public var users = Descriptions.users.standard
    /// Where the random numbers of the users start; with 30 users, 2 gives the preset `paper`.
    public var seed = Descriptions.seed.standard
    /// How many budgets S_e there are in `fig1` and `fig2`, from 3 to 1000.
    public var budgets = Descriptions.budgets.standard
    /// How many random plans and random start points there are, from 1 to 1000, with the seeds 1, 2, and so on.
    public var seeds = Descriptions.seeds.standard
    /// The largest N of `scaling`, from 10 to 10,000,000.
    public var largestUsers = Descriptions.largestUsers.standard
    /// How often `scaling` times each solve, from 1 to 1000.
    public var repetitions = Descriptions.repetitions.standard
    /// The most threads of the certified solver, ≥ 1.
    public var threads = Descriptions.threads.standard
    /// The vector kernels to use.
    public var kernels = Kernels()

    /// The settings of the figures in the documentation.
    public init() {}

    /// The descriptions of the numbers.
    public enum Descriptions {
        /// N of every figure but `scaling`.
        public static let users = SettingDescription<Int>(
            "users", unit: "users", range: .from(1).to(10_000), defaultValue: 30,
            help: "the number of users, but in scaling, which has its own")
        /// Where the random numbers of the users start.
        public static let seed = SettingDescription<UInt64>(
            "seed", range: .from(0), defaultValue: Preset.paperSeed,
            help: "the seed of the users; 2 with 30 users gives the preset paper")
        /// The budgets of `fig1` and `fig2`.
        public static let budgets = SettingDescription<Int>(
            "budgets", unit: "budgets", range: .from(3).to(1000), defaultValue: 25,
            help: "how many budgets there are in fig1 and fig2")
        /// The random plans and random start points.
        public static let seeds = SettingDescription<Int>(
            "seeds", range: .from(1).to(1000), defaultValue: 20,
            help: "how many random plans fig1 and random starts gaps has")
        /// The largest N of `scaling`.
        public static let largestUsers = SettingDescription<Int>(
            "largestUsers", unit: "users", range: .from(10).to(10_000_000), defaultValue: 1_000_000,
            help: "the largest number of users in scaling, of which the paper's method goes to a tenth")
        /// How often each solve of `scaling` is timed.
        public static let repetitions = SettingDescription<Int>(
            "repetitions", range: .from(1).to(1000), defaultValue: 5, help: "how often scaling times each solve")
        /// The most threads.
        public static let threads = SettingDescription<Int>(
            "threads", unit: "threads", range: .from(1).to(1024), defaultValue: 2,
            help: "the most threads of the certified solves")
    }

    /// Every number with its description.
    public static let numbers: [DescribedNumber<Self>] = [
        .init(\.users, Descriptions.users), .init(\.seed, Descriptions.seed), .init(\.budgets, Descriptions.budgets),
        .init(\.seeds, Descriptions.seeds), .init(\.largestUsers, Descriptions.largestUsers),
        .init(\.repetitions, Descriptions.repetitions), .init(\.threads, Descriptions.threads),
    ]

    /// Checks every range.
    ///
    /// - Throws: `SettingError` that names the setting, the value and what is allowed.
    public func validate() throws(SettingError) { try checkNumbers() }
}

import OffloadModel
import VectorKernels

/// What may be chosen about a certified solve.
public struct CertifiedSolverSettings: DescribedSettings {
    /// Stop when (objective − bound) / max(|objective|, |bound|) is at most this. 0 < gap < 1; 1e-9.
    public var relativeGap: Double
    /// Whether steps are real or whole numbers; real.
    public var stepRule: StepRule
    /// The most branch-and-bound nodes to explore, ≥ 0; 100,000.
    public var nodeLimit: Int
    /// Seconds for one solve, > 0, nil for no limit; nil.
    ///
    /// The search ends when they are used up, in the middle of a pass over the users if need be, and the solve is over
    /// at most 5 % and 10 ms later. A plan that takes longer than that to make is not made: below some limit, which
    /// grows with the number of users, the result has the status `.timeLimit` and no plan, with or without a bound.
    /// Problems of fewer than 4096 users always get a plan and a bound.
    public var timeLimit: Double?
    /// The most threads to use, at least 1; 1. Results have the same bits for every number, and no
    /// solve waits for a thread that the system does not allow: fewer then do the work.
    public var threads: Int
    /// The instruction set of the kernels; the best that this machine runs.
    public var instructionSet: InstructionSet
    /// The source of time; the machine's monotonic clock.
    public var clock: SolveClock
    /// After how many splits the core is solved by dynamic programming; nil for the usual numbers. For tests, which have it
    /// solved at once.
    package var splitsBeforeCore: Int?

    /// Settings with the defaults named at each property.
    public init(
        relativeGap: Double = CommonSettings.relativeGap.standard, stepRule: StepRule = .continuous,
        nodeLimit: Int = Descriptions.nodeLimit.standard, timeLimit: Double? = nil,
        threads: Int = CommonSettings.threads.standard, instructionSet: InstructionSet = .best,
        clock: SolveClock = .continuous
    ) {
        self.relativeGap = relativeGap
        self.stepRule = stepRule
        self.nodeLimit = nodeLimit
        self.timeLimit = timeLimit
        self.threads = threads
        self.instructionSet = instructionSet
        self.clock = clock
    }

    /// The descriptions of the numbers that only this solver has.
    public enum Descriptions {
        /// The most branch-and-bound nodes to explore.
        public static let nodeLimit = SettingDescription<Int>(
            "nodeLimit", unit: "nodes", range: .from(0), defaultValue: 100_000,
            help: "the most nodes that branch and bound splits in a solve")
    }

    /// Every number with its description.
    public static let numbers: [DescribedNumber<Self>] = [
        .init(\.relativeGap, CommonSettings.relativeGap), .init(\.nodeLimit, Descriptions.nodeLimit),
        .init(\.timeLimit, CommonSettings.timeLimit), .init(\.threads, CommonSettings.threads),
    ]

    /// Checks every range.
    ///
    /// - Throws: `SettingError` that names the setting, the value and what is allowed.
    public func validate() throws(SettingError) {
        try checkNumbers()
        guard instructionSet.isSupported else {
            throw SettingError(
                setting: "instructionSet", value: instructionSet.rawValue, allowed: "one that this machine runs")
        }
    }
}

import OffloadModel
import VectorKernels

/// What may be chosen about a certified solve.
public struct CertifiedSolverSettings: Sendable {
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
    /// The most threads to use, from 1 to ``largestThreadCount``; 1. Results have the same bits for every number, and no
    /// solve waits for a thread that the system does not allow: fewer then do the work.
    public var threads: Int
    /// The instruction set of the kernels; the best that this machine runs.
    public var instructionSet: InstructionSet
    /// The source of time; the machine's monotonic clock.
    public var clock: SolveClock

    /// The largest number of threads that can be asked for; no more are started than there are processors.
    public static let largestThreadCount = 1 << 20

    /// Settings with the defaults named at each property.
    public init(
        relativeGap: Double = 1e-9, stepRule: StepRule = .continuous, nodeLimit: Int = 100_000,
        timeLimit: Double? = nil, threads: Int = 1, instructionSet: InstructionSet = .best,
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

    /// Checks every range.
    ///
    /// - Throws: `SettingError` that names the setting, the value and what is allowed.
    public func validate() throws(SettingError) {
        guard relativeGap > 0, relativeGap < 1 else {
            throw SettingError(setting: "relativeGap", value: "\(relativeGap)", allowed: "between 0 and 1, exclusive")
        }
        guard nodeLimit >= 0 else {
            throw SettingError(setting: "nodeLimit", value: "\(nodeLimit)", allowed: "at least 0")
        }
        if let timeLimit, !(timeLimit > 0) {
            throw SettingError(setting: "timeLimit", value: "\(timeLimit)", allowed: "more than 0 seconds")
        }
        guard (1...Self.largestThreadCount).contains(threads) else {
            throw SettingError(
                setting: "threads", value: "\(threads)", allowed: "a whole number from 1 to \(Self.largestThreadCount)")
        }
        guard instructionSet.isSupported else {
            throw SettingError(
                setting: "instructionSet", value: instructionSet.rawValue, allowed: "one that this machine runs")
        }
    }
}

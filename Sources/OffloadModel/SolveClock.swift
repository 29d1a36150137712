/// A source of time, injected so that tests can hold it.
public struct SolveClock: Sendable {
    /// Seconds since some fixed moment, never decreasing.
    public let seconds: @Sendable () -> Double

    /// A clock that reads the given function.
    public init(seconds: @escaping @Sendable () -> Double) {
        self.seconds = seconds
    }

    /// The machine's monotonic clock.
    public static let continuous: SolveClock = {
        let start = ContinuousClock.now
        return SolveClock { (ContinuousClock.now - start) / .seconds(1) }
    }()
}

/// A time limit of one solve: the moment it began and how long it may take.
public struct SolveDeadline: Sendable {
    private let clock: SolveClock
    private let start: Double
    private let limit: Double?

    /// Starts now; nil means no limit.
    public init(limit: Double?, clock: SolveClock = .continuous) {
        self.clock = clock
        self.limit = limit
        start = clock.seconds()
    }

    /// Seconds since the solve began.
    public var elapsed: Double { clock.seconds() - start }

    /// True once the limit is used up.
    public var hasPassed: Bool {
        guard let limit else { return false }
        return elapsed >= limit
    }
}

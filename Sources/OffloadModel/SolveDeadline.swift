/// A time limit of one solve: the moment it began and how long it may take.
public struct SolveDeadline: Sendable {
    private let clock: SolveClock
    private let start: Double
    private let limit: Double?

    private init(clock: SolveClock, start: Double, limit: Double?) {
        self.clock = clock
        self.start = start
        self.limit = limit
    }

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

/// A time limit ran out inside a computation, whose outcome is dropped.
public struct TimeIsUp: Error {
    package init() {}
}

extension SolveDeadline {
    /// True if there is a limit.
    package var hasLimit: Bool { limit != nil }

    /// Seconds left, +∞ without a limit; negative once the limit is used up.
    package var remaining: Double { limit.map { $0 - elapsed } ?? .infinity }

    /// What is left as the time limit of another solve: nil without a limit, and above 0 even if nothing is left.
    package var remainingLimit: Double? { limit.map { max($0 - elapsed, .leastNormalMagnitude) } }

    /// Ends a computation whose time is used up.
    package func check() throws(TimeIsUp) {
        if hasPassed { throw TimeIsUp() }
    }

    /// The deadline for making a plan of what a search has found by the time its limit ends it: 4 % and 8 ms later,
    /// which leaves some of the 5 % and 10 ms that a solve may be late for giving back its memory.
    package var withGrace: SolveDeadline {
        SolveDeadline(clock: clock, start: start, limit: limit.map { 1.04 * $0 + 0.008 })
    }

    /// A deadline that is earlier by so many seconds, for what has to be done afterwards.
    package func reserving(_ seconds: Double) -> SolveDeadline {
        SolveDeadline(clock: clock, start: start, limit: limit.map { $0 - seconds })
    }

    /// The earlier of this deadline and one of the same start.
    package func orEarlier(_ other: SolveDeadline) -> SolveDeadline {
        guard let limit, let otherLimit = other.limit else { return limit == nil ? other : self }
        return otherLimit < limit ? other : self
    }

    /// A loop over `count` users, cut into parts of a fraction of a millisecond between which to ``check()``.
    package static func parts(of count: Int) -> some Sequence<Range<Int>> {
        stride(from: 0, to: count, by: partSize).lazy.map { $0..<Swift.min($0 + partSize, count) }
    }

    /// Users in a part.
    package static let partSize = 1 << 13
}

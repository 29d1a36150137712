/// When a solve must end: its time limit, counted from the moment it began, and whether it was asked to stop.
///
/// Both are looked at in one place, between parts of a computation, on every thread.
public struct SolveDeadline: Sendable {
    private let clock: SolveClock
    private let start: Double
    private let limit: Double?
    private let stop: StopRequest?

    private init(clock: SolveClock, start: Double, limit: Double?, stop: StopRequest?) {
        self.clock = clock
        self.start = start
        self.limit = limit
        self.stop = stop
    }

    /// Starts now; nil means no limit.
    public init(limit: Double?, clock: SolveClock = .continuous) {
        self.init(limit: limit, clock: clock, stop: nil)
    }

    /// The same for a solve that can be asked to stop.
    package init(limit: Double?, clock: SolveClock = .continuous, stop: StopRequest?) {
        self.init(clock: clock, start: clock.seconds(), limit: limit, stop: stop)
    }

    /// Seconds since the solve began.
    public var elapsed: Double { clock.seconds() - start }

    /// True once the limit is used up or a stop was asked for.
    public var hasPassed: Bool { ending != nil }
}

/// A time limit ran out, or a stop was asked for, inside a computation, whose outcome is dropped.
public struct TimeIsUp: Error, Equatable {
    /// True if a stop was asked for; false if the time limit ran out.
    public let isStop: Bool

    package static let timeLimit = TimeIsUp(isStop: false)
    package static let stopped = TimeIsUp(isStop: true)

    /// The status of a solve that ends by it.
    package var status: SolveStatus { isStop ? .stopped : .timeLimit }
}

extension SolveDeadline {
    /// True if there is a time limit.
    package var hasLimit: Bool { limit != nil }

    /// True if a time limit or somebody's wish can end the solve, so that it is worth looking.
    package var canPass: Bool { limit != nil || stop != nil }

    /// Seconds left, +∞ without a limit; negative once the limit is used up.
    package var remaining: Double { limit.map { $0 - elapsed } ?? .infinity }

    /// What is left as the time limit of another solve: nil without a limit, and above 0 even if nothing is left.
    package var remainingLimit: Double? { limit.map { max($0 - elapsed, .leastNormalMagnitude) } }

    /// Why the solve must end now, nil while it may go on.
    package var ending: TimeIsUp? {
        if let stop, stop.isMade { return .stopped }
        guard let limit else { return nil }
        return elapsed >= limit ? .timeLimit : nil
    }

    /// Ends a computation whose time is used up, or that was asked to stop.
    package func check() throws(TimeIsUp) {
        if let ending { throw ending }
    }

    /// The deadline for making a plan of what a search has found by the time its limit ends it: 4 % and 8 ms later,
    /// which leaves some of the 5 % and 10 ms that a solve may be late for giving back its memory.
    package var withGrace: SolveDeadline {
        SolveDeadline(clock: clock, start: start, limit: limit.map { 1.04 * $0 + 0.008 }, stop: stop)
    }

    /// The same time limit for what is done after a stop was asked for, such as making a plan of what there is.
    package var withoutStop: SolveDeadline { SolveDeadline(clock: clock, start: start, limit: limit, stop: nil) }

    /// The same time limit for what somebody can stop as well.
    package func ending(when stop: StopRequest) -> SolveDeadline {
        SolveDeadline(clock: clock, start: start, limit: limit, stop: stop)
    }

    /// A deadline that is earlier by so many seconds, for what has to be done afterwards.
    package func reserving(_ seconds: Double) -> SolveDeadline {
        SolveDeadline(clock: clock, start: start, limit: limit.map { $0 - seconds }, stop: stop)
    }

    /// This deadline with the earlier of its time limit and that of another one of the same start.
    package func orEarlier(_ other: SolveDeadline) -> SolveDeadline {
        guard let otherLimit = other.limit else { return self }
        return SolveDeadline(clock: clock, start: start, limit: min(limit ?? .infinity, otherLimit), stop: stop)
    }

    /// A loop over `count` users, cut into parts of a fraction of a millisecond between which to ``check()``.
    package static func parts(of count: Int) -> some Sequence<Range<Int>> {
        stride(from: 0, to: count, by: partSize).lazy.map { $0..<Swift.min($0 + partSize, count) }
    }

    /// Users in a part.
    package static let partSize = 1 << 13
}

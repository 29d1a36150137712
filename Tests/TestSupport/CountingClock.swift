import OffloadModel
import Synchronization

/// A clock that stands still until it has been read a number of times and then leaps beyond every time limit: the time
/// is up at a moment of the computation, not of the machine.
public final class CountingClock: Sendable {
    private let readings = Atomic<Int>(0)
    private let limit: Int
    private let leap: Double

    /// A clock that leaps after so many readings, to so many seconds.
    public init(leapingAfter limit: Int = .max, to leap: Double = 1e9) {
        self.limit = limit
        self.leap = leap
    }

    /// How often it has been read.
    public var count: Int { readings.load(ordering: .relaxed) }

    /// How often it was read after the leap.
    public var lateCount: Int { max(count - limit, 0) }

    /// The clock for a solver.
    public var clock: SolveClock {
        SolveClock { [self] in readings.add(1, ordering: .relaxed).newValue > limit ? leap : 0 }
    }
}

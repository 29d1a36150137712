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

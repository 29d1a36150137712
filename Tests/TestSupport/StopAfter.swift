import Synchronization

/// Says stop after it was asked a number of times.
public final class StopAfter: Sendable {
    private let left: Atomic<Int>

    /// Stops at the call of that number.
    public init(calls: Int) {
        left = Atomic(calls)
    }

    /// Counts a call; true from the last one on.
    public var isDue: Bool { left.subtract(1, ordering: .relaxed).newValue <= 0 }

    /// True once ``isDue`` has been; asking this is not counted.
    public var hasCome: Bool { left.load(ordering: .relaxed) <= 0 }
}

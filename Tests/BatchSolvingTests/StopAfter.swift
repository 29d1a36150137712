import Synchronization

/// Says stop after it was asked a number of times.
final class StopAfter: Sendable {
    private let left: Atomic<Int>

    init(calls: Int) {
        left = Atomic(calls)
    }

    var isDue: Bool { left.subtract(1, ordering: .relaxed).newValue <= 0 }
}

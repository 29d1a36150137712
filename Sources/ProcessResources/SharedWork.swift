import Synchronization

/// A body that is to be run for 0, 1, … count − 1, by several threads.
final class SharedWork: @unchecked Sendable {
    /// How many helpers it has use for.
    let mostHelpers: Int
    /// How many are at it; the pool's monitor guards it.
    var helping = 0
    private let count: Int
    private let next = Atomic<Int>(0)
    private var body: (@Sendable (Int) -> Void)?

    init(_ count: Int, mostHelpers: Int, _ body: @escaping @Sendable (Int) -> Void) {
        self.count = count
        self.mostHelpers = mostHelpers
        self.body = body
    }

    /// Runs the body for numbers that nobody has taken, until there are none.
    ///
    /// Out of line, so that no caller holds the body when this has returned.
    @inline(never)
    func take() {
        guard let body else { return }
        while case let number = next.add(1, ordering: .relaxed).oldValue, number < count { body(number) }
    }

    /// Lets go of the body, whose owner is about to return.
    func end() { body = nil }
}

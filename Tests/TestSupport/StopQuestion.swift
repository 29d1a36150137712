import Synchronization

/// Answers whether a solve may continue: yes a number of times, and no from then on.
public final class StopQuestion: Sendable {
    private let asked = Atomic<Int>(0)
    private let limit: Int

    /// A question that is answered with yes so many times.
    public init(yesTimes limit: Int = .max) {
        self.limit = limit
    }

    /// How often it was asked.
    public var count: Int { asked.load(ordering: .relaxed) }

    /// How often it was asked after the first no.
    public var lateCount: Int { max(count - limit - 1, 0) }

    /// The answer, for a solver.
    public var mayContinue: @Sendable () -> Bool {
        { [self] in asked.add(1, ordering: .relaxed).newValue <= limit }
    }
}

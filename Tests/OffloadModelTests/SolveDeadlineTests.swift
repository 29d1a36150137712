import OffloadModel
import Synchronization
import Testing

/// Limits on a clock that is set by hand.
@Suite struct SolveDeadlineTests {
    private final class Hand: Sendable {
        let milliseconds = Atomic<Int>(5_000_000)

        var clock: SolveClock { SolveClock { [self] in Double(milliseconds.load(ordering: .relaxed)) / 1000 } }

        func advance(_ step: Int) { milliseconds.add(step, ordering: .relaxed) }
    }

    @Test func aLimitIsCountedFromTheStart() throws {
        let hand = Hand()
        let deadline = SolveDeadline(limit: 2, clock: hand.clock)
        #expect(deadline.hasLimit && !deadline.hasPassed && deadline.elapsed == 0 && deadline.remaining == 2)
        hand.advance(1999)
        #expect(!deadline.hasPassed)
        try deadline.check()
        hand.advance(1)
        #expect(deadline.hasPassed && deadline.elapsed == 2 && deadline.remaining == 0)
        #expect(throws: TimeIsUp.self) { try deadline.check() }
    }

    @Test func withoutALimitTimeDoesNotMatter() throws {
        let hand = Hand()
        let deadline = SolveDeadline(limit: nil, clock: hand.clock)
        hand.advance(1_000_000_000)
        for other in [deadline, deadline.withGrace, deadline.reserving(5)] {
            #expect(!other.hasLimit && !other.hasPassed && other.remaining == .infinity)
            try other.check()
        }
    }

    /// The grace stays below the 5 % and 10 ms by which a solve may be late.
    @Test(arguments: [0.001, 0.01, 0.1, 1, 100]) func graceIsLessThanWhatIsPromised(limit: Double) {
        let hand = Hand()
        let deadline = SolveDeadline(limit: limit, clock: hand.clock)
        let grace = deadline.withGrace.remaining - limit
        #expect(grace > 0.005 && grace < 0.05 * limit + 0.01)
    }

    @Test func theEarlierOfTwoCounts() {
        let hand = Hand()
        let deadline = SolveDeadline(limit: 2, clock: hand.clock)
        let free = SolveDeadline(limit: nil, clock: hand.clock)
        let early = deadline.reserving(0.5)
        #expect(early.remaining == 1.5)
        #expect(deadline.orEarlier(early).remaining == 1.5 && early.orEarlier(deadline).remaining == 1.5)
        #expect(deadline.orEarlier(free).remaining == 2 && free.orEarlier(deadline).remaining == 2)
        #expect(!free.orEarlier(free).hasLimit)
        #expect(deadline.reserving(3).hasPassed)
    }

    @Test(arguments: [0, 1, 8191, 8192, 8193, 100_000]) func partsCoverEveryUserOnce(count: Int) {
        let parts = Array(SolveDeadline.parts(of: count))
        #expect(parts.flatMap { Array($0) } == Array(0..<count))
        #expect(parts.allSatisfy { !$0.isEmpty && $0.count <= SolveDeadline.partSize })
    }
}

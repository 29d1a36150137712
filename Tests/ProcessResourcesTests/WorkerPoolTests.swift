import ProcessResources
import Synchronization
import TestSupport
import Testing

/// Work that is shared out to as many threads as the system allows.
@Suite struct WorkerPoolTests {
    /// How often each number was run.
    private func counts(of pool: WorkerPool, _ count: Int) -> [Int] {
        let counts = (0..<count).map { _ in Counter() }
        pool.run(count) { counts[$0].value.add(1, ordering: .relaxed) }
        return counts.map { $0.value.load(ordering: .relaxed) }
    }

    private final class Counter: Sendable {
        let value = Atomic<Int>(0)
    }

    @Test(arguments: [0, 1, 2, 3, 7], [0, 1, 2, 3, 64, 1000])
    func everyNumberIsRunOnce(mostHelpers: Int, count: Int) {
        let pool = WorkerPool(mostHelpers: mostHelpers)
        for _ in 0..<20 { #expect(counts(of: pool, count) == Array(repeating: 1, count: count)) }
    }

    /// The system refuses the first thread, or a later one.
    @Test(arguments: 0...3) func refusedThreadsAreDoneWithout(allowed: Int) {
        let asked = Atomic<Int>(0)
        let pool = WorkerPool(mostHelpers: 5) { pool in
            asked.add(1, ordering: .relaxed).oldValue < allowed && WorkerPool.startThread(serving: pool)
        }
        for _ in 0..<20 { #expect(counts(of: pool, 100) == Array(repeating: 1, count: 100)) }
        // A refusal is not tried again.
        let count = asked.load(ordering: .relaxed)
        #expect(count <= allowed + 1)
    }

    @Test func noThreadIsAskedForWhereOneDoes() {
        let pool = WorkerPool(mostHelpers: 5) { _ in
            Issue.record("a thread was asked for")
            return false
        }
        #expect(counts(of: pool, 1) == [1])
        #expect(counts(of: pool, 0) == [])
    }

    /// Work within work, and from several threads, comes to its end on any number of helpers.
    @Test(arguments: [0, 1, 2, 5]) func workMayBeNested(mostHelpers: Int) {
        let pool = WorkerPool(mostHelpers: mostHelpers)
        let sum = Atomic<Int>(0)
        pool.run(8) { outer in
            pool.run(8) { inner in sum.add(outer * 8 + inner, ordering: .relaxed) }
        }
        let total = sum.load(ordering: .relaxed)
        #expect(total == 63 * 64 / 2)
    }

    /// What the numbers wrote can be read once the work has ended.
    @Test(arguments: [0, 1, 3]) func resultsAreVisible(mostHelpers: Int) {
        let pool = WorkerPool(mostHelpers: mostHelpers)
        for round in 0..<200 {
            var values = [Int](repeating: -1, count: 50)
            values.withUnsafeMutableBufferPointer { values in
                nonisolated(unsafe) let values = values
                pool.run(50) { values[$0] = $0 + round }
            }
            #expect(values == (0..<50).map { $0 + round })
        }
    }

    @Test func errandsAreRunAtOnceWithoutHelpers() {
        let hasRun = Atomic<Bool>(false)
        WorkerPool(mostHelpers: 3) { _ in false }.later { hasRun.store(true, ordering: .relaxed) }
        let isDone = hasRun.load(ordering: .relaxed)
        #expect(isDone)
    }

    @Test(.timeLimit(.minutes(1))) func errandsAreRunByHelpers() async {
        let pool = WorkerPool(mostHelpers: 1)
        for _ in 0..<100 {
            await withCheckedContinuation { ended in pool.later { ended.resume() } }
        }
    }

    @Test func threadsThatAreAllowedAreFound() {
        #expect(ThreadAllowance.permits(0))
        #expect(ThreadAllowance.permits(3))
        #expect(Processors.available >= 1)
    }

    @Test(.timeLimit(.minutes(1))) func asynchronousWorkIsWaitedFor() async throws {
        struct Fault: Error {}
        let value = try await OwnThread.result {
            try AsynchronousWork.result {
                await Task.yield()
                return 5
            }
        }
        #expect(value == 5)
        await #expect(throws: Fault.self) {
            try await OwnThread.result { try AsynchronousWork.result { throw Fault() } }
        }
    }
}

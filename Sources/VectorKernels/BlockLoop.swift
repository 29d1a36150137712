import OffloadModel
import ProcessResources
import Synchronization

/// Work on blocks of neighbouring users, small enough to stay in cache, on one or more threads.
///
/// Blocks have a fixed size, and what they give is put together in their order, so every result has the same bits for
/// every number of threads. A deadline, which may also be somebody's wish to stop, is looked at every few blocks, on every
/// thread; once it has passed, the rest is left out.
package struct BlockLoop: Sendable {
    /// A parallel region costs tens of microseconds; for fewer users it would not pay.
    private static let fewestUsers = 1 << 15

    let blockSize: Int
    private let threads: Int
    private let blocksPerLook: Int
    private let deadline: SolveDeadline?

    /// - Parameters:
    ///   - blockSize: users per block.
    ///   - threads: the most threads; few users are worked on by one.
    ///   - blocksPerLook: how many blocks a thread works on between two looks at the clock.
    ///   - deadline: when to give up, nil for never.
    package init(blockSize: Int, threads: Int, blocksPerLook: Int = 1, until deadline: SolveDeadline?) {
        self.blockSize = blockSize
        self.threads = max(threads, 1)
        self.blocksPerLook = blocksPerLook
        self.deadline = deadline
    }

    /// How many blocks so many users make.
    func blockCount(_ count: Int) -> Int { (count + blockSize - 1) / blockSize }

    /// Runs the body for every block.
    ///
    /// - Parameters:
    ///   - count: the number of users.
    ///   - scratch: how many numbers of memory each thread lends to the body.
    ///   - body: given the number of the block, its first user, its size and the memory.
    /// - Throws: `TimeIsUp` if the deadline came first.
    func run(
        _ count: Int, scratch: Int, _ body: @Sendable (Int, Int, Int, UnsafeMutablePointer<Double>) -> Void
    ) throws(TimeIsUp) {
        let blocks = blockCount(count)
        let end = Atomic<UInt8>(End.none)
        @Sendable func run(_ range: Range<Int>) {
            withUnsafeTemporaryAllocation(of: Double.self, capacity: max(scratch, 1)) { buffer in
                for block in range {
                    if let deadline, (block - range.lowerBound) % blocksPerLook == 0 {
                        guard end.load(ordering: .relaxed) == End.none else { return }
                        if let ending = deadline.ending {
                            return end.store(ending.isStop ? End.stop : End.timeLimit, ordering: .relaxed)
                        }
                    }
                    let start = block * blockSize
                    body(block, start, min(blockSize, count - start), buffer.baseAddress!)
                }
            }
        }
        let workers = workers(count)
        if workers > 1 {
            WorkerPool.shared.run(workers) { worker in
                run(blocks * worker / workers..<blocks * (worker + 1) / workers)
            }
        } else {
            run(0..<blocks)
        }
        switch end.load(ordering: .relaxed) {
        case End.none: return
        case End.stop: throw .stopped
        default: throw .timeLimit
        }
    }

    /// Why a loop ended early, as a number that threads can share.
    private enum End {
        static let none: UInt8 = 0
        static let timeLimit: UInt8 = 1
        static let stop: UInt8 = 2
    }

    /// Forms a value for every block and takes the values in the order of the blocks. On one thread nothing is allocated.
    ///
    /// - Parameters:
    ///   - count: the number of users.
    ///   - blank: any value.
    ///   - form: given the first user of a block and its size.
    ///   - take: given what was formed.
    /// - Throws: ``TimeIsUp`` if the deadline passes first.
    package func collect<Value: Sendable>(
        _ count: Int, blank: Value, _ form: @Sendable (Int, Int) -> Value, _ take: (Value) -> Void
    ) throws(TimeIsUp) {
        guard workers(count) > 1 else {
            var start = 0
            while start < count {
                try deadline?.check()
                take(form(start, min(blockSize, count - start)))
                start += blockSize
            }
            return
        }
        var values = [Value](repeating: blank, count: blockCount(count))
        try values.withUnsafeMutableBufferPointer { values throws(TimeIsUp) in
            nonisolated(unsafe) let values = values
            try run(count, scratch: 0) { block, start, size, _ in values[block] = form(start, size) }
        }
        for value in values { take(value) }
    }

    private func workers(_ count: Int) -> Int { count < Self.fewestUsers ? 1 : min(threads, blockCount(count)) }
}

import Dispatch
import ProcessResources

/// Runs one function over a stream on several threads; the outputs come in the order of the inputs.
///
/// The workers take groups of inputs in turn, so that taking and delivering cost little, and only so many groups are
/// under way at any time, so that memory stays bounded however long the stream is. Taking and delivering are never
/// done by two threads at once.
package struct OrderedPipeline: Sendable {
    let threads: Int
    /// The most inputs in a group.
    let groupSize: Int
    /// The most groups taken and not yet delivered.
    let window: Int

    package init(threads: Int, groupSize: Int = 32, window: Int? = nil) {
        // A window as wide as the threads that were asked for would hold a whole file of which nobody works on the rest.
        self.threads = min(threads, WorkerPool.shared.mostThreads)
        self.groupSize = groupSize
        self.window = max(window ?? 4 * self.threads, self.threads)
    }

    private struct Intake {
        var taken = 0
        var isOver = false
    }

    private struct Delivery<Output: Sendable>: Sendable {
        var next = 0
        /// Groups that are done before their turn.
        var waiting: [Int: [Output]] = [:]
        var failure: (any Error)?
    }

    /// Runs until the inputs end or a step fails; then the groups under way are dropped.
    ///
    /// - Parameters:
    ///   - weight: what an input counts towards the size of a group, at least 1.
    ///   - take: the next input, nil at the end.
    ///   - room: makes the memory that one worker works in.
    ///   - work: turns an input into an output.
    ///   - deliver: receives the outputs of a group.
    /// - Throws: the first error of `take` or `deliver`.
    package func run<Input: Sendable, Output: Sendable, Room>(
        weight: @Sendable (Input) -> Int = { _ in 1 }, take: () throws -> Input?, room: @Sendable () -> Room,
        work: @Sendable (Input, inout Room) -> Output, deliver: ([Output]) throws -> Void
    ) throws {
        let intake = Guarded(Intake())
        let delivery = Guarded(Delivery<Output>())
        let slots = DispatchSemaphore(value: window)
        // Both are only called under the lock beside them.
        nonisolated(unsafe) let take = take
        nonisolated(unsafe) let deliver = deliver

        /// The next group and its number, nil when there is none.
        @Sendable func takeGroup() -> (number: Int, inputs: [Input])? {
            intake.withLock { intake in
                guard !intake.isOver else { return nil }
                var inputs: [Input] = []
                var size = 0
                do {
                    while size < groupSize, let input = try take() {
                        size += max(weight(input), 1)
                        inputs.append(input)
                    }
                } catch {
                    intake.isOver = true
                    delivery.withLock { $0.failure = $0.failure ?? error }
                    return nil
                }
                if size < groupSize { intake.isOver = true }
                guard !inputs.isEmpty else { return nil }
                intake.taken += 1
                return (intake.taken - 1, inputs)
            }
        }

        /// Delivers a group and those that waited for it, or lets it wait; after a failure groups are dropped.
        @Sendable func finish(_ number: Int, _ outputs: [Output]) {
            let hasFailed = delivery.withLock { delivery in
                delivery.waiting[number] = outputs
                while delivery.failure == nil, let group = delivery.waiting.removeValue(forKey: delivery.next) {
                    delivery.next += 1
                    do { try deliver(group) } catch { delivery.failure = error }
                    slots.signal()
                }
                guard delivery.failure != nil else { return false }
                for _ in delivery.waiting { slots.signal() }
                delivery.waiting.removeAll()
                return true
            }
            if hasFailed { intake.withLock { $0.isOver = true } }
        }

        @Sendable func serve() {
            var room = room()
            while true {
                slots.wait()
                guard let group = takeGroup() else {
                    slots.signal()
                    return
                }
                finish(group.number, group.inputs.map { work($0, &room) })
            }
        }

        if threads == 1 {
            serve()
        } else {
            WorkerPool.shared.run(threads) { _ in serve() }
        }
        if let failure = delivery.withLock({ $0.failure }) { throw failure }
    }
}

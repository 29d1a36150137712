import Dispatch

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
        self.threads = threads
        self.groupSize = groupSize
        self.window = max(window ?? 4 * threads, threads)
    }

    private struct Intake {
        var taken = 0
        var isOver = false
    }

    /// The outputs of a group as far as they are done and not delivered.
    private struct Group<Output: Sendable>: Sendable {
        var outputs: [Output] = []
        var isComplete = false
    }

    private struct Delivery<Output: Sendable>: Sendable {
        var next = 0
        /// What is done before its turn.
        var waiting: [Int: Group<Output>] = [:]
        var failure: (any Error)?
    }

    /// Runs until the inputs end or a step fails; then the groups under way are dropped.
    ///
    /// - Parameters:
    ///   - weight: what an input counts towards the size of a group, at least 1.
    ///   - take: the next input, nil at the end.
    ///   - isAtHand: for inputs that come one by one, from somebody who may wait for an answer: true if ``take`` would
    ///     not wait. A group then ends where it would, and every output is delivered as soon as those before it are.
    ///   - room: makes the memory that one worker works in.
    ///   - work: turns an input into an output.
    ///   - deliver: receives outputs, those of a whole group unless ``isAtHand`` is given.
    /// - Throws: the first error of `take` or `deliver`.
    package func run<Input: Sendable, Output: Sendable, Room>(
        weight: @Sendable (Input) -> Int = { _ in 1 }, take: () throws -> Input?,
        isAtHand: (() throws -> Bool)? = nil, room: @Sendable () -> Room,
        work: @Sendable (Input, inout Room) -> Output, deliver: ([Output]) throws -> Void
    ) throws {
        let intake = Guarded(Intake())
        let delivery = Guarded(Delivery<Output>())
        let slots = DispatchSemaphore(value: window)
        let isEager = isAtHand != nil
        // They are only called under the lock of intake or delivery.
        nonisolated(unsafe) let take = take
        nonisolated(unsafe) let isAtHand = isAtHand ?? { true }
        nonisolated(unsafe) let deliver = deliver

        /// The next group and its number, nil when there is none.
        @Sendable func takeGroup() -> (number: Int, inputs: [Input])? {
            intake.withLock { intake in
                guard !intake.isOver else { return nil }
                var inputs: [Input] = []
                var size = 0
                do {
                    while size < groupSize, try inputs.isEmpty || isAtHand() {
                        guard let input = try take() else {
                            intake.isOver = true
                            break
                        }
                        size += max(weight(input), 1)
                        inputs.append(input)
                    }
                } catch {
                    intake.isOver = true
                    delivery.withLock { $0.failure = $0.failure ?? error }
                    return nil
                }
                guard !inputs.isEmpty else { return nil }
                intake.taken += 1
                return (intake.taken - 1, inputs)
            }
        }

        /// Delivers outputs of a group and what waited for them, or lets them wait; after a failure all are dropped.
        ///
        /// - Returns: False after a failure.
        @Sendable func finish(_ number: Int, _ outputs: [Output], isComplete: Bool) -> Bool {
            let hasFailed = delivery.withLock { delivery in
                delivery.waiting[number, default: Group()].outputs += outputs
                delivery.waiting[number]?.isComplete = isComplete
                while delivery.failure == nil, let group = delivery.waiting.removeValue(forKey: delivery.next) {
                    do { try deliver(group.outputs) } catch { delivery.failure = error }
                    guard group.isComplete else { break }
                    delivery.next += 1
                    slots.signal()
                }
                guard delivery.failure != nil else { return false }
                for _ in delivery.waiting { slots.signal() }
                delivery.waiting.removeAll()
                return true
            }
            guard hasFailed else { return true }
            intake.withLock { $0.isOver = true }
            // One worker wakes the next, since there is nothing to take.
            slots.signal()
            return false
        }

        /// Turns the inputs of a group into outputs.
        @Sendable func process(_ inputs: [Input], of number: Int, in room: inout Room) {
            guard isEager else {
                _ = finish(number, inputs.map { work($0, &room) }, isComplete: true)
                return
            }
            for (index, input) in inputs.enumerated() {
                guard finish(number, [work(input, &room)], isComplete: index == inputs.count - 1) else { return }
            }
        }

        @Sendable func serve() {
            var room = room()
            while true {
                slots.wait()
                guard let group = takeGroup() else {
                    slots.signal()
                    return
                }
                process(group.inputs, of: group.number, in: &room)
            }
        }

        if threads == 1 {
            serve()
        } else {
            DispatchQueue.concurrentPerform(iterations: threads) { _ in serve() }
        }
        if let failure = delivery.withLock({ $0.failure }) { throw failure }
    }
}

import Dispatch
import ProcessResources

/// Runs one function over a stream on several threads; the outputs come in the order of the inputs.
///
/// The caller's own thread takes the inputs and delivers the outputs, so that `take`, `isReady`, `weight` and `deliver` may
/// be closures of an actor. Only `room` and `work` run on other threads, and their types say so. Inputs are handed out in
/// groups, so that this costs little. Only so many groups are under way at any time, so that memory stays bounded however
/// long the stream is.
package struct OrderedPipeline: Sendable {
    /// The most threads that work. One is the caller's own; several are threads beside it.
    let threads: Int
    /// The most inputs in a group.
    let groupSize: Int
    /// The most groups taken and not yet delivered.
    let window: Int
    /// Asked before a thread is started. Where it says false, it is as if the system had refused the thread.
    let mayStart: @Sendable () -> Bool
    /// How long the caller waits for outputs before it asks again whether an input has come.
    private static let patience = DispatchTimeInterval.milliseconds(2)

    package init(
        threads: Int, groupSize: Int = 32, window: Int? = nil, mayStart: @escaping @Sendable () -> Bool = { true }
    ) {
        // A window as wide as the threads that were asked for would hold a whole file of which nobody works on the rest.
        self.threads = min(max(threads, 1), WorkerPool.shared.mostThreads)
        self.groupSize = groupSize
        self.window = max(window ?? 4 * self.threads, self.threads)
        self.mayStart = mayStart
    }

    /// Runs until the inputs end or a step fails; then the groups under way are dropped.
    ///
    /// - Parameters:
    ///   - weight: what an input counts towards the size of a group, at least 1.
    ///   - isReady: false if `take` might have to wait for an input. A group then ends early, and outputs are delivered
    ///     before `take` is called.
    ///   - take: the next input, nil at the end.
    ///   - room: makes the memory that one worker works in.
    ///   - work: turns an input into an output.
    ///   - deliver: receives the outputs of a group.
    /// - Throws: the first error of `isReady`, `take` or `deliver`.
    package func run<Input: Sendable, Output: Sendable, Room>(
        weight: (Input) -> Int = { _ in 1 }, isReady: () throws -> Bool = { true }, take: () throws -> Input?,
        room: @Sendable () -> Room, work: @Sendable (Input, inout Room) -> Output, deliver: ([Output]) throws -> Void
    ) throws {
        /// The next inputs, as far as they are there; the first one is waited for. Empty at the end.
        func takeGroup() throws -> [Input] {
            var inputs: [Input] = []
            var size = 0
            while size < groupSize, try inputs.isEmpty || isReady(), let input = try take() {
                size += max(weight(input), 1)
                inputs.append(input)
            }
            return inputs
        }
        guard threads > 1 else {
            var room = room()
            while case let inputs = try takeGroup(), !inputs.isEmpty { try deliver(inputs.map { work($0, &room) }) }
            return
        }
        let exchange = WorkExchange<Input, Output>()
        try WorkerThreads.run {
            var room = room()
            exchange.serve { work($0, &room) }
        } while: { startThread in
            var started = 0
            // The workers end once all is done, or as soon as a step fails.
            defer { exchange.close(workers: started) }
            var (taken, delivered) = (0, 0)
            var isOver = false
            while true {
                while let outputs = exchange.outputs(of: delivered) {
                    delivered += 1
                    try deliver(outputs)
                }
                if !isOver, taken - delivered < window, try taken == delivered || isReady() {
                    let inputs = try takeGroup()
                    isOver = inputs.isEmpty
                    guard !isOver else { continue }
                    exchange.put(inputs, as: taken)
                    taken += 1
                    if started < threads, started < taken, mayStart(), startThread() { started += 1 }
                    // Where the system allows no thread at all, the caller does the work.
                    if started == 0 {
                        var room = room()
                        exchange.workOnce { work($0, &room) }
                    }
                } else if taken == delivered {
                    return
                } else {
                    exchange.waitForOutputs(atMost: isOver || taken - delivered == window ? nil : Self.patience)
                }
            }
        }
    }
}

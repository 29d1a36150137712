import Dispatch

/// Where one thread puts groups of inputs, and others turn them into groups of outputs.
final class WorkExchange<Input: Sendable, Output: Sendable>: Sendable {
    private struct Stock {
        /// Groups in the order in which they were put here; those before `next` are gone.
        var groups: [(number: Int, inputs: [Input])] = []
        var next = 0
        /// Groups of outputs that have not been fetched.
        var outputs: [Int: [Output]] = [:]
        var isClosed = false

        mutating func takeGroup() -> (number: Int, inputs: [Input])? {
            guard !isClosed, next < groups.count else { return nil }
            let group = groups[next]
            groups[next].inputs = []
            next += 1
            if next == groups.count {
                groups.removeAll(keepingCapacity: true)
                next = 0
            }
            return group
        }
    }

    private let stock = Guarded(Stock())
    /// Counts the groups that wait for a worker, and the calls to end.
    private let work = DispatchSemaphore(value: 0)
    /// Counts the groups that have been finished.
    private let finished = DispatchSemaphore(value: 0)

    /// Hands a group to whichever worker is free first.
    func put(_ inputs: [Input], as number: Int) {
        stock.withLock { $0.groups.append((number, inputs)) }
        work.signal()
    }

    /// The outputs of a group, if it is finished; they are handed over once.
    func outputs(of number: Int) -> [Output]? {
        stock.withLock { $0.outputs.removeValue(forKey: number) }
    }

    /// Waits until another group is finished, or for a while.
    func waitForOutputs(atMost patience: DispatchTimeInterval?) {
        if let patience {
            _ = finished.wait(timeout: .now() + patience)
        } else {
            finished.wait()
        }
    }

    /// Lets the workers end, of whom there are so many; what they have not begun is left alone.
    func close(workers: Int) {
        stock.withLock { $0.isClosed = true }
        for _ in 0..<workers { work.signal() }
    }

    /// Works on groups until the exchange is closed.
    func serve(_ body: (Input) -> Output) {
        while workOnce(body) {}
    }

    /// Waits for a group and works on it.
    ///
    /// Whoever takes a group also takes its count. A count left over would wake a worker for nothing, and end it.
    ///
    /// - Returns: False if the exchange was closed.
    @discardableResult func workOnce(_ body: (Input) -> Output) -> Bool {
        work.wait()
        guard let group = stock.withLock({ $0.takeGroup() }) else { return false }
        var outputs: [Output] = []
        outputs.reserveCapacity(group.inputs.count)
        for input in group.inputs {
            guard !stock.withLock({ $0.isClosed }) else { return false }
            outputs.append(body(input))
        }
        stock.withLock { $0.outputs[group.number] = outputs }
        finished.signal()
        return true
    }
}

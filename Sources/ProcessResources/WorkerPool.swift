/// Threads that help whoever has work to share out. They are started when there is work for them, and stay.
///
/// Nothing ever waits for a helper to begin: who shares work out does whatever nobody else has taken. So where the system
/// allows the process no further thread, because of limits on processes or on memory, the work is done by fewer threads,
/// in the end by one. A queue of libdispatch would ask for its thread again every second, for ever.
package final class WorkerPool: @unchecked Sendable {
    /// The pool of the process: with its owner as many threads as there are processors, fewer where address space is short.
    package static let shared = WorkerPool(
        mostHelpers: max(min(Processors.available - 1, ThreadAllowance.helpersInAddressSpace), 1))

    /// The room that a helper has for its local variables.
    package static let stackSize = 2 << 20

    /// The most threads that one piece of work is shared out to, its owner among them.
    package let mostThreads: Int

    private let startHelper: (WorkerPool) -> Bool
    private let monitor = Monitor()
    private let workComes = Monitor.Change()
    private let workEnds = Monitor.Change()
    // What follows is touched only by whoever has locked the monitor.
    private var openWork: [SharedWork] = []
    private var errands: [@Sendable () -> Void] = []
    private var helpers = 0
    private var mostHelpers: Int

    /// A pool of its own; the threads that it starts live as long as the process.
    ///
    /// - Parameters:
    ///   - mostHelpers: how many threads it starts at most.
    ///   - startHelper: starts a thread that runs ``serve()``; false if the system refuses.
    package init(mostHelpers: Int, startHelper: @escaping (WorkerPool) -> Bool = WorkerPool.startThread) {
        mostThreads = min(mostHelpers, Processors.available - 1) + 1
        self.mostHelpers = mostHelpers
        self.startHelper = startHelper
    }

    /// Starts a thread that serves a pool; false if the system refuses.
    package static func startThread(serving pool: WorkerPool) -> Bool {
        guard let thread = PosixThread(stackSize: stackSize, { pool.serve() }) else { return false }
        thread.detach()
        return true
    }

    /// Runs a body for 0, 1, … count − 1, each once, by this thread and by helpers that are free.
    ///
    /// Returns when all of them have ended. Which thread runs which number, and how many threads there are, is not known.
    package func run(_ count: Int, _ body: @Sendable (Int) -> Void) {
        let wanted = min(count, mostThreads) - 1
        guard wanted > 0, hasHelpers(wanted) else {
            for number in 0..<count { body(number) }
            return
        }
        withoutActuallyEscaping(body) { body in
            let work = SharedWork(count, mostHelpers: wanted, body)
            monitor.lock()
            openWork.append(work)
            for _ in 0..<wanted { workComes.wakeOne() }
            monitor.unlock()
            work.take()
            monitor.lock()
            openWork.removeAll { $0 === work }
            while work.helping > 0 { monitor.wait(for: workEnds) }
            work.end()
            monitor.unlock()
        }
    }

    /// Has an errand run by a helper some time, or, if there can be none, at once by this thread.
    package func later(_ errand: @escaping @Sendable () -> Void) {
        guard hasHelpers(1) else { return errand() }
        monitor.lock()
        errands.append(errand)
        workComes.wakeOne()
        monitor.unlock()
    }

    /// Starts helpers until there are so many, or the system allows no more; false if there is none.
    ///
    /// A refusal is final: asking again and again would take as long as the work that is shared out.
    private func hasHelpers(_ wanted: Int) -> Bool {
        monitor.lock()
        defer { monitor.unlock() }
        while helpers < min(wanted, mostHelpers) {
            if startHelper(self) { helpers += 1 } else { mostHelpers = helpers }
        }
        return helpers > 0
    }

    /// What a helper does as long as the process lives.
    package func serve() -> Never {
        while true {
            monitor.lock()
            while errands.isEmpty, openWork.isEmpty { monitor.wait(for: workComes) }
            if errands.isEmpty {
                help(openWork[0])
            } else {
                let errand = errands.removeFirst()
                monitor.unlock()
                errand()
            }
        }
    }

    /// Takes part in work; called with the monitor locked, and returns with it unlocked.
    private func help(_ work: SharedWork) {
        work.helping += 1
        if work.helping == work.mostHelpers { openWork.removeAll { $0 === work } }
        monitor.unlock()
        work.take()
        monitor.lock()
        // Nothing of it is left to be taken.
        openWork.removeAll { $0 === work }
        work.helping -= 1
        if work.helping == 0 { workEnds.wakeAll() }
        monitor.unlock()
    }
}

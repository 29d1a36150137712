/// Work that waits for other programs, from code that does not.
package enum AsynchronousWork {
    /// How many threads the tasks of Swift and what they start take beside one for each processor: those that watch over
    /// programs and their streams, and the programs.
    private static let threads = 8

    /// Runs an asynchronous body to its end while this thread waits.
    ///
    /// Never to be called in a task: the threads that tasks run on would wait for one another.
    ///
    /// - Throws: What the body throws, or ``NoThreads`` where the system does not let the process have the threads that tasks
    ///   run on: they would be waited for without an end.
    package static func result<Value: Sendable>(
        of body: @escaping @Sendable () async throws -> Value
    ) throws -> Value {
        guard ThreadAllowance.permits(Processors.available + threads) else { throw NoThreads() }
        let outcome = Outcome<Value>()
        Task.detached {
            do {
                outcome.set(.success(try await body()))
            } catch {
                outcome.set(.failure(error))
            }
        }
        return try outcome.get()
    }

    /// The system does not let the process have the threads that it needs.
    package struct NoThreads: Error, CustomStringConvertible {
        /// The error in one sentence.
        package var description: String {
            "the system allows this process too few further threads or too little memory for them (see 'ulimit -u' and "
                + "'ulimit -v')"
        }
    }

    /// What a body comes to.
    private final class Outcome<Value: Sendable>: @unchecked Sendable {
        private let monitor = Monitor()
        private let hasEnded = Monitor.Change()
        private var result: Result<Value, any Error>?

        func set(_ result: Result<Value, any Error>) {
            monitor.lock()
            self.result = result
            hasEnded.wakeAll()
            monitor.unlock()
        }

        func get() throws -> Value {
            monitor.lock()
            defer { monitor.unlock() }
            while true {
                if let result { return try result.get() }
                monitor.wait(for: hasEnded)
            }
        }
    }
}

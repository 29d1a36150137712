import Dispatch

/// A thread for what blocks until another task has done something.
///
/// Tasks run on as many threads as there are processors. Where each of these waits for a task, none is left to run it.
package enum OwnThread {
    /// Runs a body on a thread of its own, and gives what it returns or throws.
    package static func result<Value: Sendable>(
        of body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { ended in
            DispatchQueue(label: "own thread").async { ended.resume(with: Result(catching: body)) }
        }
    }
}

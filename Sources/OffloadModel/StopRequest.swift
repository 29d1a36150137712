/// Whether somebody asks a computation to stop: its caller, or whoever cancels the task that it runs in.
///
/// It may be looked at by any thread that works for the computation, as ``SolveDeadline`` does between blocks of users.
package struct StopRequest: Sendable {
    /// The task is only asked whether it is cancelled, which any thread may do while the task runs.
    nonisolated(unsafe) private let task: UnsafeCurrentTask?
    private let mayContinue: (@Sendable () -> Bool)?

    private init?(task: UnsafeCurrentTask?, mayContinue: (@Sendable () -> Bool)?) {
        guard task != nil || mayContinue != nil else { return nil }
        self.task = task
        self.mayContinue = mayContinue
    }

    /// True once a stop was asked for.
    package var isMade: Bool {
        if let task, task.isCancelled { return true }
        return mayContinue.map { !$0() } ?? false
    }

    /// Runs a computation with what may stop it: nil if nothing can, outside of tasks and without a question.
    ///
    /// The request must not leave the body, for the task is only certain to exist until then.
    ///
    /// - Parameter mayContinue: asked on any thread; once it has answered false it must not answer true again.
    package static func watching<Value, Failure: Error>(
        while mayContinue: (@Sendable () -> Bool)? = nil, _ body: (StopRequest?) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        // The standard library's function knows no typed errors.
        let outcome: Result<Value, Failure> = withUnsafeCurrentTask { task in
            do throws(Failure) {
                return .success(try body(StopRequest(task: task, mayContinue: mayContinue)))
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }
}

import ProcessResources

/// Threads that live no longer than the call that starts them.
///
/// They are threads of their own rather than those of a pool: a pool that is busy elsewhere may never lend one, and the caller
/// could not tell a thread that works from one that has not begun.
enum WorkerThreads {
    /// Runs `main` on this thread, which may start threads that run `work`, and waits for all of them.
    ///
    /// - Parameters:
    ///   - work: what each thread runs. Once `main` has ended, it must end, too.
    ///   - main: given a function that starts one more thread, and returns false if the system allows none.
    static func run(_ work: @Sendable () -> Void, while main: (() -> Bool) throws -> Void) rethrows {
        try withoutActuallyEscaping(work) { work in
            var threads: [PosixThread] = []
            defer { for thread in threads { thread.join() } }
            try main {
                guard let thread = PosixThread(stackSize: WorkerPool.stackSize, work) else { return false }
                threads.append(thread)
                return true
            }
        }
    }
}

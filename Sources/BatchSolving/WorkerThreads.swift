#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Threads that live no longer than the call that starts them.
///
/// They are threads of their own rather than those of a pool: a pool that is busy elsewhere may never lend one, and the caller
/// could not tell a thread that works from one that has not begun.
enum WorkerThreads {
    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    /// Runs `main` on this thread, which may start threads that run `work`, and waits for all of them.
    ///
    /// - Parameters:
    ///   - work: what each thread runs. Once `main` has ended, it must end, too.
    ///   - main: given a function that starts one more thread, and returns false if the system allows none.
    static func run(_ work: @Sendable () -> Void, while main: (() -> Bool) throws -> Void) rethrows {
        try withoutActuallyEscaping(work) { work in
            var threads: [pthread_t] = []
            defer { for thread in threads { pthread_join(thread, nil) } }
            try main {
                guard let thread = start(Body(work)) else { return false }
                threads.append(thread)
                return true
            }
        }
    }

    /// A new thread, nil if the system allows no more.
    private static func start(_ body: Body) -> pthread_t? {
        let argument = Unmanaged.passRetained(body)
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        let status = pthread_create(
            &thread, nil,
            { argument in
                let argument: UnsafeMutableRawPointer? = argument
                Unmanaged<Body>.fromOpaque(argument!).takeRetainedValue().run()
                return nil
            }, argument.toOpaque())
        guard status == 0 else {
            argument.release()
            return nil
        }
        return thread
    }
}

import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Ctrl-C and SIGTERM as a flag that the iteration handler reads, so that the best plan so far is still written.
///
/// A second signal ends the process at once.
enum InterruptSignal {
    private static let raised = Atomic<Bool>(false)

    /// Starts to listen. Until then a signal ends the process, for there is no plan to save.
    static func install() {
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                if InterruptSignal.raised.exchange(true, ordering: .relaxed) { _exit(128 + number) }
            }
        }
    }

    /// Makes a pipe whose reader has gone and a file that grows beyond a limit errors of `write` instead of signals
    /// that end the process in the middle of it, and lets signals in that the parent blocked: programs that start this one from a thread of libdispatch do so unawares.
    static func prepare() {
        for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) }
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM] { sigaddset(&signals, number) }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    /// True once a signal has come.
    static var hasCome: Bool { raised.load(ordering: .relaxed) }
}

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
    /// that end the process in the middle of it, and lets signals in that the parent blocked: programs that start this
    /// one from a thread of libdispatch do so unawares.
    ///
    /// A standard stream that the parent closed is put back as one that cannot be used, so that no file opened later takes
    /// its number and receives what is meant for the stream.
    static func prepare() {
        for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) == -1 {
            _ = open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
        for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) }
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM] { sigaddset(&signals, number) }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    /// True once a signal has come.
    static var hasCome: Bool { raised.load(ordering: .relaxed) }
}

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

    /// Starts to listen.
    static func install() {
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                if InterruptSignal.raised.exchange(true, ordering: .relaxed) { _exit(128 + number) }
            }
        }
        ignoreBrokenPipes()
    }

    /// Makes a pipe whose reader has gone an error of `write` instead of a signal that ends the process.
    static func ignoreBrokenPipes() {
        signal(SIGPIPE, SIG_IGN)
    }

    /// True once a signal has come.
    static var hasCome: Bool { raised.load(ordering: .relaxed) }
}

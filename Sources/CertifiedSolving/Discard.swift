import Dispatch

/// Memory that nobody needs any more.
enum Discard {
    /// Gives memory back on another thread. The system takes tens of milliseconds for some hundreds of megabytes, by
    /// which a solve under a time limit would be late.
    static func later(_ memory: consuming some Sendable) {
        DispatchQueue.global(qos: .utility).async { [memory] in withExtendedLifetime(memory) {} }
    }
}

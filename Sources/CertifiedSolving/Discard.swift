import ProcessResources

/// Memory that nobody needs any more.
enum Discard {
    /// Gives memory back on another thread, or on this one where there can be no other. The system takes tens of milliseconds for some hundreds of megabytes, by
    /// which a solve under a time limit would be late.
    static func later(_ memory: consuming some Sendable) {
        WorkerPool.shared.later { [memory] in withExtendedLifetime(memory) {} }
    }
}

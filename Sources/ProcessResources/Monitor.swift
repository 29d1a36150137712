#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A lock, and places to wait for changes of what it guards.
///
/// Those of POSIX and not the standard library's, which on Linux locks by system calls that ThreadSanitizer does not see.
final class Monitor: @unchecked Sendable {
    /// What can be waited for while a monitor is locked.
    final class Change: @unchecked Sendable {
        fileprivate let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

        init() {
            let status = pthread_cond_init(condition, nil)
            precondition(status == 0, "no condition variable: error \(status)")
        }

        deinit {
            pthread_cond_destroy(condition)
            condition.deallocate()
        }

        /// Wakes one of those who wait.
        func wakeOne() { pthread_cond_signal(condition) }

        /// Wakes all who wait.
        func wakeAll() { pthread_cond_broadcast(condition) }
    }

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

    init() {
        let status = pthread_mutex_init(mutex, nil)
        precondition(status == 0, "no mutex: error \(status)")
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func lock() { pthread_mutex_lock(mutex) }
    func unlock() { pthread_mutex_unlock(mutex) }

    /// Unlocks, waits for a change, and locks again; may return without one.
    func wait(for change: Change) { pthread_cond_wait(change.condition, mutex) }
}

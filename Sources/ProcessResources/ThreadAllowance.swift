/// How many threads the system still lets the process start.
package enum ThreadAllowance {
    /// How many helpers a limit on address space has room for: each has 128 MB to itself.
    static var helpersInAddressSpace: Int { ResourceLimit.addressSpace.map { $0 >> 27 } ?? .max }

    /// True if so many more threads can run at a time, which is found by starting them; they end at once.
    ///
    /// To be asked before anything that waits for ever for a thread that cannot be had, as libdispatch and the tasks of Swift
    /// do. Other processes of the same user may take what was found a moment later.
    package static func permits(_ count: Int) -> Bool {
        let gate = Monitor()
        var threads: [PosixThread] = []
        gate.lock()
        while threads.count < count {
            guard
                let thread = PosixThread({
                    // Held by the asker until all of them are there.
                    gate.lock()
                    gate.unlock()
                })
            else { break }
            threads.append(thread)
        }
        gate.unlock()
        for thread in threads { thread.join() }
        return threads.count == count
    }
}

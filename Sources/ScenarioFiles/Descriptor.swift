#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reading and writing through an open descriptor, in spite of signals and of descriptors that do not wait.
package enum Descriptor {
    /// True if a descriptor is open for writing.
    package static func takesBytes(_ descriptor: Int32) -> Bool {
        let flags = fcntl(descriptor, F_GETFL)
        return flags != -1 && flags & O_ACCMODE != O_RDONLY
    }

    /// Writes all bytes.
    ///
    /// - Parameter path: what the error calls the file.
    /// - Throws: ``FileError``.
    package static func write(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(FileError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                retried(descriptor, waitingFor: POLLOUT) {
                    #if canImport(Glibc)
                        Glibc.write(descriptor, buffer.baseAddress! + written, buffer.count - written)
                    #else
                        Darwin.write(descriptor, buffer.baseAddress! + written, buffer.count - written)
                    #endif
                }
            }
            guard count >= 0 else { throw FileError(.write, path: path, code: errno) }
            written += count
        }
    }

    /// Repeats a system call that a signal interrupted, or that a descriptor which does not wait was not ready for.
    static func retried(_ descriptor: Int32, waitingFor event: Int32, _ call: () -> Int) -> Int {
        while true {
            let result = call()
            if result >= 0 { return result }
            switch errno {
            case EINTR: continue
            case EAGAIN:
                var request = pollfd(fd: descriptor, events: Int16(event), revents: 0)
                _ = poll(&request, 1, -1)
            default: return result
            }
        }
    }
}

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A text in a file without a name from which a program can read it.
///
/// A pipe would do as well, were it not that a program which ends without reading it sends the signal SIGPIPE, the end
/// of every process that has not provided for it.
struct NamelessFile {
    /// Where the program reads; the caller closes it.
    let descriptor: FileDescriptor

    /// Writes a text and goes back to its start.
    ///
    /// - Throws: `Errno` if there is no room.
    init(_ text: String) throws {
        guard let file = tmpfile() else { throw Errno(rawValue: errno) }
        defer { fclose(file) }
        let number = fcntl(fileno(file), F_DUPFD_CLOEXEC, 0)
        guard number >= 0 else { throw Errno(rawValue: errno) }
        descriptor = FileDescriptor(rawValue: number)
        do {
            try descriptor.writeAll(text.utf8)
            try descriptor.seek(offset: 0, from: .start)
        } catch {
            try? descriptor.close()
            throw error
        }
    }
}

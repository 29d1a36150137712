#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Device and number of a file: tells whether two paths name one file, through links as well.
public struct FileIdentity: Equatable, Sendable {
    private let device: UInt64
    private let file: UInt64
    /// True for a regular file; pipes, devices and directories are read and written at once without harm, or refused
    /// anyway.
    public let isRegular: Bool

    /// The identity of a file whose status is known.
    package init(_ status: stat) {
        device = UInt64(truncatingIfNeeded: status.st_dev)
        file = UInt64(truncatingIfNeeded: status.st_ino)
        isRegular = status.st_mode & S_IFMT == S_IFREG
    }

    /// The file that a path names, `-` for standard input; nil for what does not exist.
    public init?(path: String) {
        var status = stat()
        guard (path == "-" ? fstat(STDIN_FILENO, &status) : stat(path, &status)) == 0 else { return nil }
        self.init(status)
    }
}

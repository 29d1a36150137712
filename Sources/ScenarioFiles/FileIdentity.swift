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
    /// True for a device, which takes what is written to it from any number of sides.
    let isDevice: Bool

    /// The identity of a file whose status is known.
    package init(_ status: stat) {
        device = UInt64(truncatingIfNeeded: status.st_dev)
        file = UInt64(truncatingIfNeeded: status.st_ino)
        isRegular = status.st_mode & S_IFMT == S_IFREG
        isDevice = [S_IFCHR, S_IFBLK].contains(status.st_mode & S_IFMT)
    }

    /// The file that the path of an input names, or the one behind an ``OpenStream``, `-` being standard input; nil for what does
    /// not exist.
    public init?(path: String) {
        if let stream = OpenStream(input: path) {
            self.init(descriptor: stream.descriptor)
        } else {
            self.init(file: path)
        }
    }

    /// The file behind a descriptor, nil if it is not open.
    init?(descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    /// The file that a path names, nil for what does not exist.
    init?(file path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }
}

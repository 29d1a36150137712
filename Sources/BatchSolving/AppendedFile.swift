import ScenarioFiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that grows by whole lines; what it holds survives the end of the process at any moment.
///
/// Lines are appended in one piece as far as the system allows and flushed to the disk from time to time. A kill can
/// cut the last line short; ``dropPartialLine(after:)`` removes it.
final class AppendedFile {
    private let path: String
    private let descriptor: Int32
    /// True for a stream that was open before, which is not closed here.
    private let isStream: Bool
    private var unflushed = 0
    private static let flushSize = 1 << 24

    /// True for a regular file, which can be continued; false for standard output, pipes and devices.
    let isContinuable: Bool
    let identity: FileIdentity

    /// Opens or creates a file for this process alone; `-` is standard output, and an `OpenStream` is written to as it is.
    ///
    /// - Throws: ``FileError``, or ``BatchError/outputInUse(path:)``.
    init(path: String) throws {
        self.path = path
        let stream = OpenStream(output: path)
        isStream = stream != nil
        descriptor = stream?.descriptor ?? open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
        guard !isStream || Descriptor.takesBytes(descriptor) else { throw FileError(.write, path: path, code: EBADF) }
        guard descriptor >= 0 else { throw FileError(.write, path: path, code: errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError(.write, path: path, code: errno) }
        isContinuable = !isStream && status.st_mode & S_IFMT == S_IFREG
        identity = FileIdentity(status)
        guard !isContinuable || flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw BatchError.outputInUse(path: path)
        }
    }

    deinit {
        guard !isStream, descriptor >= 0 else { return }
        // A process that is just being started may hold a copy of the descriptor, and with it the lock, until it begins.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Cuts the file to its first bytes, which end with a line.
    func dropPartialLine(after size: Int) throws(FileError) {
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw FileError(.write, path: path, code: errno) }
    }

    /// Appends lines, newlines included.
    func append(_ bytes: [UInt8]) throws(FileError) {
        try Descriptor.write(bytes, to: descriptor, path: path)
        unflushed += bytes.count
        if unflushed >= Self.flushSize { try flush() }
    }

    /// Brings everything to the disk.
    func flush() throws(FileError) {
        guard isContinuable, unflushed > 0 else { return }
        guard fsync(descriptor) == 0 else { throw FileError(.write, path: path, code: errno) }
        unflushed = 0
    }
}

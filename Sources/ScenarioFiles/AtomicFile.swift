#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writing of whole files, in one piece or not at all.
public enum AtomicFile {
    /// Takes the next bytes of the file.
    public typealias Sink = ([UInt8]) throws -> Void

    /// Writes a file that appears under its name only once it is complete; `-` is standard output.
    ///
    /// The bytes go to a new file in the same directory, which is flushed to the disk and then renamed. If
    /// anything fails, the body included, the new file is removed and an old file of that name is untouched.
    /// A link is followed; a device or a pipe is written to directly, for it cannot be replaced.
    ///
    /// - Throws: ``FileError``, and whatever the body throws.
    public static func write(path: String, _ body: (@escaping Sink) throws -> Void) throws {
        guard path != "-" else { return try body { try write($0, to: STDOUT_FILENO, path: path) } }
        var status = stat()
        let exists = stat(path, &status) == 0
        guard exists else { return try replace(path, mode: nil, reportedAs: path, body) }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: throw FileError(.write, path: path, code: EISDIR)
        case S_IFREG:
            guard let resolved = realpath(path, nil) else { throw FileError(.write, path: path, code: errno) }
            defer { free(resolved) }
            try replace(String(cString: resolved), mode: status.st_mode & 0o777, reportedAs: path, body)
        default:
            let descriptor = open(path, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw FileError(.write, path: path, code: errno) }
            defer { close(descriptor) }
            try body { try write($0, to: descriptor, path: path) }
        }
    }

    /// Writes bytes that are all at hand.
    ///
    /// - Throws: ``FileError``.
    public static func write(_ bytes: [UInt8], path: String) throws {
        try write(path: path) { sink in try sink(bytes) }
    }

    private static func replace(
        _ path: String, mode: mode_t?, reportedAs name: String, _ body: (@escaping Sink) throws -> Void
    ) throws {
        let (temporary, descriptor) = try create(beside: path, reportedAs: name)
        do {
            do {
                defer { close(descriptor) }
                if let mode { fchmod(descriptor, mode) }
                try body { try write($0, to: descriptor, path: name) }
                guard fsync(descriptor) == 0 else { throw FileError(.write, path: name, code: errno) }
            }
            guard rename(temporary, path) == 0 else { throw FileError(.write, path: name, code: errno) }
        } catch {
            unlink(temporary)
            throw error
        }
        flushDirectory(of: path)
    }

    /// Creates a new file of an unused name in the directory of a path.
    private static func create(
        beside path: String, reportedAs name: String
    ) throws(FileError) -> (path: String, descriptor: Int32) {
        let slash = path.lastIndex(of: "/")
        let directory = slash.map { path[...$0] } ?? ""
        let file = slash.map { path[path.index(after: $0)...] } ?? path[...]
        for attempt in 0..<1000 {
            let candidate = "\(directory).\(file.prefix(100)).\(getpid())-\(attempt).tmp"
            let descriptor = open(candidate, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if descriptor >= 0 { return (candidate, descriptor) }
            guard errno == EEXIST else { throw FileError(.write, path: name, code: errno) }
        }
        throw FileError(.write, path: name, code: EEXIST)
    }

    /// Makes the renaming last through a power failure; file systems that cannot are forgiven, the data is there.
    private static func flushDirectory(of path: String) {
        let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(FileError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                InputFile.retried {
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
}

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
    /// A link is followed, also to a file that is not there yet. A file that may not be written to is not replaced either. A device or
    /// a pipe is written to directly, for it cannot be replaced, and so is an ``OpenStream``.
    ///
    /// - Throws: ``FileError``, and whatever the body throws.
    public static func write(path: String, _ body: (@escaping Sink) throws -> Void) throws {
        switch try OutputPlace(path) {
        case .stream(let descriptor): try body { try Descriptor.write($0, to: descriptor, path: path) }
        case .opened(let target):
            let descriptor = open(target, O_WRONLY | O_APPEND | O_CLOEXEC)
            guard descriptor >= 0 else { throw FileError(.write, path: path, code: errno) }
            defer { close(descriptor) }
            try body { try Descriptor.write($0, to: descriptor, path: path) }
        case .file(let target, let mode): try replace(target, mode: mode, reportedAs: path, body)
        }
    }

    /// Checks that ``write(path:_:)`` is likely to work, for use before a long computation. Writes nothing.
    ///
    /// - Throws: ``FileError`` for a directory, for a file that may not be written to, for a stream that is not open, and where a
    ///   directory is missing or may not be written to.
    public static func expectWritable(path: String) throws(FileError) {
        try OutputPlace(path).expectWritable(reportedAs: path)
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
                try body { try Descriptor.write($0, to: descriptor, path: name) }
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
        let (folder, file) = PathEnd.split(path)
        // As many bytes as leave room for the rest of the name.
        let beginning = String(decoding: file.utf8.prefix(100), as: UTF8.self)
        for attempt in 0..<1000 {
            let candidate = "\(folder).\(beginning).\(getpid())-\(attempt).tmp"
            let descriptor = open(candidate, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if descriptor >= 0 { return (candidate, descriptor) }
            guard errno == EEXIST else { throw FileError(.write, path: name, code: errno) }
        }
        throw FileError(.write, path: name, code: EEXIST)
    }

    /// Makes the renaming last through a power failure; file systems that cannot are forgiven, the data is there.
    private static func flushDirectory(of path: String) {
        let descriptor = open(OutputPlace.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}

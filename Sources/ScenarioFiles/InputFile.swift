#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reading of whole files.
public enum InputFile {
    /// All bytes of a file; `-` is standard input.
    ///
    /// - Throws: ``FileError`` for a file that is missing, a directory, or may not be read.
    public static func bytes(path: String) throws(FileError) -> [UInt8] {
        guard path != "-" else { return try bytes(descriptor: STDIN_FILENO, path: path) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(.read, path: path, code: errno) }
        defer { close(descriptor) }
        return try bytes(descriptor: descriptor, path: path)
    }

    private static func bytes(descriptor: Int32, path: String) throws(FileError) -> [UInt8] {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError(.read, path: path, code: errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw FileError(.read, path: path, code: EISDIR) }
        // One byte more than the file has shows its end without another allocation; pipes have no size.
        var bytes = [UInt8](repeating: 0, count: max(Int(status.st_size) + 1, 1 << 16))
        var filled = 0
        while true {
            let count = bytes.withUnsafeMutableBytes { buffer in
                Self.retried { read(descriptor, buffer.baseAddress! + filled, buffer.count - filled) }
            }
            guard count >= 0 else { throw FileError(.read, path: path, code: errno) }
            guard count > 0 else { break }
            filled += count
            if filled == bytes.count { bytes.append(contentsOf: repeatElement(0, count: bytes.count)) }
        }
        bytes.removeLast(bytes.count - filled)
        return bytes
    }

    /// Repeats a system call that a signal interrupted.
    static func retried(_ call: () -> Int) -> Int {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }
}

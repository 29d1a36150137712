#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reading of whole files.
public enum InputFile {
    /// All bytes of a file; `-` is standard input, and an ``OpenStream`` is read from where it stands.
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - limit: where to stop; whoever gets more bytes than that has not got all of them.
    /// - Throws: ``FileError`` for a file that is missing, a directory, or may not be read.
    public static func bytes(path: String, limit: Int = 1 << 62) throws -> [UInt8] {
        try text(path: path, limit: limit, by: nil)
    }

    /// All bytes of a document; `-` is standard input.
    ///
    /// Nonsense is refused before all of it is in memory: of a large file the beginning, and its very end, are looked
    /// at first.
    ///
    /// - Parameter reading: reads a whole text, and throws what is wrong with it.
    /// - Throws: ``FileError`` for a file that is missing, a directory, or may not be read; ``ScenarioError``, or what
    ///   `reading` throws, for a text that cannot be used.
    static func text(
        path: String, limit: Int = 1 << 62, by reading: (([UInt8]) throws -> Void)?
    ) throws -> [UInt8] {
        if let stream = OpenStream(input: path) {
            return try text(descriptor: stream.descriptor, path: path, limit: limit, by: reading)
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(.read, path: path, code: errno) }
        defer { close(descriptor) }
        return try text(descriptor: descriptor, path: path, limit: limit, by: reading)
    }

    private static func text(
        descriptor: Int32, path: String, limit: Int, by reading: (([UInt8]) throws -> Void)?
    ) throws -> [UInt8] {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError(.read, path: path, code: errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw FileError(.read, path: path, code: EISDIR) }
        let isRegular = status.st_mode & S_IFMT == S_IFREG
        let size = isRegular ? Int(status.st_size) : 0
        let limit = min(max(limit, 0), 1 << 62)
        var bytes = [UInt8](repeating: 0, count: min(max(size + 1, 1 << 16), TextHead.threshold))
        var filled = 0
        while true {
            let count = bytes.withUnsafeMutableBytes { buffer in
                Descriptor.retried(descriptor, waitingFor: POLLIN) {
                    read(descriptor, buffer.baseAddress! + filled, buffer.count - filled)
                }
            }
            guard count >= 0 else { throw FileError(.read, path: path, code: errno) }
            filled += count
            guard count > 0, filled <= limit else { break }
            guard filled == bytes.count else { continue }
            if let reading, filled == TextHead.threshold {
                try TextHead.check(bytes[...], by: reading)
                if isRegular { try checkEnd(descriptor: descriptor, size: size) }
            }
            // One byte more than the file has shows its end without another allocation; pipes have no size.
            let wanted = min(max(size + 1, 2 * filled), limit + 1)
            // What has been read is copied, and stands beside its copy for a moment.
            if let limit = MemoryAllowance.limit(against: wanted + filled) {
                throw ScenarioError(
                    field: "the document", value: "a text of \(max(size, filled)) bytes or more",
                    allowed: "one that fits into memory: \(limit.name) leaves \(MemoryAllowance.words(limit.bytes))")
            }
            bytes.append(contentsOf: repeatElement(0, count: wanted - filled))
        }
        bytes.removeLast(bytes.count - filled)
        return bytes
    }

    /// Looks at the last byte of a large file that is not white space: a document ends with a brace.
    private static func checkEnd(descriptor: Int32, size: Int) throws(ScenarioError) {
        var end = [UInt8](repeating: 0, count: 4096)
        let count = end.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, off_t(size - $0.count)) }
        guard count == end.count, let last = end.last(where: { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }) else { return }
        guard last == UInt8(ascii: "}") else {
            throw ScenarioError(
                field: "the document",
                value: "a text of \(size) bytes that ends with the byte 0x" + (last < 16 ? "0" : "")
                    + String(last, radix: 16), allowed: "a text that ends with '}'")
        }
    }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a path names once the symbolic links at its end are followed.
///
/// They are followed here and not by the system, for two reasons. A link can lead to a file that is not there yet. And the system
/// follows `/dev/stdout` on to the file behind the stream.
enum PathEnd: Equatable {
    /// A stream of this process, by its descriptor.
    case stream(Int32)
    /// A stream of another process, by its path under `/proc`.
    case foreignStream(String)
    /// Anything else: the folder, as text that ends with a slash or is empty, and the name in it.
    case entry(folder: String, name: String)

    /// As many links in a row as Linux follows.
    private static let mostLinks = 40

    /// Follows a path.
    ///
    /// - Throws: ``FileError`` for links that lead in a circle or to a name that is not UTF-8.
    init(_ path: String) throws(FileError) {
        var rest = path
        for _ in 0...Self.mostLinks {
            if let descriptor = Self.standardStreams[rest] {
                self = .stream(descriptor)
                return
            }
            let (folder, name) = Self.split(rest)
            if let stream = Self.stream(name, in: folder) {
                self = stream
                return
            }
            guard let target = Self.target(of: rest) else {
                self = .entry(folder: folder, name: name)
                return
            }
            guard let text = String(validating: target, as: UTF8.self) else {
                throw FileError(.write, path: path, code: EILSEQ)
            }
            rest = text.utf8.first == UInt8(ascii: "/") ? text : folder + text
        }
        throw FileError(.write, path: path, code: ELOOP)
    }

    /// The folder of a path, which ends with a slash or is empty, and the name in it.
    ///
    /// By bytes: a slash and an accent that combines with it are one character.
    static func split(_ path: String) -> (folder: String, name: String) {
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let start = slash.map { path.utf8.index(after: $0) } ?? path.startIndex
        return (String(path[..<start]), String(path[start...]))
    }

    // MARK: Streams

    /// Names that hold even where the system does not have them.
    private static let standardStreams: [String: Int32] = [
        "/dev/stdin": STDIN_FILENO, "/dev/stdout": STDOUT_FILENO, "/dev/stderr": STDERR_FILENO,
    ]

    /// The stream that a number in a folder is, nil if it is none.
    private static func stream(_ name: String, in folder: String) -> PathEnd? {
        guard let number = Int32(name), number >= 0, "\(number)" == name else { return nil }
        let parts = (realPath(folder.isEmpty ? "." : folder) ?? folder).split(separator: "/").map(String.init)
        if parts == ["dev", "fd"] { return .stream(number) }
        // Those of a process are in /proc/PID/fd, and once more in /proc/PID/task/THREAD/fd.
        guard parts.first == "proc", parts.last == "fd", parts.count == 3 || parts.count == 5 && parts[2] == "task"
        else { return nil }
        let own = target(of: "/proc/self").map { String(decoding: $0, as: UTF8.self) } ?? "\(getpid())"
        let isOwn = ["self", "thread-self", own].contains(parts[1])
        return isOwn ? .stream(number) : .foreignStream(folder + name)
    }

    // MARK: The system's answers

    /// Where a symbolic link leads, nil for what is none.
    private static func target(of path: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = bytes.withUnsafeMutableBytes { buffer -> Int in
            guard let start = buffer.bindMemory(to: CChar.self).baseAddress else { return 0 }
            return readlink(path, start, buffer.count)
        }
        return count > 0 ? Array(bytes.prefix(count)) : nil
    }

    private static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(validatingCString: resolved)
    }
}

import ScenarioFiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder of its own for one test, removed with everything in it.
final class TemporaryFolder {
    /// The absolute path, without links.
    let path: String

    init() {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/stepwell-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template), let real = realpath(made, nil) else { fatalError("no temporary folder") }
        path = String(cString: real)
        free(real)
    }

    deinit { Self.remove(path) }

    private static func remove(_ path: String) {
        for name in names(in: path) { remove("\(path)/\(name)") }
        if unlink(path) != 0 { rmdir(path) }
    }

    /// The names of everything in it, hidden files included.
    var contents: [String] { Self.names(in: path).sorted() }

    /// What a folder holds; nothing for what is none, or for a link.
    static func names(in path: String) -> [String] {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, let directory = opendir(path) else {
            return []
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// The absolute path of an entry.
    func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

    /// Makes a file.
    func write(_ text: String, to name: String) throws { try AtomicFile.write(text.bytes, path: self(name)) }

    /// What a file holds.
    func text(of name: String) throws -> String {
        String(decoding: try InputFile.bytes(path: self(name)), as: UTF8.self)
    }
}

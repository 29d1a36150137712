#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Folders for files that belong together.
public enum OutputFolder {
    /// Checks that ``create(path:)`` and writing there are likely to work, for use before a long computation. Writes
    /// nothing.
    ///
    /// - Throws: ``FileError`` where something other than a folder is in the way or a folder may not be written to.
    public static func expectWritable(path: String) throws(FileError) {
        guard !path.isEmpty else { throw FileError(.write, path: path, code: ENOENT) }
        var folder = path
        while true {
            var status = stat()
            if stat(folder, &status) == 0 {
                guard status.st_mode & S_IFMT == S_IFDIR else { throw FileError(.write, path: path, code: ENOTDIR) }
                guard access(folder, W_OK | X_OK) == 0 else { throw FileError(.write, path: path, code: errno) }
                return
            }
            guard errno == ENOENT, let parent = parent(of: folder) else {
                throw FileError(.write, path: path, code: errno)
            }
            folder = parent
        }
    }

    /// Makes a folder, and those that it is to be in, where they are missing.
    ///
    /// - Throws: ``FileError``.
    public static func create(path: String) throws(FileError) {
        if mkdir(path, 0o777) == 0 { return }
        switch errno {
        case EEXIST:
            var status = stat()
            guard stat(path, &status) == 0 else { throw FileError(.write, path: path, code: errno) }
            guard status.st_mode & S_IFMT == S_IFDIR else { throw FileError(.write, path: path, code: ENOTDIR) }
        case ENOENT where parent(of: path) != nil && parent(of: path) != ".":
            try create(path: parent(of: path) ?? ".")
            guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw FileError(.write, path: path, code: errno) }
        default:
            throw FileError(.write, path: path, code: errno)
        }
    }

    /// Removes a file; one that is not there is no error.
    ///
    /// - Throws: ``FileError``.
    package static func remove(file path: String) throws(FileError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw FileError(.write, path: path, code: errno) }
    }

    /// The folder that a path is in, nil for `.` and `/`.
    private static func parent(of path: String) -> String? {
        var rest = path[...]
        while rest.count > 1, rest.last == "/" { rest.removeLast() }
        guard rest != "/", rest != "." else { return nil }
        guard let slash = rest.lastIndex(of: "/") else { return "." }
        return slash == rest.startIndex ? "/" : String(rest[..<slash])
    }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// How an output is written, by what its path leads to.
enum OutputPlace {
    /// Through a descriptor that is open.
    case stream(Int32)
    /// By opening what is there: a device, a pipe, or a stream of another process cannot be replaced.
    case opened(path: String)
    /// By a new file in the place of an old one with these permissions, or where there is none yet.
    case file(path: String, mode: mode_t?)

    /// Finds out how a path is written to; `-` is standard output.
    ///
    /// - Throws: ``FileError`` for a folder, for a file that may not be written to, and for a path that leads nowhere.
    init(_ path: String) throws(FileError) {
        guard !path.isEmpty else { throw FileError(.write, path: path, code: ENOENT) }
        let target: String
        switch path == "-" ? .stream(STDOUT_FILENO) : try PathEnd(path) {
        case .stream(let descriptor):
            guard Descriptor.takesBytes(descriptor) else { throw FileError(.write, path: path, code: EBADF) }
            self = .stream(descriptor)
            return
        case .foreignStream(let link):
            self = .opened(path: link)
            return
        case .entry(let folder, let name): target = folder + name
        }
        var status = stat()
        guard stat(target, &status) == 0 else {
            // A name is made where there is none; a path that ends with a slash is that of a folder.
            guard errno == ENOENT, target.utf8.last != UInt8(ascii: "/") else {
                throw FileError(.write, path: path, code: errno)
            }
            self = .file(path: target, mode: nil)
            return
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: throw FileError(.write, path: path, code: EISDIR)
        case S_IFREG:
            // A new file could take the place of one that is protected, for that the folder's permission is enough.
            guard Self.isWritable(target) else { throw FileError(.write, path: path, code: errno) }
            self = .file(path: target, mode: status.st_mode & 0o777)
        default: self = .opened(path: target)
        }
    }

    /// True if the rights that count for opening a file are enough to write to it; the reason is in `errno` otherwise.
    private static func isWritable(_ path: String) -> Bool { faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0 }

    /// Checks that writing is likely to work, as far as the system tells without it.
    ///
    /// - Throws: ``FileError``.
    func expectWritable(reportedAs name: String) throws(FileError) {
        switch self {
        case .stream: return
        case .opened(let path):
            guard Self.isWritable(path) else { throw FileError(.write, path: name, code: errno) }
        case .file(let path, let mode):
            let folder = Self.folder(of: path)
            guard faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) == 0 else {
                throw FileError(.write, path: name, code: errno)
            }
            guard mode == nil || Self.mayReplace(path, in: folder) else {
                throw FileError(.write, path: name, code: EPERM)
            }
        }
    }

    /// False in a folder such as `/tmp`, where a file can be replaced by its owner and the folder's alone.
    private static func mayReplace(_ path: String, in folder: String) -> Bool {
        var (file, place) = (stat(), stat())
        guard stat(path, &file) == 0, stat(folder, &place) == 0, place.st_mode & S_ISVTX != 0 else { return true }
        return [0, file.st_uid, place.st_uid].contains(geteuid())
    }

    /// The folder of a path, as a path of its own.
    static func folder(of path: String) -> String {
        let folder = PathEnd.split(path).folder
        return folder.isEmpty ? "." : folder
    }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Which file a path names, whether it is there or not: the file itself, or the folder and the name in it.
struct FilePlace {
    /// The path as given.
    let path: String
    /// The number of a stream of this process, nil for anything else.
    let descriptor: Int32?
    /// What is there, nil for nothing.
    let identity: FileIdentity?
    /// The folder, by path and identity, and the name in it; nil for a stream.
    private let entry: (path: String, folder: FileIdentity, name: String)?

    /// The place that the path of an output names, `-` being standard output.
    init(output path: String) { self.init(path, dash: STDOUT_FILENO) }

    /// The place that the path of an input names, `-` being standard input.
    init(input path: String) { self.init(path, dash: STDIN_FILENO) }

    private init(_ path: String, dash: Int32) {
        self.path = path
        switch path == "-" ? .stream(dash) : try? PathEnd(path) {
        case .stream(let number):
            (descriptor, entry) = (number, nil)
            identity = FileIdentity(descriptor: number)
        case .foreignStream(let link):
            (descriptor, entry) = (nil, nil)
            identity = FileIdentity(file: link)
        case .entry(let folder, let name):
            descriptor = nil
            identity = FileIdentity(file: folder + name)
            entry = FileIdentity(file: folder.isEmpty ? "." : folder).map { (folder, $0, name) }
        case nil:
            // Links in a circle: there is nothing, and nothing can be made.
            (descriptor, identity, entry) = (nil, nil, nil)
        }
    }

    /// True if both places are one file, whether it is there or not.
    ///
    /// A name is compared even where files are there: some file systems show one file as two under two of its names.
    func isSameFile(as other: FilePlace) -> Bool {
        if let identity, identity == other.identity { return true }
        guard let entry, let another = other.entry, entry.folder == another.folder else { return false }
        return Self.isOneName(entry.name, another.name, in: entry.path)
    }

    /// True if what is written to both places ends up in one file, where one would spoil the other.
    ///
    /// Devices take whatever comes, and so do a terminal and a pipe that two streams lead to.
    func collides(with other: FilePlace) -> Bool {
        if let descriptor, let another = other.descriptor {
            if descriptor == another { return true }
            // A shell joins standard output and standard error on purpose.
            let areJoined = Set([descriptor, another]) == [STDOUT_FILENO, STDERR_FILENO]
            return !areJoined && identity?.isRegular == true && identity == other.identity
        }
        return identity?.isDevice != true && isSameFile(as: other)
    }

    /// True if a folder takes two names for the same one.
    ///
    /// Some file systems do not tell capital letters from small ones, or an accent from the letter that has it. Only the
    /// folder itself knows, so where names differ in no other way a hidden file is made there and removed again.
    private static func isOneName(_ name: String, _ other: String, in folder: String) -> Bool {
        if name.utf8.elementsEqual(other.utf8) { return true }
        let areAlike =
            name == other || name.lowercased() == other.lowercased() || name.uppercased() == other.uppercased()
        guard areAlike else { return false }
        for attempt in 0..<1000 {
            let beginning = "\(folder).\(getpid())-\(attempt)-"
            let probe = "\(beginning)\(name).tmp"
            let descriptor = open(probe, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if descriptor < 0 {
                if errno == EEXIST { continue }
                // Better two names than a lost output.
                return true
            }
            close(descriptor)
            defer { unlink(probe) }
            return access("\(beginning)\(other).tmp", F_OK) == 0
        }
        return true
    }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where programs are.
///
/// The search path is the one thing that this package's libraries read from the environment, as starting a program by
/// its name always does.
enum ProgramSearch {
    /// The first program of a name in the search path, nil if there is none.
    static func path(of name: String) -> String? {
        guard let list = getenv("PATH") else { return nil }
        for folder in String(cString: list).split(separator: ":", omittingEmptySubsequences: false) {
            let candidate = (folder.isEmpty ? "." : folder) + "/" + name
            if isProgram(candidate) { return candidate }
        }
        return nil
    }

    /// True if there is a file at a path that this process may run.
    static func isProgram(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }
}

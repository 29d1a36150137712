#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The most memory that the process has had resident since a moment, as Linux counts it.
struct PeakMemory {
    /// Starts to watch; nil where the system does not let a process forget its peak.
    init?() {
        // Linux: 5 sets the peak (VmHWM) back to what is resident now.
        guard let file = fopen("/proc/self/clear_refs", "w") else { return nil }
        let written = fputs("5", file)
        guard fclose(file) == 0, written >= 0 else { return nil }
    }

    /// The peak so far in bytes, nil if it cannot be read.
    var bytes: Int? {
        guard let file = fopen("/proc/self/status", "r") else { return nil }
        defer { fclose(file) }
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        while getline(&line, &capacity, file) > 0, let line {
            let words = String(cString: line).split { $0 == " " || $0 == "\t" || $0 == "\n" }
            if words.count == 3, words[0] == "VmHWM:", let kilobytes = Int(words[1]) { return kilobytes * 1024 }
        }
        return nil
    }
}

import ProcessResources

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension MemoryAllowance {
    /// What the limits of the process, of its control groups and of the machine leave at this moment.
    ///
    /// - Complexity: A dozen small files of the kernel are read.
    public static var current: MemoryAllowance {
        read(addressLimit: ResourceLimit.addressSpace, dataLimit: ResourceLimit.data)
    }

    /// What the limits of the process alone leave.
    package static var ofProcess: MemoryAllowance {
        MemoryAllowance(ofProcess(addressLimit: ResourceLimit.addressSpace, dataLimit: ResourceLimit.data))
    }

    /// What ``current`` finds, but with given limits, and with the system's files looked for below a folder.
    package static func read(root: String = "", addressLimit: Int?, dataLimit: Int?) -> MemoryAllowance {
        var limits = ofProcess(root: root, addressLimit: addressLimit, dataLimit: dataLimit)
        limits += controlGroups(root: root)
        // In kilobytes.
        let machine = table(of: "\(root)/proc/meminfo")
        if let available = machine["MemAvailable:"] {
            limits.append(
                Limit("the memory of the machine", leaves: (available + (machine["SwapFree:"] ?? 0)) * 1024))
        }
        return MemoryAllowance(limits)
    }

    private static func ofProcess(root: String = "", addressLimit: Int?, dataLimit: Int?) -> [Limit] {
        var limits: [Limit] = []
        // Pages: all, resident, shared, text, unused, data.
        let pages = words(of: "\(root)/proc/self/statm").map { (Int($0) ?? 0) * pageSize }
        if let addressLimit {
            limits.append(Limit("the limit on address space (ulimit -v)", leaves: addressLimit - (pages.first ?? 0)))
        }
        if let dataLimit {
            limits.append(
                Limit("the limit on data (ulimit -d)", leaves: dataLimit - (pages.count > 5 ? pages[5] : 0)))
        }
        return limits
    }

    /// What the control groups of the process and those above them leave, of version 1 and of version 2.
    private static func controlGroups(root: String) -> [Limit] {
        var limits: [Limit] = []
        for line in lines(of: "\(root)/proc/self/cgroup") {
            // NUMBER:CONTROLLERS:PATH; version 2 names no controllers.
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            let files: (folders: [String], limit: String, usage: String, cache: String)
            if parts[1].isEmpty {
                files = (
                    ["\(root)/sys/fs/cgroup", "\(root)/sys/fs/cgroup/unified"], "memory.max", "memory.current",
                    "inactive_file"
                )
            } else if parts[1].split(separator: ",").contains("memory") {
                files = (
                    ["\(root)/sys/fs/cgroup/memory"], "memory.limit_in_bytes", "memory.usage_in_bytes",
                    "total_inactive_file"
                )
            } else {
                continue
            }
            for folder in files.folders {
                // In a container the path can be one that only its host sees; the groups above it are looked at all the same.
                var path = parts[2].split(separator: "/")
                while true {
                    let group = ([folder] + path.map(String.init)).joined(separator: "/")
                    if let limit = words(of: "\(group)/\(files.limit)").first.flatMap({ Int($0) }),
                        let usage = words(of: "\(group)/\(files.usage)").first.flatMap({ Int($0) })
                    {
                        // Copies of files that were not used lately make room for whatever needs it.
                        let cache = table(of: "\(group)/memory.stat")[Substring(files.cache)] ?? 0
                        limits.append(
                            Limit("the memory limit of its control group", leaves: limit - max(usage - cache, 0)))
                    }
                    guard path.popLast() != nil else { break }
                }
            }
        }
        return limits
    }

    private static let pageSize = Int(sysconf(Int32(_SC_PAGESIZE)))

    /// The first number behind each name that begins a line.
    private static func table(of path: String) -> [Substring: Int] {
        var table: [Substring: Int] = [:]
        for line in lines(of: path) {
            let words = line.split(separator: " ")
            if words.count > 1, let number = Int(words[1]) { table[words[0]] = number }
        }
        return table
    }

    private static func words(of path: String) -> [Substring] {
        lines(of: path).first?.split(separator: " ") ?? []
    }

    /// The lines of a small file, none if it cannot be read.
    private static func lines(of path: String) -> [Substring] {
        let bytes = (try? InputFile.bytes(path: path, limit: 1 << 16)) ?? []
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }
}

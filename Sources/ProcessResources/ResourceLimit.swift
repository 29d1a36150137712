#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Limits that the system sets a process, those of the shell's `ulimit`.
package enum ResourceLimit {
    /// The most address space in bytes, nil for any.
    package static var addressSpace: Int? { bytes(RLIMIT_AS) }
    /// The most data in bytes, nil for any.
    package static var data: Int? { bytes(RLIMIT_DATA) }

    #if canImport(Glibc)
        private typealias Resource = __rlimit_resource
    #else
        private typealias Resource = Int32
    #endif

    private static func bytes(_ resource: Resource) -> Int? {
        var limit = rlimit()
        #if canImport(Glibc)
            let status = getrlimit(__rlimit_resource_t(resource.rawValue), &limit)
        #else
            let status = getrlimit(resource, &limit)
        #endif
        // No limit is the largest number, which no Int holds.
        return status == 0 ? Int(exactly: limit.rlim_cur) : nil
    }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The processors of the machine.
package enum Processors {
    /// How many there are, at least 1.
    package static let available = max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1)
}

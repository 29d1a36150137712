#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Room for columns of millions of users.
enum LargeColumn {
    /// Two megabytes, the size of a huge page.
    private static let hugePage: UInt = 1 << 21

    /// A column about to be written: filling it with zeros first would cost as much as a pass.
    ///
    /// The first touch of fresh memory interrupts the program once for every page, which takes longer than the work on it
    /// where pages have 4 KB. So the system is asked for huge ones; it need not comply.
    static func uninitialised<Element: BitwiseCopyable>(_ count: Int, of type: Element.Type = Double.self) -> [Element]
    {
        [Element](unsafeUninitializedCapacity: count) { buffer, initialised in
            #if os(Linux)
                if let base = buffer.baseAddress {
                    let start = (UInt(bitPattern: base) + hugePage - 1) & ~(hugePage - 1)
                    let end = UInt(bitPattern: base + count) & ~(hugePage - 1)
                    if start < end {
                        _ = madvise(UnsafeMutableRawPointer(bitPattern: start), Int(end - start), MADV_HUGEPAGE)
                    }
                }
            #endif
            initialised = count
        }
    }
}

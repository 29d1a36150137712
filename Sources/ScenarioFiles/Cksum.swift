/// The checksum of POSIX `cksum`: a CRC of 32 bits over the bytes and their number.
///
/// It tells damaged and mixed-up files, and `cksum FILE` checks it on any system. It is not meant against forgery;
/// cryptographic sums would need a library that takes longer to build than this package.
public struct Cksum: Sendable, Equatable {
    /// The sum.
    public let value: UInt32
    /// How many bytes there are.
    public let count: Int

    /// The sum of some bytes.
    ///
    /// The polynomial is x³² + x²⁶ + x²³ + x²² + x¹⁶ + x¹² + x¹¹ + x¹⁰ + x⁸ + x⁷ + x⁵ + x⁴ + x² + x + 1, highest power
    /// first. The number of bytes follows them, lowest byte first and without leading zeros; then all bits are
    /// inverted (POSIX.1-2017, `cksum`).
    public init(_ bytes: some Collection<UInt8>) {
        var sum: UInt32 = 0
        for byte in bytes { Self.take(byte, &sum) }
        var rest = bytes.count
        while rest > 0 {
            Self.take(UInt8(truncatingIfNeeded: rest), &sum)
            rest >>= 8
        }
        value = ~sum
        count = bytes.count
    }

    private static func take(_ byte: UInt8, _ sum: inout UInt32) {
        sum = sum << 8 ^ table[Int(UInt8(sum >> 24) ^ byte)]
    }

    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte) << 24) { sum, _ in sum & 0x8000_0000 == 0 ? sum << 1 : sum << 1 ^ 0x04c1_1db7 }
    }
}

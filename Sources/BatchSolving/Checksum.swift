/// A number that tells one text from another: FNV-1a, 64 bits. Any change of a single byte changes it.
struct Checksum: Sendable, CustomStringConvertible {
    private var hash: UInt64 = 0xcbf2_9ce4_8422_2325

    /// The checksum of a text, the beginning of others.
    init(_ text: String) {
        for byte in text.utf8 { add(byte) }
    }

    private mutating func add(_ byte: UInt8) {
        hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }

    /// The checksum with more bytes behind it.
    func followed(by bytes: ArraySlice<UInt8>) -> Checksum {
        var copy = self
        for byte in bytes { copy.add(byte) }
        return copy
    }

    /// How many hexadecimal digits there are.
    static let digits = 16

    /// Sixteen hexadecimal digits.
    var description: String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: Self.digits - digits.count) + digits
    }
}

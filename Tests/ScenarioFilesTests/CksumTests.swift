import ScenarioFiles
import Testing

/// The checksum of POSIX `cksum`.
@Suite struct CksumTests {
    /// As printed by the `cksum` of GNU coreutils 9.1.
    @Test(arguments: [
        ("", UInt32(4_294_967_295)), ("123456789", 930_766_865), ("a", 1_220_704_766), ("stepwell\n", 2_159_491_521),
    ])
    func knownSums(text: String, sum: UInt32) {
        #expect(Cksum(text.utf8).value == sum)
        #expect(Cksum(text.utf8).count == text.utf8.count)
    }

    /// One changed bit changes the sum, and so does one more zero byte.
    @Test func changesAreSeen() {
        let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0 * 7) }
        let sum = Cksum(bytes)
        for place in bytes.indices {
            for bit in 0..<8 {
                var other = bytes
                other[place] ^= 1 << bit
                #expect(Cksum(other) != sum)
            }
        }
        #expect(Cksum([]) != Cksum([0]) && Cksum([0]).value != Cksum([0, 0]).value)
    }
}

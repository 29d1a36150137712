/// A random sequence that is the same on every machine: SplitMix64 (Steele, Lea & Flood, 2014), and numbers made of
/// its words by exact arithmetic only.
package struct SplitMix64 {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }

    /// A number from low up to, but not including, high: 53 random bits.
    package mutating func uniform(_ low: Double, _ high: Double) -> Double {
        low + (high - low) * (Double(next() >> 11) * 0x1p-53)
    }

    /// A number strictly between 0 and 1: 52 random bits.
    package mutating func unit() -> Double { (Double(next() >> 12) + 0.5) * 0x1p-52 }

    /// A whole number from low to high.
    package mutating func whole(_ low: Int, _ high: Int) -> Int {
        let (index, _) = next().multipliedFullWidth(by: UInt64(high - low + 1))
        return low + Int(index)
    }
}

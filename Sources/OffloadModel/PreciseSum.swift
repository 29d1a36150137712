/// A running sum in twice the working precision, rounded once at the end.
///
/// Each addition is Knuth's two-sum followed by a renormalisation, so the relative error of `value` is about
/// 2⁻⁵³ + n·2⁻¹⁰⁵: what is returned is, for every practical n, the correctly rounded sum.
public struct PreciseSum: Sendable {
    private var high = 0.0
    private var low = 0.0

    /// An empty sum, zero.
    public init() {}

    /// The sum of a sequence.
    public init(_ values: some Sequence<Double>) {
        for value in values { add(value) }
    }

    /// Adds one term.
    public mutating func add(_ term: Double) {
        let sum = high + term
        let back = sum - high
        let error = (high - (sum - back)) + (term - back)
        let tail = low + error
        high = sum + tail
        low = tail - (high - sum)
    }

    /// Adds another sum with all its precision.
    public mutating func add(_ other: PreciseSum) {
        add(other.high)
        add(other.low)
    }

    /// The sum, rounded to the nearest number. Infinite terms give an infinite or undefined sum, as in `+`.
    public var value: Double { high + low }
}

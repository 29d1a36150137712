/// The distance between the marks of a linear axis, so wide that their labels have room.
///
/// gnuplot chooses marks by their number alone; on a small figure long labels would run into each other.
enum TickStep {
    /// The direction in which labels stand beside each other.
    enum Direction {
        /// Along the axis of abscissas: labels are as long as their characters.
        case across
        /// Along the axis of ordinates: labels are one line high.
        case upwards
    }

    /// The least of 1, 2 or 5 times a power of ten for which the labels from `least` to `largest` fit into a length of `room`
    /// units; nil if no number of steps spans them.
    static func step(from least: Double, to largest: Double, room: Double, _ direction: Direction) -> Double? {
        var (low, high) = (least, largest)
        if low == high {
            // A single number is shown in the middle of what is a hundredth of it, or 1 for zero, away.
            let reach = low == 0 ? 1 : 0.01 * abs(low)
            (low, high) = (low - reach, high + reach)
        }
        let span = high - low
        guard span > 0, span.isFinite, room > 0 else { return nil }
        // The first one would make at least a thousand marks.
        let first = Int(Logarithm.base10(span).rounded(.down)) - 3
        for exponent in first...(first + 5) {
            for digit in [1.0, 2, 5] {
                // By way of a power ≥ 1, which is exact.
                let power = Logarithm.powerOfTen(abs(exponent))
                let step = exponent < 0 ? digit / power : digit * power
                // The axis is extended to whole steps at both ends.
                let count = (high / step).rounded(.up) - (low / step).rounded(.down) + 1
                let length =
                    direction == .upwards
                    ? 22 : 8.5 * Double(max(characters(low, exponent), characters(high, exponent))) + 12
                if count * length <= room { return step }
            }
        }
        return nil
    }

    /// How many characters the label of a mark near a number has, where the marks' last digit stands for 10^exponent.
    private static func characters(_ value: Double, _ exponent: Int) -> Int {
        let magnitude = abs(value)
        let sign = value < 0 ? 1 : 0
        // As in 1.5e+06.
        guard magnitude < 1e6, exponent >= -5 else { return 7 + sign }
        let whole = magnitude < 10 ? 1 : Int(Logarithm.base10(magnitude)) + 1
        return sign + whole + (exponent < 0 ? 1 - exponent : 0)
    }
}

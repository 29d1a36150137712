/// How many numbers lie in each of a row of equal bins.
package struct Histogram: Equatable {
    /// The edges of the bins in increasing order, one more than there are bins.
    package let edges: [Double]

    /// Bins from the least to the largest of all numbers; a single one around them if these are equal.
    ///
    /// - Returns: nil without numbers.
    package init?(spanning numbers: [Double], bins: Int) {
        guard let least = numbers.min(), let largest = numbers.max(), least.isFinite, largest.isFinite else {
            return nil
        }
        let width = largest / Double(bins) - least / Double(bins)
        let size = max(abs(least), abs(largest))
        // Numbers that differ by rounding alone are equal to the eye.
        if width > 1e-12 * max(size, 1e-200) {
            edges = (0..<bins).map { least + Double($0) * width } + [largest]
        } else {
            let half = max(0.5, 1e-6 * size)
            edges = [least - half, least + half]
        }
    }

    /// How many bins there are.
    package var count: Int { edges.count - 1 }

    /// The numbers in each bin; the largest edge belongs to the last one.
    package func counts(of numbers: [Double]) -> [Int] {
        var counts = [Int](repeating: 0, count: count)
        let scale = Double(count) / (edges[count] - edges[0])
        for number in numbers { counts[min(max(Int((number - edges[0]) * scale), 0), count - 1)] += 1 }
        return counts
    }

    /// The outline of the bins' shares, a line that rises from 0 and returns to it.
    package func outline(of numbers: [Double], total: Int) -> (x: [Double], y: [Double]) {
        var (x, y) = ([edges[0]], [0.0])
        for (bin, count) in counts(of: numbers).enumerated() {
            let share = total > 0 ? 100 * Double(count) / Double(total) : 0
            x += [edges[bin], edges[bin + 1]]
            y += [share, share]
        }
        return (x + [edges[count]], y + [0])
    }
}

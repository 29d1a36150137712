/// Fewer points that show the same: a page holds a few hundred of each kind, whatever the number of users.
package enum PointReduction {
    /// The most points of a line.
    package static let mostPoints = 400

    /// The places of at most `limit` of `count` points, evenly spaced, the first and the last among them.
    package static func indices(count: Int, limit: Int = mostPoints) -> [Int] {
        guard count > limit, limit > 1 else { return Array(0..<max(count, 0)) }
        return (0..<limit).map { Int((Double($0) * Double(count - 1) / Double(limit - 1)).rounded()) }
    }

    /// The quantile function of numbers at evenly spaced levels from 0 to 1, between neighbours by straight lines.
    ///
    /// - Parameter sorted: the numbers in increasing order.
    package static func quantiles(_ sorted: [Double], count: Int) -> (levels: [Double], values: [Double]) {
        guard let last = sorted.last, count > 1 else { return ([], []) }
        let levels = (0..<count).map { Double($0) / Double(count - 1) }
        let values = levels.map { level in
            let place = level * Double(sorted.count - 1)
            let index = Int(place)
            guard index + 1 < sorted.count else { return last }
            return sorted[index] + (place - Double(index)) * (sorted[index + 1] - sorted[index])
        }
        return (levels, values)
    }
}

/// Where the names of a figure's series stand.
public enum Legend: Sendable, Equatable {
    /// In the corner with no data if there is one, otherwise below the figure.
    case automatic
    /// Inside, in a corner.
    case corner(Corner)
    /// Right of the figure.
    case right
    /// Below the figure.
    case below
    /// Nowhere.
    case none

    /// A corner of the plotted area.
    public enum Corner: String, Sendable, CaseIterable {
        /// Large ordinates, large abscissas.
        case topRight = "top right"
        /// Large ordinates, small abscissas.
        case topLeft = "top left"
        /// Small ordinates, large abscissas.
        case bottomRight = "bottom right"
        /// Small ordinates, small abscissas.
        case bottomLeft = "bottom left"
    }
}

extension Legend {
    /// How many rows names take below a figure.
    ///
    /// gnuplot sets as many in a row as fit, each as wide as the longest one: about 9 units per character, and 54 for the
    /// sample beside it.
    package static func rowCount(of names: [String], below width: Int) -> Int {
        let perRow = max((width - 85) / nameWidth(of: names), 1)
        return (names.count + perRow - 1) / perRow
    }

    /// The width of the longest name with the sample beside it, in units.
    package static func nameWidth(of names: [String]) -> Int { 9 * (names.map(\.count).max() ?? 0) + 54 }

    /// The height of a row of names, in units.
    package static let rowHeight = 24
}

extension Figure {
    /// The legend with `.automatic` decided.
    ///
    /// The names take about a rectangle in a corner. The corner is free if no line between neighbouring points, no
    /// band, and no bar enters that rectangle.
    var placedLegend: Legend {
        guard legend == .automatic else { return legend }
        let names = series.compactMap(\.name)
        guard names.count > 1 else { return .none }
        // A character is about 8 units wide and a line 20 high; the sample beside it, margins and title take 70 and 100.
        let longest = names.map(\.count).max() ?? 0
        let width = Double(8 * longest + 70) / Double(max(size.width - 120, 1))
        let height = Double(20 * names.count + 15) / Double(max(size.height - 100, 1))
        guard width < 0.7, height < 0.6 else { return .below }
        let places = sampledPlaces()
        for corner in Legend.Corner.allCases {
            let isTaken = places.contains { place in
                let fromSide = corner == .topRight || corner == .bottomRight ? 1 - place.x : place.x
                let fromEnd = corner == .topRight || corner == .topLeft ? 1 - place.y : place.y
                return fromSide < width && fromEnd < height
            }
            if !isTaken { return .corner(corner) }
        }
        return .below
    }

    /// Places that the data cover, as shares of the plotted area from the lower left corner.
    private func sampledPlaces() -> [(x: Double, y: Double)] {
        let bottom = series.contains { $0.style == .boxes } && y.scale == .linear ? [0.0] : []
        let xs = extent(of: series.flatMap(\.x), on: x)
        let ys = extent(
            of: series.flatMap { $0.y + ($0.interval.map { $0.lower + $0.upper } ?? []) } + bottom, on: y)
        var places: [(x: Double, y: Double)] = []
        for one in series {
            var previous: [(x: Double, y: Double)] = []
            for index in one.x.indices {
                var heights = [one.y[index]]
                if let interval = one.interval { heights += [interval.lower[index], interval.upper[index]] }
                let across = share(of: one.x[index], in: xs, on: x)
                let current = heights.map { (x: across, y: share(of: $0, in: ys, on: y)) }
                places += current
                if one.style == .boxes, let top = current.first {
                    for step in 0..<20 {
                        for side in [-0.5, 0, 0.5] {
                            places.append((top.x + side / Double(one.x.count), top.y * Double(step) / 20))
                        }
                    }
                } else if one.style != .points {
                    for (from, to) in zip(previous, current) {
                        for step in 1..<20 {
                            let part = Double(step) / 20
                            places.append(
                                (from.x + part * (to.x - from.x), from.y + part * (to.y - from.y)))
                        }
                    }
                }
                previous = current
            }
        }
        return places
    }

    private func extent(of values: [Double], on axis: Axis) -> (low: Double, high: Double) {
        let range = axis.range ?? (values.min() ?? 0)...(values.max() ?? 0)
        return (Self.place(range.lowerBound, axis.scale), Self.place(range.upperBound, axis.scale))
    }

    private func share(of value: Double, in extent: (low: Double, high: Double), on axis: Axis) -> Double {
        let length = extent.high - extent.low
        return length > 0 ? (Self.place(value, axis.scale) - extent.low) / length : 0.5
    }

    private static func place(_ value: Double, _ scale: Axis.Scale) -> Double {
        scale == .linear ? value : Logarithm.base10(value)
    }
}

extension Figure {
    /// Checks that the figure can be drawn.
    ///
    /// - Throws: ``PlotError/invalid(field:series:point:value:allowed:)`` for the first part that cannot: no series, no
    ///   points, lists of different lengths, a number that is not finite, one ≤ 0 on a logarithmic axis, an interval
    ///   upside down, a range without length, a size out of bounds, a control character in a text.
    public func validate() throws(PlotError) {
        try Self.check(size.width, 200...4000, "size.width")
        try Self.check(size.height, 150...4000, "size.height")
        try Self.check(size.pixelsPerUnit, 1...4, "size.pixelsPerUnit")
        if let title { try Self.check(text: title, "title") }
        try Self.check(x, "x")
        try Self.check(y, "y")
        guard !series.isEmpty else {
            throw .invalid(field: "series", value: "none", allowed: "at least one")
        }
        for (index, one) in series.enumerated() {
            try check(one, at: index)
        }
    }

    private func check(_ one: Series, at index: Int) throws(PlotError) {
        if let name = one.name { try Self.check(text: name, "name", series: index) }
        if let look = one.look, look < 0 {
            throw .invalid(field: "look", series: index, value: "\(look)", allowed: "a whole number ≥ 0")
        }
        guard !one.x.isEmpty else {
            throw .invalid(field: "x", series: index, value: "no points", allowed: "at least one")
        }
        var columns = [("x", one.x, x.scale), ("y", one.y, y.scale)]
        if let interval = one.interval {
            columns += [("interval.lower", interval.lower, y.scale), ("interval.upper", interval.upper, y.scale)]
        }
        for (field, values, scale) in columns {
            guard values.count == one.x.count else {
                throw .invalid(
                    field: field, series: index, value: "\(values.count) numbers", allowed: "\(one.x.count), as in x")
            }
            for (point, value) in values.enumerated() {
                guard value.isFinite, scale == .linear || value > 0 else {
                    throw .invalid(
                        field: field, series: index, point: point, value: "\(value)",
                        allowed: scale == .linear
                            ? "a finite number" : "a finite number > 0, for the axis is logarithmic")
                }
            }
        }
        guard let interval = one.interval else { return }
        for point in one.x.indices where interval.lower[point] > interval.upper[point] {
            throw .invalid(
                field: "interval.upper", series: index, point: point, value: "\(interval.upper[point])",
                allowed: "a number ≥ the lower end, \(interval.lower[point])")
        }
    }

    private static func check(_ value: Int, _ allowed: ClosedRange<Int>, _ field: String) throws(PlotError) {
        guard allowed.contains(value) else {
            throw .invalid(
                field: field, value: "\(value)",
                allowed: "a whole number from \(allowed.lowerBound) to \(allowed.upperBound)")
        }
    }

    private static func check(_ axis: Axis, _ field: String) throws(PlotError) {
        try check(text: axis.label, "\(field).label")
        let allowed = axis.scale == .linear ? "finite numbers" : "finite numbers > 0, for the axis is logarithmic"
        if let range = axis.range {
            let ends = [range.lowerBound, range.upperBound]
            guard ends.allSatisfy({ $0.isFinite && (axis.scale == .linear || $0 > 0) }), ends[0] < ends[1] else {
                throw .invalid(field: "\(field).range", value: "\(range)", allowed: "\(allowed), the second larger")
            }
        }
        for (index, tick) in (axis.ticks ?? []).enumerated() {
            try check(text: tick.label, "\(field).ticks")
            guard tick.position.isFinite, axis.scale == .linear || tick.position > 0 else {
                throw .invalid(field: "\(field).ticks", point: index, value: "\(tick.position)", allowed: allowed)
            }
        }
    }

    /// Texts are one line of characters that XML can hold.
    private static func check(text: String, _ field: String, series: Int? = nil) throws(PlotError) {
        let refused = text.unicodeScalars.first { scalar in
            scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value) || (0x2028...0x2029).contains(scalar.value)
                || (0xfffe...0xffff).contains(scalar.value)
        }
        if let refused {
            throw .invalid(
                field: field, series: series, value: "U+" + String(refused.value, radix: 16, uppercase: true),
                allowed: "one line of text without control characters")
        }
    }
}

import Plotting

/// A figure of a ``Report``: the drawing, and in words what can be seen.
public struct ReportFigure: Sendable, Equatable {
    /// What the figure shows, in a few words.
    public var caption: String
    /// The drawing in one or two sentences, for those who do not see it.
    public var description: String
    /// What was left out or must be known, nil for nothing.
    public var note: String?
    /// The drawing, without a title of its own.
    public var figure: Figure

    /// Where a residual of exactly 0 is drawn on a logarithmic axis.
    static let smallestResidual = 1e-18

    /// The size that leaves texts readable on a telephone and fills half of a wide page, with room below for the names of
    /// the series.
    public static func size(for series: [Series]) -> Figure.Size {
        let width = 400
        let names = series.compactMap(\.name)
        guard names.count > 1 else { return Figure.Size(width: width, height: 290) }
        return Figure.Size(
            width: width, height: 300 + Legend.rowHeight * Legend.rowCount(of: names, below: width))
    }

    /// Gathers the parts of a figure.
    public init(_ caption: String, description: String, note: String? = nil, figure: Figure) {
        self.caption = caption
        self.description = description
        self.note = note
        self.figure = figure
    }

    /// A figure of the usual size from its axes and series; nil if no series has a point to show.
    ///
    /// Points that are not finite, or not positive on a logarithmic axis, are left out. From ordinates that differ by less
    /// than a ten-thousandth a round number is taken off, which the axis tells.
    public init?(
        _ caption: String, description: String, note: String? = nil, x: Axis, y: Axis, series: [Series],
        legend: Legend = .below
    ) {
        let drawable = series.compactMap { $0.drawable(x: x.scale, y: y.scale) }
        guard !drawable.isEmpty else { return nil }
        let named = drawable.filter { $0.name != nil }.count
        let base = y.scale == .linear && y.ticks == nil ? Self.base(of: drawable) : nil
        var (axis, shown) = (y, drawable)
        if let base {
            axis.label += " minus \(NumberText.amount(base))"
            for index in shown.indices { shown[index].y = shown[index].y.map { $0 - base } }
        }
        self.init(
            caption, description: description, note: note,
            figure: Figure(
                x: x, y: axis, series: shown, legend: named > 1 ? legend : .none, size: Self.size(for: shown)))
    }

    /// What to take off ordinates that differ so little that their labels would be alike; nil if they do not.
    private static func base(of series: [Series]) -> Double? {
        guard series.allSatisfy({ $0.interval == nil }) else { return nil }
        let values = series.flatMap(\.y)
        guard let least = values.min(), let largest = values.max(), least < largest,
            largest - least < 1e-4 * max(abs(least), abs(largest))
        else { return nil }
        return Double(NumberText.amount(least))
    }
}

extension Series {
    /// A line, with markers as long as they do not run into each other.
    static func curve(_ name: String?, x: [Double], y: [Double], look: Int) -> Series {
        Series(name, x: x, y: y, style: x.count > 40 ? .line : .linePoints, look: look)
    }

    /// The points that can be drawn, nil if there are none.
    fileprivate func drawable(x xScale: Axis.Scale, y yScale: Axis.Scale) -> Series? {
        func isDrawable(_ value: Double, _ scale: Axis.Scale) -> Bool {
            value.isFinite && (scale == .linear || value > 0)
        }
        let kept = x.indices.filter { index in
            isDrawable(x[index], xScale) && isDrawable(y[index], yScale)
                && (interval.map { isDrawable($0.lower[index], yScale) && isDrawable($0.upper[index], yScale) } ?? true)
        }
        guard !kept.isEmpty else { return nil }
        guard kept.count < x.count else { return self }
        var series = self
        series.x = kept.map { x[$0] }
        series.y = kept.map { y[$0] }
        series.interval = interval.map { interval in
            Interval(lower: kept.map { interval.lower[$0] }, upper: kept.map { interval.upper[$0] })
        }
        return series
    }
}

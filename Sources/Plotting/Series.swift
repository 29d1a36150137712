/// Data of a ``Figure`` under one name: the points (x, y), in this order.
public struct Series: Sendable, Equatable {
    /// How points are drawn.
    public enum Style: Sendable, Equatable {
        /// A line through the points.
        case line
        /// A line with a marker on every point.
        case linePoints
        /// Markers alone.
        case points
        /// A line that keeps its height until the next point.
        case steps
        /// Bars, 0.6 wide.
        case boxes
    }

    /// What holds y with some confidence, or its least and largest value; one entry for every point of each.
    public struct Interval: Sendable, Equatable {
        /// The lower ends.
        public var lower: [Double]
        /// The upper ends, none below the lower one.
        public var upper: [Double]

        /// Intervals by their ends.
        public init(lower: [Double], upper: [Double]) {
            self.lower = lower
            self.upper = upper
        }
    }

    /// The name in the legend, nil to leave it out.
    public var name: String?
    /// The abscissas, finite; at least one.
    public var x: [Double]
    /// The ordinates, finite; as many as `x`.
    public var y: [Double]
    /// A band around a line, bars on anything else; nil for none.
    public var interval: Interval?
    /// How the points are drawn.
    public var style: Style
    /// Which colour, dash pattern and marker of the palette are used, ≥ 0; nil for the place in the figure.
    public var look: Int?

    /// Gathers the parts of a series.
    public init(
        _ name: String?, x: [Double], y: [Double], interval: Interval? = nil, style: Style = .linePoints,
        look: Int? = nil
    ) {
        self.name = name
        self.x = x
        self.y = y
        self.interval = interval
        self.style = style
        self.look = look
    }
}

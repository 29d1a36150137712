/// A figure: data and what stands beside it. How it is drawn is up to ``Gnuplot``.
public struct Figure: Sendable, Equatable {
    /// The heading, nil for none.
    public var title: String?
    /// The horizontal axis.
    public var x: Axis
    /// The vertical axis.
    public var y: Axis
    /// The data, at least one series; later ones are drawn over earlier ones.
    public var series: [Series]
    /// Where the names of the series stand.
    public var legend: Legend
    /// The size of the picture.
    public var size: Size

    /// Gathers the parts of a figure; ``validate()`` checks them.
    public init(
        title: String? = nil, x: Axis, y: Axis, series: [Series], legend: Legend = .automatic, size: Size = Size()
    ) {
        self.title = title
        self.x = x
        self.y = y
        self.series = series
        self.legend = legend
        self.size = size
    }

    /// The size of a picture.
    public struct Size: Sendable, Equatable {
        /// The width in units of 1/96 inch, from 200 to 4000.
        public var width: Int
        /// The height in units of 1/96 inch, from 150 to 4000.
        public var height: Int
        /// How many pixels of a PNG there are to a unit, from 1 to 4; an SVG has none.
        public var pixelsPerUnit: Int

        /// Gathers width, height and resolution.
        public init(width: Int = 800, height: Int = 500, pixelsPerUnit: Int = 2) {
            self.width = width
            self.height = height
            self.pixelsPerUnit = pixelsPerUnit
        }
    }
}

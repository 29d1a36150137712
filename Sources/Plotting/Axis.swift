/// An axis of a ``Figure``.
public struct Axis: Sendable, Equatable {
    /// How numbers are mapped to places.
    public enum Scale: Sendable, Equatable {
        /// In proportion.
        case linear
        /// In proportion to their logarithms; every number is then > 0.
        case logarithmic
    }

    /// A mark on an axis with words instead of a number.
    public struct Tick: Sendable, Equatable {
        /// Where it is.
        public var position: Double
        /// What stands there.
        public var label: String

        /// A mark with words.
        public init(_ position: Double, _ label: String) {
            self.position = position
            self.label = label
        }
    }

    /// What is drawn, with its unit.
    public var label: String
    /// How numbers are mapped to places.
    public var scale: Scale
    /// The part that is shown, longer than nothing; nil for all data.
    public var range: ClosedRange<Double>?
    /// Marks in place of the numbers, nil for numbers.
    public var ticks: [Tick]?

    /// Gathers the parts of an axis.
    public init(
        _ label: String, scale: Scale = .linear, range: ClosedRange<Double>? = nil, ticks: [Tick]? = nil
    ) {
        self.label = label
        self.scale = scale
        self.range = range
        self.ticks = ticks
    }
}

/// A bar chart of a few named amounts, drawn by the page itself, so that long names stay readable on a narrow one.
public struct ReportBars: Sendable, Equatable {
    /// One bar.
    public struct Bar: Sendable, Equatable {
        /// What it stands for.
        public var name: String
        /// Its length, in any unit.
        public var amount: Double
        /// The amount with its unit.
        public var text: String

        /// A bar with its text.
        public init(_ name: String, amount: Double, text: String) {
            self.name = name
            self.amount = amount
            self.text = text
        }
    }

    /// What the chart shows, in a few words.
    public var caption: String
    /// The bars from top to bottom.
    public var bars: [Bar]

    /// A chart.
    public init(_ caption: String, bars: [Bar]) {
        self.caption = caption
        self.bars = bars
    }

    /// The lengths in percent of the longest bar; 0 for what is not a positive finite amount.
    var shares: [Double] {
        let amounts = bars.map { $0.amount.isFinite ? max($0.amount, 0) : 0 }
        let longest = amounts.max() ?? 0
        return amounts.map { longest > 0 ? 100 * $0 / longest : 0 }
    }
}

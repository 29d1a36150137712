import Plotting

/// Figures that can be drawn.
enum Samples {
    /// Two lines, one with a band, on linear axes.
    static var lines: Figure {
        let x = (0...20).map(Double.init)
        let y = x.map { 3 + $0 * $0 / 40 }
        return Figure(
            title: "Growth", x: Axis("time (s)"), y: Axis("length (m)"),
            series: [
                Series(
                    "square", x: x, y: y, interval: .init(lower: y.map { 0.9 * $0 }, upper: y.map { 1.1 * $0 })),
                Series("line", x: x, y: x.map { 2 + 0.4 * $0 }, style: .line),
            ])
    }

    /// A power law on logarithmic axes.
    static var powers: Figure {
        let x = (0...6).map { power in (0..<power).reduce(1.0) { product, _ in 10 * product } }
        return Figure(
            x: Axis("users", scale: .logarithmic), y: Axis("time (s)", scale: .logarithmic),
            series: [
                Series("linear", x: x, y: x.map { 1e-6 * $0 }),
                Series("square", x: x, y: x.map { 1e-8 * $0 * $0 }, style: .points),
            ])
    }

    /// Bars with intervals under words.
    static var bars: Figure {
        Figure(
            title: "By start", x: Axis("start", ticks: [.init(0, "half"), .init(1, "random"), .init(2, "greedy")]),
            y: Axis("gap (%)"),
            series: [
                Series(
                    nil, x: [0, 1, 2], y: [3, 14, 6], interval: .init(lower: [1, 10, 5], upper: [5, 22, 6.5]),
                    style: .boxes)
            ])
    }

    /// Every style in one figure, with more series than colours.
    static var everything: Figure {
        let styles: [Series.Style] = [.line, .linePoints, .points, .steps]
        let x = (0...8).map(Double.init)
        return Figure(
            title: "All styles", x: Axis("x (m)"), y: Axis("y (m)"),
            series: (0..<9).map { index in
                let y = x.map { Double(index) + 0.1 * $0 }
                return Series(
                    "series \(index)", x: x, y: y,
                    interval: index % 2 == 0 ? .init(lower: y.map { $0 - 0.2 }, upper: y.map { $0 + 0.2 }) : nil,
                    style: styles[index % styles.count])
            },
            legend: .right)
    }

    static var all: [Figure] { [lines, powers, bars, everything] }
}

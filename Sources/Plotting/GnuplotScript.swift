/// The commands that make gnuplot draw a figure.
///
/// The data stand in the script as named blocks, so no file is involved. Texts are drawn without gnuplot's markup. An
/// SVG leaves the choice of a sans-serif font to its viewer.
struct GnuplotScript {
    private let figure: Figure
    private let theme: Theme
    private let font: String
    /// The sizes of words and of the title, in the format's own unit: units for SVG, points (4/3 units) for PNG.
    private let textSize, titleSize: Int
    private(set) var text = ""

    /// The script for a valid figure.
    init(_ figure: Figure, format: ImageFormat, theme: Theme) {
        self.figure = figure
        self.theme = theme
        font = format == .svg ? "sans-serif" : "DejaVu Sans"
        textSize = format == .svg ? 15 : 12
        // A long title is drawn smaller, for nothing breaks it: a character is about half as wide as high.
        let units = min(18.5, Double(figure.size.width - 110) / (0.53 * Double(max(figure.title?.count ?? 0, 1))))
        titleSize = Int(max(format == .svg ? units : 0.75 * units, 8))
        add("set encoding utf8")
        add(terminal(format))
        addFrame()
        addLegend()
        addData()
        addPlot()
    }

    private mutating func add(_ line: String) { text += line + "\n" }

    private func terminal(_ format: ImageFormat) -> String {
        let size = figure.size
        let common = "enhanced font '\(font),\(textSize)' background rgb '\(theme.background)'"
        switch format {
        case .svg:
            return "set terminal svg size \(size.width),\(size.height) \(common)"
        case .png:
            let scale = size.pixelsPerUnit
            return
                "set terminal pngcairo size \(size.width * scale),\(size.height * scale) fontscale \(scale) "
                + "linewidth \(scale) pointscale \(scale) \(common)"
        }
    }

    private mutating func addFrame() {
        let colour = "rgb '\(theme.foreground)'"
        if let title = figure.title {
            add("set title \(Self.quoted(title)) noenhanced textcolor \(colour) font '\(font),\(titleSize)'")
        }
        add("set border 3 linecolor \(colour) linewidth 1")
        add("set grid xtics ytics back linetype 1 linecolor rgb '\(theme.grid)' linewidth 0.7")
        add("set style fill transparent solid 0.7 noborder")
        add("set boxwidth 0.6")
        let hasBoxes = figure.series.contains { $0.style == .boxes }
        let heights = figure.series.flatMap { $0.y + ($0.interval.map { $0.lower + $0.upper } ?? []) }
        for (name, axis, values) in [("x", figure.x, figure.series.flatMap(\.x)), ("y", figure.y, heights)] {
            add("set \(name)label \(Self.quoted(axis.label)) noenhanced textcolor \(colour)")
            if axis.scale == .logarithmic { add("set logscale \(name)") }
            if let range = axis.range {
                add("set \(name)range [\(range.lowerBound):\(range.upperBound)]")
            } else if name == "x", hasBoxes, axis.scale == .linear {
                add("set xrange [\((values.min() ?? 0) - 0.6):\((values.max() ?? 0) + 0.6)]")
            } else {
                if name == "y", hasBoxes, axis.scale == .linear { add("set yrange [*<0:0<*]") }
                add("set autoscale \(name)")
            }
            let look = "nomirror out scale 0.6 textcolor \(colour)"
            if let ticks = axis.ticks {
                // A tick's text is a format, in which a percent sign stands twice.
                let list = ticks.map { tick in
                    let label = tick.label.split(separator: "%", omittingEmptySubsequences: false)
                    return "\(Self.quoted(label.joined(separator: "%%"))) \(tick.position)"
                }
                .joined(separator: ", ")
                add("set \(name)tics (\(list)) \(look) noenhanced")
            } else {
                if Self.spansDecades(axis, values) { add("set format \(name) '10^{%L}'") }
                let step = axis.scale == .linear ? tickStep(axis, values, name == "x" ? .across : .upwards) : nil
                add("set \(name)tics \(step.map { "\($0) " } ?? "")\(look)")
            }
        }
    }

    /// The distance of the marks on a small figure, nil where gnuplot's own choice has room.
    private func tickStep(_ axis: Axis, _ values: [Double], _ direction: TickStep.Direction) -> Double? {
        guard figure.size.width < 600 else { return nil }
        var room = Double(direction == .across ? figure.size.width - 120 : figure.size.height - 110)
        if direction == .upwards, figure.placedLegend == .below {
            let rows = Legend.rowCount(of: figure.series.compactMap(\.name), below: figure.size.width)
            room -= Double(Legend.rowHeight * rows)
        }
        return TickStep.step(
            from: axis.range?.lowerBound ?? values.min() ?? 0, to: axis.range?.upperBound ?? values.max() ?? 0,
            room: room, direction)
    }

    /// True for a logarithmic axis long enough to be marked with powers of ten alone, sooner where numbers written in full
    /// would take a product, such as 1×10⁻¹⁸, and so much of the width that the legend below is pushed out of the figure.
    private static func spansDecades(_ axis: Axis, _ values: [Double]) -> Bool {
        guard axis.scale == .logarithmic else { return false }
        let low = axis.range?.lowerBound ?? values.min() ?? 1
        let high = axis.range?.upperBound ?? values.max() ?? 1
        let decades = Logarithm.base10(high) - Logarithm.base10(low)
        return decades >= (low < 1e-4 || high > 1e6 ? 1 : 3)
    }

    private mutating func addLegend() {
        let look = "noenhanced textcolor rgb '\(theme.foreground)' samplen 3 spacing 1.25"
        switch figure.placedLegend {
        case .corner(let corner):
            add("set key inside \(corner.rawValue) Left reverse \(look) opaque")
        case .right: add("set key outside right center vertical Left reverse \(look)")
        case .below: add("set key outside bottom center horizontal Left reverse height 1 \(look)")
        case .none, .automatic: add("set key off")
        }
    }

    private mutating func addData() {
        for (index, one) in figure.series.enumerated() {
            add("$series\(index) << END_OF_SERIES")
            for point in one.x.indices {
                var row = [one.x[point], one.y[point]]
                if let interval = one.interval { row += [interval.lower[point], interval.upper[point]] }
                add(row.map { "\($0)" }.joined(separator: " "))
            }
            add("END_OF_SERIES")
        }
    }

    private mutating func addPlot() {
        var layers: [String] = []
        for (index, one) in figure.series.enumerated() where one.interval != nil && one.style.isLine {
            let colour = theme.look(one.look ?? index).colour
            layers.append(
                "$series\(index) using 1:3:4 with filledcurves linecolor rgb '\(colour)' "
                    + "fillstyle transparent solid 0.18 noborder notitle")
        }
        for (index, one) in figure.series.enumerated() {
            let look = theme.look(one.look ?? index)
            let pen = "linecolor rgb '\(look.colour)' linewidth 2 dashtype \(look.dash)"
            let marker = "pointtype \(look.marker) pointsize 0.8"
            let name = one.name.map { "title \(Self.quoted($0))" } ?? "notitle"
            let data = "$series\(index) using 1:2"
            // As arrows with flat heads, for gnuplot's own error bars have a hole where the point is.
            let bars =
                one.interval == nil || one.style.isLine
                ? nil : "$series\(index) using 1:3:(0):($4-$3) with vectors heads nofilled size graph 0.008,90"
            if let bars, one.style != .boxes {
                layers.append("\(bars) linecolor rgb '\(look.colour)' linewidth 1.5 notitle")
            }
            switch one.style {
            case .line: layers.append("\(data) with lines \(pen) \(name)")
            case .linePoints: layers.append("\(data) with linespoints \(pen) \(marker) \(name)")
            case .points: layers.append("\(data) with points linecolor rgb '\(look.colour)' \(marker) \(name)")
            case .steps: layers.append("\(data) with steps \(pen) \(name)")
            case .boxes: layers.append("\(data) with boxes linecolor rgb '\(look.colour)' \(name)")
            }
            if let bars, one.style == .boxes {
                layers.append("\(bars) linecolor rgb '\(theme.foreground)' linewidth 1.5 notitle")
            }
        }
        add("plot \\\n    " + layers.joined(separator: ", \\\n    "))
    }

    /// A text as gnuplot reads it back unchanged: of ASCII all but letters and spaces is written in octal.
    ///
    /// Digits are included, for gnuplot takes any number of them after a backslash. Single quotes would do without, but
    /// it loses count where four of them meet.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            if scalar.isASCII, !scalar.properties.isAlphabetic, scalar != " " {
                let digits = String(scalar.value, radix: 8)
                result += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

extension Series.Style {
    /// True if an interval is drawn as a band along it.
    var isLine: Bool { self == .line || self == .linePoints }
}

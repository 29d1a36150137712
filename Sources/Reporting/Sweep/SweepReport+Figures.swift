import Experiments
import Plotting

extension SweepReport {
    /// The most points of a figure, all series together, so that a page of many figures stays small.
    private static let mostPoints = 1200

    /// What has a figure: all but the bound, which the certified objective is on, and what no row has.
    var drawnQuantities: [SweepQuantity] {
        SweepQuantity.allCases.filter { quantity in
            switch quantity {
            case .lowerBound: false
            case .gap: settings.methods.contains { $0 != .certified } && hasRow(with: quantity)
            // Where there are no kinks the two prices are one.
            case .priceBelow:
                result.rows.contains { row in row[quantity].map { $0.mean != row[.price]?.mean } ?? false }
            default: hasRow(with: quantity)
            }
        }
    }

    private func hasRow(with quantity: SweepQuantity) -> Bool { result.rows.contains { $0[quantity] != nil } }

    var figureSection: Report.Section {
        let drawn = drawnResult
        // The same series looks the same in every figure, also where another one has no part.
        let names = (drawn.result.figure(of: .objective)?.series ?? []).compactMap(\.name)
        let looks = Dictionary(zip(names, 0...), uniquingKeysWith: { first, _ in first })
        let letters = names.contains { $0.count > Self.longestName }
        let figures = drawnQuantities.compactMap { quantity in
            drawn.result.figure(of: quantity).flatMap {
                self.figure($0, of: quantity, looks: looks, letters: letters, note: drawn.note)
            }
        }
        return Report.Section(
            "Figures",
            paragraphs: [
                "Lines are means over the runs of a point, bands their 95 % intervals by Student's t distribution; a line "
                    + "without a band has one run at each point. Points without a plan are left out."
            ], facts: letters ? names.enumerated().map { .init(Self.letter($0), $1) } : [], figures: figures)
    }

    /// The longest name that has room in the legend of a figure on a page; of longer ones it has letters.
    private static let longestName = 36

    private static func letter(_ place: Int) -> String { String(UnicodeScalar(UInt8(ascii: "A") + UInt8(place % 26))) }

    private func figure(
        _ figure: Figure, of quantity: SweepQuantity, looks: [String: Int], letters: Bool, note: String?
    ) -> ReportFigure? {
        let limit = min(PointReduction.mostPoints, Self.mostPoints / max(figure.series.count, 1))
        let isCrowded = figure.series.count > 6
        let series = figure.series.map { one in
            var one = one.reduced(to: limit)
            one.look = one.name.flatMap { looks[$0] }
            if letters { one.name = one.look.map(Self.letter) }
            if isCrowded { one.style = .line }
            return one
        }
        let notes = [note, Self.note(longest: figure.series.map(\.x.count).max() ?? 0, limit: limit)].compactMap { $0 }
        let names = letters ? "the letters above" : series.compactMap(\.name).joined(separator: ", ")
        return ReportFigure(
            quantity.title, description: "\(quantity.title) against \(result.axes[0].name), by \(names).",
            note: notes.isEmpty ? nil : notes.joined(separator: " "), x: figure.x, y: Axis(quantity.shortLabel),
            series: series)
    }

    private static func note(longest: Int, limit: Int) -> String? {
        longest > limit ? "\(limit) of \(NumberText.grouped(longest)) points of a line are shown." : nil
    }

    /// The rows of no more series than a figure holds, and what was left out: of the combinations of values behind the
    /// first entry, some evenly chosen.
    private var drawnResult: (result: SweepResult, note: String?) {
        var order: [[Double]] = []
        var known: Set<[Double]> = []
        for row in result.rows {
            let rest = Array(row.values.dropFirst())
            if known.insert(rest).inserted { order.append(rest) }
        }
        let limit = max(SweepSettings.largestSeriesCount / max(settings.methods.count, 1), 1)
        guard order.count > limit else { return (result, nil) }
        let kept = Set(PointReduction.indices(count: order.count, limit: limit).map { order[$0] })
        var reduced = result
        reduced.rows = result.rows.filter { kept.contains(Array($0.values.dropFirst())) }
        return (
            reduced,
            "Of \(NumberText.grouped(order.count)) combinations of the values behind \(settings.axes[0].name) "
                + "\(kept.count) are drawn."
        )
    }
}

extension SweepQuantity {
    /// The axis's label without its unit.
    fileprivate var title: String { label.split(separator: " (").first.map(String.init) ?? label }

    /// The axis's label, short enough for a small figure under its title.
    fileprivate var shortLabel: String {
        switch self {
        case .objective: "objective"
        case .gap: "relative gap"
        case .price, .priceBelow: "objective per edge step"
        default: label
        }
    }
}

extension Series {
    /// At most so many of the points, evenly chosen.
    fileprivate func reduced(to limit: Int) -> Series {
        let kept = PointReduction.indices(count: x.count, limit: limit)
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

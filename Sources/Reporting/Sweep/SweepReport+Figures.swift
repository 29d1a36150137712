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
        let figures = drawnQuantities.compactMap { quantity in
            drawn.result.figure(of: quantity).flatMap { self.figure($0, of: quantity, looks: looks, note: drawn.note) }
        }
        return Report.Section(
            "Figures",
            paragraphs: [
                "Lines are means over the runs of a point, bands their 95 % intervals by Student's t distribution; a line "
                    + "without a band has one run at each point. Points without a plan are left out."
            ], figures: figures)
    }

    private func figure(
        _ figure: Figure, of quantity: SweepQuantity, looks: [String: Int], note: String?
    ) -> ReportFigure? {
        let limit = min(PointReduction.mostPoints, Self.mostPoints / max(figure.series.count, 1))
        let letters = figure.series.contains { ($0.name?.count ?? 0) > Self.longestName }
        var names: [String] = []
        let series = figure.series.map { one in
            var one = one.reduced(to: limit)
            guard let name = one.name, let look = looks[name] else { return one }
            one.look = look
            let letter = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(look % 26)))
            if letters { one.name = letter }
            names.append(letters ? "\(letter): \(name)" : name)
            return one
        }
        let notes = [note, Self.note(longest: figure.series.map(\.x.count).max() ?? 0, limit: limit)].compactMap { $0 }
        return ReportFigure(
            quantity.title,
            description: "\(quantity.title) against \(result.axes[0].name): \(names.joined(separator: "; ")).",
            note: notes.isEmpty ? nil : notes.joined(separator: " "), x: figure.x, y: figure.y, series: series)
    }

    /// The longest name that has room in the legend of a figure on a page; longer ones stand below, by letters.
    private static let longestName = 36

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

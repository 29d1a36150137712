import OffloadModel
import Plotting

extension SweepSettings {
    /// The most series of a figure.
    public static let largestSeriesCount = 12

    /// Checks that the rows of such a sweep can be drawn as one figure.
    ///
    /// - Throws: `SettingError` if there would be too many series, or none has the quantity.
    public func validateFigure(of quantity: SweepQuantity) throws(SettingError) {
        let count = axes.dropFirst().reduce(methods.count) { count, axis in
            count.multipliedReportingOverflow(by: axis.values.count).overflow ? .max : count * axis.values.count
        }
        guard count <= Self.largestSeriesCount else {
            throw SettingError(
                setting: "plot", value: "a figure of \(count) series",
                allowed: "at most \(Self.largestSeriesCount): one for each method and each combination of the values "
                    + "behind the first entry")
        }
        guard ![.price, .priceBelow].contains(quantity) || methods.contains(.certified) else {
            throw SettingError(
                setting: "plotOf", value: quantity.rawValue, allowed: "a price where certified is among the methods")
        }
    }
}

extension SweepResult {
    /// The rows as a figure: the first axis across, a quantity upwards, and a series for each method and each
    /// combination of the other axes' values, with 95 % intervals where there are several runs.
    ///
    /// - Returns: nil if no row has the quantity.
    public func figure(of quantity: SweepQuantity, title: String? = nil) -> Figure? {
        guard let first = axes.first else { return nil }
        var order: [Key] = []
        var points: [Key: [(x: Double, estimate: MeanEstimate)]] = [:]
        for row in rows {
            guard let estimate = row[quantity] else { continue }
            let key = Key(method: row.method, rest: Array(row.values.dropFirst()))
            if points[key] == nil { order.append(key) }
            points[key, default: []].append((row.values[0], estimate))
        }
        guard !order.isEmpty else { return nil }
        let series = order.map { key in
            let points = (points[key] ?? []).sorted { $0.x < $1.x }
            let isRandom = points.contains { $0.estimate.lower != nil }
            return Series(
                key.name(axes: axes), x: points.map(\.x), y: points.map(\.estimate.mean),
                interval: isRandom
                    ? .init(
                        lower: points.map { $0.estimate.lower ?? $0.estimate.mean },
                        upper: points.map { $0.estimate.upper ?? $0.estimate.mean }) : nil,
                style: points.count > 40 ? .line : .linePoints)
        }
        // What all series have in common stands in the title, not in every name.
        let common = axes.dropFirst().filter { $0.values.count == 1 }.map { $0.text(of: $0.values[0]) }
        let heading = ([title.map(PrintableText.title)].compactMap { $0 } + common).joined(separator: ", ")
        // Names with values in them are too long for a corner.
        let isBelow = series.count > 1 && axes.dropFirst().contains { $0.values.count > 1 }
        return Figure(
            title: heading.isEmpty ? nil : heading, x: Axis(first.label), y: Axis(quantity.label), series: series,
            legend: isBelow ? .below : .automatic, size: isBelow ? Self.size(for: series) : .init())
    }

    /// The usual size with room for the names below.
    private static func size(for series: [Series]) -> Figure.Size {
        var size = Figure.Size()
        let names = series.compactMap(\.name)
        size.width = min(max(size.width, Legend.nameWidth(of: names) + 60), 4000)
        size.height += Legend.rowHeight * Legend.rowCount(of: names, below: size.width)
        return size
    }

    /// What the points of a series have in common.
    private struct Key: Hashable {
        let method: SolveMethod
        let rest: [Double]

        /// The method, and the values of the other axes that have several.
        func name(axes: [SweepAxis]) -> String {
            ([method.rawValue]
                + zip(axes.dropFirst(), rest).filter { $0.0.values.count > 1 }.map { $0.text(of: $1) })
                .joined(separator: ", ")
        }
    }
}

extension SweepAxis {
    /// The axis at a value in words, such as `edge.stepBudget = 100`.
    fileprivate func text(of value: Double) -> String { "\(name) = \(DecimalText.significant(value, digits: 6))" }
}

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
        guard quantity != .price || methods.contains(.certified) else {
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
        // Names with values in them are too long for a corner.
        return Figure(
            title: title, x: Axis(first.label), y: Axis(quantity.label), series: series,
            legend: axes.count > 1 && series.count > 1 ? .below : .automatic)
    }

    /// What the points of a series have in common.
    private struct Key: Hashable {
        let method: SolveMethod
        let rest: [Double]

        /// The method, and the values behind the first axis.
        func name(axes: [SweepAxis]) -> String {
            ([method.rawValue]
                + zip(axes.dropFirst(), rest).map { "\($0.name) = \(DecimalText.significant($1, digits: 6))" })
                .joined(separator: ", ")
        }
    }
}

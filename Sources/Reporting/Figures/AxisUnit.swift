import Plotting

/// The unit of an axis with long numbers: thousands, millions, so that the marks have room for their labels.
package struct AxisUnit: Equatable {
    /// What one of the unit is.
    package let factor: Double

    /// The unit for numbers: one that leaves at most four digits before the point.
    package init(for values: [Double]) {
        let largest = values.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
        var factor = 1.0
        while largest / factor >= 10_000, factor < 1e300 { factor *= 1000 }
        self.factor = factor
    }

    /// Numbers in the unit.
    package func scaled(_ values: [Double]) -> [Double] { factor == 1 ? values : values.map { $0 / factor } }

    /// An axis whose label tells the unit.
    package func axis(_ label: String) -> Axis {
        switch factor {
        case 1: Axis(label)
        case 1000: Axis(label + " (thousands)")
        case 1_000_000: Axis(label + " (millions)")
        default: Axis(label + " (in units of \(NumberText.short(factor)))")
        }
    }
}

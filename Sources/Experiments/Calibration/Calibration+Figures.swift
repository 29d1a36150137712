import OffloadModel
import Plotting

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Calibration {
    /// The measurements with both curves. The steps are on a logarithmic axis if they span more than a factor of thirty.
    ///
    /// Of more than 2000 points only every k-th is drawn, and the legend says so.
    public var figure: Figure {
        let drawn = drawnPoints
        var series = [
            Series(
                label("measured"), x: drawn.map { points.steps[$0] }, y: drawn.map { points.values[$0] },
                style: .points,
                look: 0),
            curve(fit, name: "exponential", look: 1),
        ]
        if let powerLaw { series.append(curve(powerLaw, name: "power law", look: 2)) }
        return Figure(x: stepsAxis, y: Axis(valueLabel), series: series)
    }

    /// Value minus curve at the steps of every measurement, for both curves.
    public var residualFigure: Figure {
        let drawn = drawnPoints
        let steps = drawn.map { points.steps[$0] }
        var series = [
            Series(nil, x: ends, y: [0, 0], style: .line, look: 6),
            Series(label("exponential"), x: steps, y: drawn.map { fit.residuals[$0] }, style: .points, look: 1),
        ]
        if let powerLaw {
            series.append(
                Series(label("power law"), x: steps, y: drawn.map { powerLaw.residuals[$0] }, style: .points, look: 2))
        }
        return Figure(x: stepsAxis, y: Axis("\(valueLabel), measured minus curve"), series: series)
    }

    /// The heading of what was measured, without its control characters.
    private var valueLabel: String { PrintableText.title(points.name) }

    private static let mostPoints = 2000
    private static let curvePoints = 200

    /// Every k-th point.
    private var stride: Int { (points.count + Self.mostPoints - 1) / Self.mostPoints }

    private var drawnPoints: [Int] { Array(Swift.stride(from: 0, to: points.count, by: stride)) }

    private func label(_ name: String) -> String { stride == 1 ? name : "\(name) (one point in \(stride))" }

    /// The fewest and the most steps.
    private var ends: [Double] {
        [points.steps.reduce(.infinity, min), points.steps.reduce(-.infinity, max)]
    }

    private var isWide: Bool { ends[0] > 0 && ends[1] / ends[0] > 30 }

    private var stepsAxis: Axis { Axis("steps", scale: isWide ? .logarithmic : .linear) }

    /// A curve at points that are evenly spaced on the axis.
    private func curve(_ fit: CurveFit, name: String, look: Int) -> Series {
        let (first, last) = (ends[0], ends[1])
        let steps = (0...Self.curvePoints).map { index in
            let share = Double(index) / Double(Self.curvePoints)
            return isWide ? first * pow(last / first, share) : first + share * (last - first)
        }
        return Series(name, x: steps, y: steps.map { fit.value(at: $0) }, style: .line, look: look)
    }
}

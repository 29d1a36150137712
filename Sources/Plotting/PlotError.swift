/// Why there is no picture.
public enum PlotError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A part of a figure that cannot be drawn: its name, the series and the point where there are any, both from 0,
    /// what was found, and what is allowed.
    case invalid(field: String, series: Int? = nil, point: Int? = nil, value: String, allowed: String)
    /// There is no program of this name or path.
    case notFound(program: String)
    /// The program ended without a picture; its own words.
    case failed(program: String, reason: String)

    /// The error in one sentence.
    public var description: String {
        switch self {
        case .invalid(let field, let series, let point, let value, let allowed):
            let places = [series.map { "series \($0)" }, point.map { "point \($0)" }].compactMap { $0 }
            return ([field] + places).joined(separator: ", ") + ": found \(value), allowed is \(allowed)"
        case .notFound(let program):
            return
                "cannot draw figures: there is no \(program); install gnuplot, on Debian and Ubuntu with "
                + "'apt-get install gnuplot-nox fonts-dejavu-core'"
        case .failed(let program, let reason):
            return "\(program) drew no figure: \(reason)"
        }
    }
}

import Mustache
import Plotting

/// Makes one self-contained HTML page of a ``Report``.
///
/// The page needs nothing but itself: style and figures are inside, there are no scripts, and a content security policy
/// forbids it to load anything. It follows the reader's choice of light or dark and fits a telephone.
public struct ReportPage: Sendable {
    private let gnuplot: Gnuplot

    /// A page whose figures are drawn by the given program.
    public init(drawnBy gnuplot: Gnuplot) {
        self.gnuplot = gnuplot
    }

    /// The HTML text of a report, as UTF-8.
    ///
    /// - Throws: `PlotError` if a figure cannot be drawn.
    public func render(_ report: Report) async throws(PlotError) -> [UInt8] {
        var drawings: [[ThemedDrawing]] = []
        var colours = ThemeColours()
        for section in report.sections {
            var row: [ThemedDrawing] = []
            for figure in section.figures {
                let (light, dark) = try await draw(figure.figure)
                let prefix = "f\(drawings.count)-\(row.count)-"
                guard let drawing = ThemedDrawing(light: light, dark: dark, prefix: prefix, colours: &colours) else {
                    throw .failed(program: "gnuplot", reason: "it returned no SVG drawing")
                }
                row.append(drawing)
            }
            drawings.append(row)
        }
        let view = PageView(report, drawings: drawings, colours: colours)
        return Array(PageTemplates.shared.render(view).utf8)
    }

    /// A figure in both themes, drawn side by side.
    private func draw(_ figure: Figure) async throws(PlotError) -> (light: [UInt8], dark: [UInt8]) {
        let gnuplot = gnuplot
        async let light = Self.attempt { () async throws(PlotError) in
            try await gnuplot.render(figure, as: .svg, theme: .light)
        }
        async let dark = Self.attempt { () async throws(PlotError) in
            try await gnuplot.render(figure, as: .svg, theme: .dark)
        }
        return (try await light.get(), try await dark.get())
    }

    /// What a drawing comes to, as a value, which keeps the kind of its error.
    private static func attempt(
        _ body: @Sendable () async throws(PlotError) -> [UInt8]
    ) async -> Result<[UInt8], PlotError> {
        do throws(PlotError) {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }
}

import Foundation
import Plotting
import Testing

/// What cannot be drawn, and what is said about it.
@Suite struct FigureErrorTests {
    /// A fault, the field that its error names, and the series and point.
    struct Fault: Sendable, CustomStringConvertible {
        let description: String
        let field: String
        var series: Int?
        var point: Int?
        let plant: @Sendable (inout Figure) -> Void
    }

    static let faults: [Fault] = [
        Fault(description: "no series", field: "series") { $0.series = [] },
        Fault(description: "no points", field: "x", series: 1) { ($0.series[1].x, $0.series[1].y) = ([], []) },
        Fault(description: "NaN", field: "y", series: 1, point: 4) { $0.series[1].y[4] = .nan },
        Fault(description: "infinity", field: "x", series: 0, point: 0) { $0.series[0].x[0] = .infinity },
        Fault(description: "NaN in a band", field: "interval.lower", series: 0, point: 2) {
            $0.series[0].interval?.lower[2] = .nan
        },
        Fault(description: "short y", field: "y", series: 1) { $0.series[1].y.removeLast() },
        Fault(description: "long band", field: "interval.upper", series: 0) {
            $0.series[0].interval?.upper.append(9)
        },
        Fault(description: "band upside down", field: "interval.upper", series: 0, point: 3) {
            $0.series[0].interval?.upper[3] = -1
        },
        Fault(description: "zero on a logarithmic axis", field: "x", series: 0, point: 0) { $0.x.scale = .logarithmic },
        Fault(description: "negative on a logarithmic axis", field: "y", series: 1, point: 5) {
            $0.y.scale = .logarithmic
            $0.series[1].y[5] = -1
        },
        Fault(description: "band at zero on a logarithmic axis", field: "interval.lower", series: 0, point: 6) {
            $0.y.scale = .logarithmic
            $0.series[0].interval?.lower[6] = 0
        },
        Fault(description: "logarithmic range from zero", field: "y.range") {
            $0.y.scale = .logarithmic
            $0.y.range = 0...1
        },
        Fault(description: "range without length", field: "x.range") { $0.x.range = 1...1 },
        Fault(description: "infinite range", field: "x.range") { $0.x.range = 1...(.infinity) },
        Fault(description: "tick at NaN", field: "x.ticks", point: 1) {
            $0.x.ticks = [.init(0, "a"), .init(.nan, "b")]
        },
        Fault(description: "line break in a name", field: "name", series: 1) { $0.series[1].name = "a\nb" },
        Fault(description: "control character in the title", field: "title") { $0.title = "a\u{1}" },
        Fault(description: "line separator in a label", field: "x.label") { $0.x.label = "\u{2028}" },
        Fault(description: "line break under a tick", field: "y.ticks") { $0.y.ticks = [.init(0, "\r\n")] },
        Fault(description: "negative look", field: "look", series: 0) { $0.series[0].look = -1 },
        Fault(description: "no width", field: "size.width") { $0.size.width = 0 },
        Fault(description: "huge", field: "size.height") { $0.size.height = 1_000_000 },
        Fault(description: "no pixels", field: "size.pixelsPerUnit") { $0.size.pixelsPerUnit = 0 },
    ]

    @Test(arguments: faults)
    func faultIsNamed(fault: Fault) async throws {
        var figure = Samples.lines
        try figure.validate()
        fault.plant(&figure)
        let error = try #require(throws: PlotError.self) { try figure.validate() }
        guard case .invalid(let field, let series, let point, let value, let allowed) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(field == fault.field && series == fault.series && point == fault.point)
        #expect(!value.isEmpty && !allowed.isEmpty)
        await #expect(throws: error) { try await Gnuplot().render(figure, as: .svg) }
    }

    @Test func missingProgramSaysHowToInstallIt() {
        let error = #expect(throws: PlotError.notFound(program: "/nowhere/gnuplot")) {
            try Gnuplot(path: "/nowhere/gnuplot")
        }
        #expect(error?.description.contains("apt-get install gnuplot-nox") == true)
        #expect(throws: PlotError.notFound(program: "/tmp")) { try Gnuplot(path: "/tmp") }
    }

    /// A program that does not draw is an error with its words, not an empty picture.
    @Test(arguments: [
        ("/bin/false", "exited(1)"), ("/bin/true", "exited(0)"), ("/bin/ls", "unrecognized option"),
    ])
    func failingProgramIsAnError(path: String, words: String) async throws {
        let board = try Gnuplot(path: path)
        let error = await #expect(throws: PlotError.self) {
            try await board.render(Samples.everything, as: .svg)
        }
        guard case .failed(let program, let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(program == path && reason.contains(words), "\(reason)")
    }
}

import Foundation
import Plotting
import Testing

/// What sets gnuplot up for a user's windows changes no figure, and what keeps it from drawing shows before it matters.
@Suite struct EnvironmentTests {
    @Test(arguments: [ImageFormat.svg, .png])
    func variablesOfGnuplotAreWithheld(format: ImageFormat) async throws {
        let variables = [
            "GNUTERM": "no-such-terminal", "GNUPLOT_DEFAULT_GDFONT": "none", "GDFONTPATH": "/nowhere",
            "GNUPLOT_FONTPATH": "/nowhere", "GNUPLOT_LIB": "/nowhere", "GNUPLOT_DRIVER_DIR": "/nowhere",
            "GNUPLOT_PS_DIR": "/nowhere", "GNUHELP": "/nowhere", "FIT_LOG": "/nowhere", "LC_ALL": "de_DE.UTF-8",
        ]
        let board = try Gnuplot()
        let plain = try await board.render(Samples.everything, as: format)
        for (name, value) in variables { setenv(name, value, 1) }
        defer { for name in variables.keys { unsetenv(name) } }
        #expect(try await board.render(Samples.everything, as: format) == plain)
        try await board.expectDrawing([format])
    }

    @Test(arguments: ["/bin/false", "/bin/true", "/bin/ls"])
    func programsThatDoNotDrawAreFound(path: String) async throws {
        let board = try Gnuplot(path: path)
        await #expect(throws: PlotError.self) { try await board.expectDrawing([.svg]) }
        try await board.expectDrawing([])
    }

    @Test func bothFormatsAreTried() async throws {
        try await Gnuplot().expectDrawing(ImageFormat.allCases)
    }
}

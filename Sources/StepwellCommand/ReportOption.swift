import ArgumentParser
import Reporting
import Stepwell

/// The option `--report` of the commands that can tell their results as a page.
struct ReportOption: ParsableArguments {
    @Option(
        name: .customLong("report"),
        help: ArgumentHelp(
            "Write a report as one HTML page with tables and figures, - for standard output.", valueName: "report"))
    var path: String?

    /// Refuses to send a page to standard output together with another result.
    ///
    /// - Parameter others: options that send a result somewhere, with their paths.
    func validate(beside others: (name: String, path: String?)...) throws {
        guard OpenStream.isStandardOutput(path),
            let other = others.first(where: { OpenStream.isStandardOutput($0.path) })
        else { return }
        throw ValidationError("--report and \(other.name) cannot both go to standard output")
    }

    /// The page that will be written, nil if none is asked for. To be asked before a long computation.
    ///
    /// - Throws: ``PlotError`` if nothing draws its figures.
    func page() throws -> PageFile? {
        guard let path else { return nil }
        return PageFile(path: path, page: ReportPage(drawnBy: try Gnuplot.drawing([.svg])))
    }
}

/// A page that will be written.
struct PageFile {
    let path: String
    fileprivate let page: ReportPage

    fileprivate init(path: String, page: ReportPage) {
        self.path = path
        self.page = page
    }

    /// Draws the figures and writes the page, in one piece or not at all.
    func write(_ report: Report) throws {
        let page = page
        try AtomicFile.write(Drawing.result { try await page.render(report) }, path: path)
    }
}

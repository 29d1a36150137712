import ArgumentParser
import Stepwell

/// `stepwell calibrate`: the rates of a scenario from measurements.
struct CalibrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate",
        abstract: "Fit the decay of an error, or the rise of a utility, to a table of measurements.",
        discussion: """
            The table is CSV with a line of headings. Fits error = A·exp(−C1·steps) + floor or, with --utility, \
            utility = limit − A·exp(−C2·steps), and says when a power law fits so much better that an exponential is \
            the wrong shape. With --into the values go into a scenario.
            """)

    @Argument(help: "The table as CSV, or - for standard input.")
    var table: String

    @Option(
        name: [.long, .customLong("column")],
        help: """
            The heading of what was measured. (default: error, or utility with --utility; else the only column beside \
            the steps)
            """)
    var error: String?

    @Option(help: "The heading of the numbers of steps. (default: steps)")
    var steps: String?

    @Option(help: "The heading of standard deviations, by which the points are weighted.")
    var deviation: String?

    @Flag(help: "What was measured is a utility, which rises with the steps.")
    var utility = false

    @Option(CommandNumbers.from, defaultText: "all points")
    var from: TypedNumber<Double>

    @Option(CommandNumbers.to, defaultText: "all points")
    var to: TypedNumber<Double>

    @Option(
        help: "The floor of the error: \(FloorRule.allCases.map(\.rawValue).joined(separator: ", ")).")
    var floor: FloorRule = .atLeastZero

    @Option(help: "Write the fitted values into a scenario: the file to take, - for standard input.")
    var into: String?

    @Option(name: [.short, .long], help: "Where that scenario goes, - for standard output.")
    var output: String?

    @Option(
        help: "The sites that get the curve: \(CalibratedSites.allCases.map(\.rawValue).joined(separator: ", ")).")
    var sites: CalibratedSites = .both

    @Option(CommandNumbers.scale, defaultText: "the curve at 0 steps")
    var scale: TypedNumber<Double>

    @Option(help: "Draw the points with both curves: a file whose name ends in .svg or .png.")
    var plot: String?

    @Option(help: "Draw the residuals of both curves: a file whose name ends in .svg or .png.")
    var residualPlot: String?

    @Flag(help: "Print JSON instead of the summary.")
    var json = false

    func validate() throws {
        guard (into == nil) == (output == nil) else {
            throw ValidationError("--into and --output belong together: the scenario to take, and where it goes")
        }
        guard !OpenStream.isOne(table, into) else {
            throw ValidationError("only one of the table and the scenario can come from standard input")
        }
        for file in [plot, residualPlot].compactMap({ $0 }) where Self.format(of: file) == nil {
            throw ValidationError("\(file) is no name for a figure, allowed is one that ends in .svg or .png")
        }
        try OptionName.checking {
            _ = try (range, scale.given)
        }
        if utility {
            guard !scale.isGiven else { throw ValidationError("--scale is for errors, not for a utility") }
            guard floor == .atLeastZero else { throw ValidationError("--floor is for errors, not for a utility") }
        }
        if into == nil {
            guard !scale.isGiven else { throw ValidationError("--scale is for the scenario of --into") }
            guard sites == .both else { throw ValidationError("--sites is for the scenario of --into") }
        }
    }

    func run() throws {
        try ExitStatus.reporting {
            let outputs = try OutputFiles.check(
                [plot, residualPlot, output], inputs: [table] + (into.map { [$0] } ?? []))
            let formats = [plot, residualPlot].compactMap { $0.flatMap(Self.format) }
            let board = formats.isEmpty ? nil : try Gnuplot.drawing(formats)
            try BackendReport.load()
            let calibration = try ExitStatus.reading(table) { try fitted(path: $0) }
            guard calibration.fit.status.hasConverged else {
                Console.error("the fit ended without convergence: \(calibration.fit.status.rawValue)")
                throw ExitStatus.failedCheck
            }
            var pictures: [(path: String, bytes: [UInt8])] = []
            for (file, figure) in [(plot, calibration.figure), (residualPlot, calibration.residualFigure)] {
                guard let file, let board, let format = Self.format(of: file) else { continue }
                pictures.append((file, try Drawing.result { try await board.render(figure, as: format) }))
            }
            var written: CalibrationReport.Written?
            if let into, let output {
                let scenario = try ExitStatus.reading(into) { try Scenario(path: $0) }
                let values = try calibration.scenarioValues(scale: scale.given)
                try calibration.applied(to: scenario, sites: sites, scale: scale.given).write(
                    path: output, style: .pretty)
                written = CalibrationReport.Written(path: output, sites: sites, values: values)
            }
            for picture in pictures { try AtomicFile.write(picture.bytes, path: picture.path) }
            let report = CalibrationReport(path: table, calibration: calibration, written: written)
            for line in json ? try report.json().textLines : report.lines { try outputs.print(line) }
            for warning in calibration.warnings { Console.note("stepwell: warning: \(warning)") }
        }
    }

    private func fitted(path: String) throws -> Calibration {
        let quantity: MeasuredQuantity = utility ? .utility : .error
        let columns = MeasurementColumns(steps: steps, values: error, deviations: deviation)
        let points = try StepMeasurements(CSVDocument(path: path), of: quantity, columns: columns)
        return try Calibration(points.within(range), of: quantity, floor: floor)
    }

    /// The steps of the points that are kept.
    private var range: ClosedRange<Double> {
        get throws(SettingError) {
            let (first, last) = (try from.given ?? 0, try to.given ?? .greatestFiniteMagnitude)
            guard first <= last else {
                throw SettingError(
                    setting: "from", value: first.settingText, allowed: "at most --to, \(last.settingText)")
            }
            return first...last
        }
    }

    private static func format(of file: String) -> ImageFormat? {
        ImageFormat.allCases.first { file.hasSuffix(".\($0.rawValue)") }
    }
}

extension FloorRule: ExpressibleByArgument {}
extension CalibratedSites: ExpressibleByArgument {}

import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// The program gnuplot as a drawing board: a figure in, the bytes of a picture out.
///
/// Commands and data go to its standard input and the picture comes from its standard output; no file has a name.
/// The same figure gives the same bytes with the same version of gnuplot and the same fonts: neither files nor
/// environment variables that set gnuplot up for a user are read.
public struct Gnuplot: Sendable {
    private let executable: Executable
    private let program: String

    /// Finds the program.
    ///
    /// - Parameter path: where it is; nil for the first `gnuplot` in the search path of the process.
    /// - Throws: ``PlotError/notFound(program:)``, which says how to install it.
    public init(path: String? = nil) throws(PlotError) {
        program = path ?? "gnuplot"
        guard let found = path ?? ProgramSearch.path(of: program), ProgramSearch.isProgram(found) else {
            throw .notFound(program: program)
        }
        executable = .path(FilePath(found))
    }

    /// Draws a small figure in each of the formats and drops it, so that whatever keeps the program from drawing shows
    /// before a long computation and not after it.
    ///
    /// - Throws: ``PlotError``, as ``render(_:as:theme:)`` does.
    public func expectDrawing(_ formats: some Sequence<ImageFormat>) async throws(PlotError) {
        let trial = Figure(title: "t", x: Axis("x"), y: Axis("y"), series: [Series("s", x: [0, 1], y: [0, 1])])
        for format in Set(formats) { _ = try await render(trial, as: format) }
    }

    /// The variables by which gnuplot, its fitting and its terminals are set up; `GNUTERM` alone can keep it from drawing,
    /// and a font from another place changes the picture.
    private static let withheld: [Environment.Key] = [
        "GNUTERM", "GNUHELP", "GNUFITLOG", "GDFONTPATH", "GNUPLOT_DEFAULT_GDFONT", "GNUPLOT_DRIVER_DIR",
        "GNUPLOT_FONTPATH", "GNUPLOT_LIB", "GNUPLOT_LUA_DIR", "GNUPLOT_PFBTOPFA", "GNUPLOT_PS_DIR",
        "GNUPLOT_SHARE_DIR", "GNUPLOT_TTFTOPFA", "FIT_LOG", "FIT_SCRIPT", "PAGER",
    ]

    /// The environment of the program: that of this process, but for what would set gnuplot up in another way.
    private static var environment: Environment {
        var changes: [Environment.Key: String?] = ["LC_ALL": "C.UTF-8"]
        for name in withheld { changes.updateValue(nil, forKey: name) }
        return .inherit.updating(changes)
    }

    /// Draws a figure.
    ///
    /// The program runs in a process group of its own: Ctrl-C on a terminal does not reach it.
    ///
    /// - Returns: a whole file of the format, of at most 64 MB.
    /// - Throws: ``PlotError``: the figure cannot be drawn, see ``Figure/validate()``, or the program is not there or fails.
    public func render(
        _ figure: Figure, as format: ImageFormat, theme: Theme = .light
    ) async throws(PlotError) -> [UInt8] {
        try figure.validate()
        let script = GnuplotScript(figure, format: format, theme: theme).text
        var options = PlatformOptions()
        options.processGroupID = 0
        let outcome: (status: TerminationStatus, picture: [UInt8], words: String)
        do {
            let input = try NamelessFile(script)
            let result = try await run(
                executable, arguments: ["--default-settings", "-"],
                environment: Self.environment, platformOptions: options,
                input: .fileDescriptor(input.descriptor, closeAfterSpawningProcess: true),
                output: .bytes(limit: 64 << 20), error: .string(limit: 1 << 20))
            outcome = (result.terminationStatus, result.standardOutput, result.standardError)
        } catch let error as SubprocessError where error.code == .executableNotFound {
            throw .notFound(program: program)
        } catch {
            throw .failed(program: program, reason: "\(error)")
        }
        guard outcome.status == .exited(0), format.isWhole(outcome.picture) else {
            let words = outcome.words.split(separator: "\n").map { $0.trimmingSpaces }.filter { !$0.isEmpty }
            throw .failed(
                program: program,
                reason: words.isEmpty ? "it ended with \(outcome.status)" : words.joined(separator: "; "))
        }
        return outcome.picture
    }
}

extension ImageFormat {
    /// True if bytes begin and end as a file of the format does.
    func isWhole(_ bytes: [UInt8]) -> Bool {
        switch self {
        case .svg:
            return bytes.starts(with: Array("<?xml".utf8)) && bytes.suffix(16).contains(UInt8(ascii: ">"))
                && String(decoding: bytes.suffix(16), as: UTF8.self).trimmingSpaces.hasSuffix("</svg>")
        case .png:
            return bytes.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
                && bytes.suffix(8) == [0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]
        }
    }
}

extension StringProtocol {
    /// The text without white space at its ends.
    var trimmingSpaces: String {
        var rest = Substring(self)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}

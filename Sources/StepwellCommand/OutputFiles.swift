import ArgumentParser
import Stepwell

/// The files that a command's results go to, looked at before the computation.
struct OutputFiles {
    /// True if one of them takes standard output, so that what is there for people moves to standard error.
    private let takeStandardOutput: Bool

    /// Checks that none of the outputs is an input, another output, or a file that a standard stream leads to.
    ///
    /// - Throws: ``PlaceConflict``, a usage error that names the path.
    init(_ outputs: [String?], inputs: [String]) throws {
        takeStandardOutput = try OutputPlaces(outputs.compactMap { $0 }, inputs: inputs).takeStandardOutput
    }

    /// Checks the same, and that the outputs can be written.
    ///
    /// - Throws: ``FileError``, ``PlaceConflict``.
    @discardableResult
    static func check(_ outputs: [String?], inputs: [String]) throws -> OutputFiles {
        for path in outputs.compactMap({ $0 }) { try AtomicFile.expectWritable(path: path) }
        return try OutputFiles(outputs, inputs: inputs)
    }

    /// Prints a line for people.
    func print(_ line: String) throws {
        takeStandardOutput ? Console.note(line) : try Console.print(line)
    }
}

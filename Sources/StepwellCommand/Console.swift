import Stepwell

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The terminal: results on standard output, everything else on standard error. A line stays one line: whatever control
/// characters a name or a path has are shown and not obeyed.
enum Console {
    /// Writes a line of results. A reader that has gone away is an error of input or output.
    static func print(_ line: String) throws {
        try write(PrintableText.escaped(line) + "\n", to: STDOUT_FILENO)
    }

    /// Writes a line about what went wrong.
    static func error(_ message: String) {
        try? write(PrintableText.escaped("stepwell: error: \(message)") + "\n", to: STDERR_FILENO)
    }

    /// Writes a line about what is allowed but hardly meant.
    static func warning(_ message: String) {
        try? write(PrintableText.escaped("stepwell: warning: \(message)") + "\n", to: STDERR_FILENO)
    }

    /// Writes a line that is not a result.
    static func note(_ line: String) {
        try? write(PrintableText.escaped(line) + "\n", to: STDERR_FILENO)
    }

    /// Writes to standard error without ending the line.
    static func draw(_ text: String) {
        try? write(text, to: STDERR_FILENO)
    }

    private static func write(_ text: String, to descriptor: Int32) throws {
        try Descriptor.write(Array(text.utf8), to: descriptor, path: "-")
    }
}

extension String {
    /// The lines of a text, such as a JSON document, to be written one by one.
    var textLines: [String] { split(separator: "\n").map(String.init) }
}

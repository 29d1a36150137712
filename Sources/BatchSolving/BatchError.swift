import OffloadModel

/// Why a batch of files cannot be begun or continued.
public enum BatchError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The output that exists is not the beginning of the output of this input with these settings.
    case foreignOutput(path: String, line: Int, reason: String)
    /// Input and output are the same file.
    case sameFile(path: String)
    /// Another process is writing the output.
    case outputInUse(path: String)
    /// A line cannot be used, and the batch is strict.
    case badLine(number: Int, reason: String)

    /// The reason in one sentence, on one line whatever the files are called and have.
    public var description: String { PrintableText.escaped(words) }

    private var words: String {
        switch self {
        case .foreignOutput(let path, let line, let reason):
            "\(path) cannot be continued: its line \(line) \(reason); use --fresh to start anew"
        case .sameFile(let path): "\(path) is both input and output"
        case .outputInUse(let path): "\(path) is being written by another process"
        case .badLine(let number, let reason): "line \(number): \(reason)"
        }
    }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A stream that is open already: standard input, output or error, or a descriptor by its number.
///
/// `-`, `/dev/stdin`, `/dev/stdout`, `/dev/stderr`, `/dev/fd/N` and `/proc/self/fd/N` name such streams, and so does a link to
/// one of them. A stream is read and written where it stands. Opened by its name it would begin at the start of the
/// file that it leads to, and a new file in that one's place would lose what others write to the stream.
public struct OpenStream: Equatable, Sendable {
    /// The number of the descriptor.
    public let descriptor: Int32

    /// The stream that the path of an input names, `-` being standard input; nil for anything else.
    public init?(input path: String) {
        self.init(path, dash: STDIN_FILENO)
    }

    /// The stream that the path of an output names, `-` being standard output; nil for anything else.
    public init?(output path: String) {
        self.init(path, dash: STDOUT_FILENO)
    }

    private init?(_ path: String, dash: Int32) {
        if path == "-" {
            descriptor = dash
        } else if case .stream(let number)? = try? PathEnd(path) {
            descriptor = number
        } else {
            return nil
        }
    }

    /// True if the path of an output names standard output; false for no path.
    public static func isStandardOutput(_ path: String?) -> Bool {
        path.flatMap(OpenStream.init(output:))?.descriptor == STDOUT_FILENO
    }

    /// True if the path of an output names standard error; false for no path.
    public static func isStandardError(_ path: String?) -> Bool {
        path.flatMap(OpenStream.init(output:))?.descriptor == STDERR_FILENO
    }

    /// True if the paths of two inputs name one stream, which can be read only once; false for no path.
    public static func isOne(_ path: String?, _ other: String?) -> Bool {
        guard let stream = path.flatMap(OpenStream.init(input:)) else { return false }
        return stream == other.flatMap(OpenStream.init(input:))
    }
}

import OffloadModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that cannot be read or written: which one, what was tried, and the system's reason.
public struct FileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was tried.
    public enum Operation: String, Sendable {
        /// Opening or reading.
        case read
        /// Creating, writing or renaming.
        case write
    }

    /// What was tried.
    public let operation: Operation
    /// The path as given; `-` for a standard stream.
    public let path: String
    /// The system's error number.
    public let code: Int32
    /// The system's words for it.
    public let reason: String

    /// An error with the system's words for its number.
    public init(_ operation: Operation, path: String, code: Int32) {
        self.operation = operation
        self.path = path
        self.code = code
        reason = String(cString: strerror(code))
    }

    /// The error in one sentence, on one line whatever the path is.
    public var description: String { PrintableText.escaped("cannot \(operation.rawValue) \(path): \(reason)") }
}

/// Two files of a command are one.
public enum PlaceConflict: Error, Sendable, Equatable, CustomStringConvertible {
    /// What an output names is read as well.
    case inputAndOutput(path: String, other: String)
    /// What an output names is written by another output as well, or a standard stream leads there.
    case twoOutputs(path: String, other: String)

    /// The reason in one sentence.
    public var description: String {
        switch self {
        case .inputAndOutput(let path, let other):
            "\(path) is both input and output" + Self.explanation(path, other)
        case .twoOutputs(let path, let other):
            "\(path) is the place of two outputs" + Self.explanation(path, other)
        }
    }

    /// Tells where two names of one file are not the same.
    private static func explanation(_ path: String, _ other: String) -> String {
        path.utf8.elementsEqual(other.utf8) ? "" : ", for \(other) is the same file"
    }
}

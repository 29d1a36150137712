/// How JSON text is laid out.
public enum JSONStyle: Sendable {
    /// On one line without spaces.
    case compact
    /// Indented, one member a line, arrays wrapped.
    case pretty
}

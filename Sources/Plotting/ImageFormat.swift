/// The kinds of picture.
public enum ImageFormat: String, Sendable, CaseIterable {
    /// Scalable Vector Graphics, text.
    case svg
    /// Portable Network Graphics.
    case png
}

/// Where the curve of an error may end.
public enum FloorRule: String, Sendable, CaseIterable {
    /// A floor that is fitted, at least 0.
    case atLeastZero = "at-least-zero"
    /// No floor, as in the paper's (4).
    case zero
    /// A floor that is fitted and may be negative, to see where the data point; a scenario cannot have it.
    case free
}

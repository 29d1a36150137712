/// Why Newton's matrix could not be factored or used.
public enum KKTError: Error, Equatable, Sendable {
    /// The matrix is singular, not of the inertia of a convex program, or not finite.
    case notFactorable(reason: String)
}

/// Which Newton system the interior-point method uses.
public enum NewtonSystem: String, Sendable, CaseIterable {
    /// Blocks of two with one coupling row, O(N) per iteration.
    case arrow
    /// A dense matrix, O(N³) per iteration: for a few hundred users.
    case dense
}

/// Columns for the users of a block who are about to change sides.
@frozen
public struct SwitchPointers {
    /// φ_n − r_n: negative for those that offload.
    public var reducedCosts: UnsafeMutablePointer<Double>
    /// s_n at the edge.
    public var steps: UnsafeMutablePointer<Double>

    /// Gathers the columns.
    @inlinable
    public init(reducedCosts: UnsafeMutablePointer<Double>, steps: UnsafeMutablePointer<Double>) {
        self.reducedCosts = reducedCosts
        self.steps = steps
    }
}

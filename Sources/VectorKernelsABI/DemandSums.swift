/// What one block of users adds to the dual function and its derivative.
@frozen
public struct DemandSums {
    /// Σ min(r_n, φ_n).
    public var cost = 0.0
    /// Σ |min(r_n, φ_n)|, for the bound on the rounding of `cost`.
    public var magnitude = 0.0
    /// Σ s_n over the users with φ_n < r_n.
    public var steps = 0.0
    /// Σ (s_n − L_n) over those of them that are strictly between their limits.
    public var elastic = 0.0
    /// Σ ds_n/dλ over the users with φ_n < r_n.
    public var sensitivity = 0.0
    /// How many users have φ_n < r_n.
    public var offloaded = 0.0

    /// All sums zero.
    @inlinable
    public init() {}
}

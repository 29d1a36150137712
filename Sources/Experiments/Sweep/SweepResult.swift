/// What a ``Sweep`` found.
public struct SweepResult: Sendable {
    /// The axes.
    public let axes: [SweepAxis]
    /// A row for every point and method, in the order of the points; as far as the sweep came.
    public package(set) var rows: [SweepRow] = []
    /// True if it was stopped before the last point.
    public internal(set) var wasStopped = false

    /// True if no run of any row has a plan, which at least one row says.
    public var isInfeasible: Bool { !rows.isEmpty && rows.allSatisfy { $0.plans == 0 } }
}

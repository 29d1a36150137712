import OffloadModel

/// What a ``StartPointStudy`` found.
public struct StartPointResult: Sendable {
    /// The verdict of the certified solve, or `.stopped`.
    public var status: SolveStatus
    /// The certified objective, nil if there is no plan.
    public var optimum: Double?
    /// The proven lower bound, nil if there is no plan.
    public var lowerBound: Double?
    /// One row for every start point and penalty that was finished.
    public var rows: [StartPointRow] = []

    /// A result without rows.
    public init(status: SolveStatus, optimum: Double?, lowerBound: Double?) {
        self.status = status
        self.optimum = optimum
        self.lowerBound = lowerBound
    }
}

import OffloadModel

/// What a method made of one point of a sweep: all its runs, summed up.
public struct SweepRow: Sendable, Equatable {
    /// The values of the axes at this point, in their order.
    public let values: [Double]
    /// The method.
    public let method: SolveMethod
    /// How many runs there were; 1 if nothing about them is random.
    public let runs: Int
    /// How many of them ended with a plan.
    public let plans: Int
    /// The verdict of the runs; where they differ, the worst in the order optimal, feasible, rounding limit, node
    /// limit, time limit, numerical failure, infeasible.
    public let status: String
    private let estimates: [MeanEstimate?]

    /// Sums up at least one run.
    init(values: [Double], method: SolveMethod, runs: [SweepRun]) {
        self.values = values
        self.method = method
        self.runs = runs.count
        plans = runs.reduce(0) { $0 + ($1.objective == nil ? 0 : 1) }
        status = runs.map(\.status).max { Self.rank($0) < Self.rank($1) }?.name ?? "none"
        estimates = SweepQuantity.allCases.map { quantity in MeanEstimate(runs.compactMap { quantity.value(of: $0) }) }
    }

    /// A quantity over the runs that have it, nil if none has.
    public subscript(quantity: SweepQuantity) -> MeanEstimate? {
        estimates[SweepQuantity.allCases.firstIndex(of: quantity)!]
    }

    private static func rank(_ status: SolveStatus) -> Int {
        switch status {
        case .optimal: 0
        case .feasible: 1
        case .roundingLimit: 2
        case .nodeLimit: 3
        case .timeLimit: 4
        case .stopped: 5
        case .numericalFailure: 6
        case .infeasible: 7
        }
    }
}

import OffloadModel
import VectorKernels

/// The memory that a solve works in, to be used again by the next one.
///
/// Solves of small problems in a used workspace allocate nothing but their results. A workspace serves one solve at a
/// time and has no influence on the result.
public struct SolveWorkspace: Sendable {
    var search = BranchAndBound()
    private var localCurves = CostCurves([])
    private var localMinima = MinimumColumns(count: 0)

    /// An empty workspace, which grows as needed.
    public init() {}

    /// r_n and its minimiser for every user of a small problem; there may be more costs than users.
    mutating func minimiseLocally(
        _ curves: CostCurves, rule: StepRule, kernels: Kernels
    ) -> (costs: [Double], steps: [Double]) {
        // Without a deadline nothing is thrown.
        try? localCurves.gather(0..<curves.count, of: curves)
        if localMinima.steps.count < localCurves.count { localMinima = MinimumColumns(count: localCurves.count) }
        localMinima.minimiseLocally(localCurves, rule: rule, with: kernels)
        return (localMinima.costs, Array(localMinima.steps[..<curves.count]))
    }
}

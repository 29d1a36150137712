import OffloadModel
import VectorKernels

/// What solving the core asks of the evaluator beside the dual function of a node.
extension DualEvaluator {
    /// Every core user's answer at a price, into columns that are made large enough.
    ///
    /// - Throws: ``TimeIsUp`` if the deadline passes first.
    mutating func minimise(at price: Double, into columns: inout MinimumColumns) throws(TimeIsUp) {
        evaluations += 1
        if columns.steps.count < core.curves.count { columns = MinimumColumns(count: core.curves.count) }
        try columns.minimise(core.curves, price: price, rule: core.rule, with: kernels, until: deadline)
    }

    /// Settles core users whom the server never serves better than their devices.
    ///
    /// - Throws: ``TimeIsUp`` if the deadline passes first.
    mutating func settleWhoNeverPays(
        _ problem: OffloadProblem, using columns: inout MinimumColumns
    ) throws(TimeIsUp) {
        try minimise(at: 0, into: &columns)
        core.settleWhoNeverPays(problem, edgeCosts: columns.costs)
    }
}

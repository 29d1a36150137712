import CertifiedSolving
import OffloadModel

/// What other budgets of edge steps would bring: the optimum and the price of P1 (8) over S_e.
///
/// Every point is a certified solve of its own that starts from its neighbour's price. The budgets lie around S_e and
/// reach past the one from which on more steps save nothing, if that is near.
public struct BudgetCurve: Sendable, Equatable {
    /// The optimum under one budget.
    public struct Point: Sendable, Equatable {
        /// The budget.
        public let stepBudget: Double
        /// The objective of the plan found.
        public let objective: Double
        /// The proven lower bound.
        public let lowerBound: Double
        /// λ, what one more step would save with the decisions of this plan; it jumps where users change sides.
        public let price: Double
        /// λ*, the price that maximises the dual function, which falls as the budget grows.
        public let dualPrice: Double
    }

    /// The points by increasing budget; budgets under which no plan exists are left out.
    public let points: [Point]
    /// The edge steps that the users would take if there were enough of them.
    public let demand: Double

    /// The most users for whom a curve costs next to nothing beside the solve.
    public static let mostUsers = 100_000
    /// How many budgets there are on either side of S_e.
    private static let pointsPerSide = 16
    /// The gap and the nodes that a point may take: the curve is for the eye.
    private static let (gap, nodeLimit) = (1e-6, 50)

    /// Solves for all budgets.
    ///
    /// - Parameters:
    ///   - problem: P1.
    ///   - settings: those of the solve that the curve goes with; gap, nodes and time are limited further.
    ///   - price: that of the solve, nil if unknown.
    ///   - mayContinue: asked every few thousand users, on any of the threads; false ends the computation without a curve.
    /// - Returns: nil if it was ended, if there are more than ``mostUsers`` users, if no budget has a plan, or if nobody
    ///   would offload even for nothing.
    /// - Throws: `SettingError` for settings out of their range.
    public init?(
        around problem: OffloadProblem, settings: CertifiedSolverSettings, startingFrom price: Double?,
        while mayContinue: @escaping @Sendable () -> Bool = { true }
    ) throws {
        guard problem.count <= Self.mostUsers else { return nil }
        var settings = settings
        settings.relativeGap = max(settings.relativeGap, Self.gap)
        settings.nodeLimit = min(settings.nodeLimit, Self.nodeLimit)
        settings.timeLimit = nil
        let solver = try CertifiedSolver(settings)
        var workspace = SolveWorkspace()
        var isStopped = false
        func solve(_ budget: Double, from price: Double?) -> Point? {
            guard !isStopped, let changed = try? problem.withStepBudget(budget) else { return nil }
            let result = solver.solve(changed, startingFrom: price, using: &workspace, while: mayContinue)
            isStopped = isStopped || result.status == .stopped
            guard let certificate = result.certificate, let price = result.price,
                let dualPrice = result.dualPrice
            else { return nil }
            demand = max(demand, certificate.plan.edgeStepsUsed)
            return Point(
                stepBudget: budget, objective: certificate.objective, lowerBound: certificate.lowerBound, price: price,
                dualPrice: dualPrice)
        }

        var demand = 0.0
        let plenty = problem.edge.mostSteps.reduce(0) { $0 + max($1, 0) }
        _ = solve(min(plenty, .greatestFiniteMagnitude), from: 0)
        guard demand > 0 else { return nil }
        let free = demand
        let budgets = Self.budgets(around: problem.stepBudget, demand: free)
        let middle = budgets.firstIndex { $0 >= problem.stepBudget } ?? 0
        // Outwards from the scenario's own budget, whose price is known.
        var points: [Point] = []
        var last = price
        for budget in budgets[middle...] {
            guard let point = solve(budget, from: last) else { continue }
            points.append(point)
            last = point.dualPrice
        }
        last = price
        for budget in budgets[..<middle].reversed() {
            guard let point = solve(budget, from: last) else { continue }
            points.insert(point, at: 0)
            last = point.dualPrice
        }
        guard !isStopped, mayContinue(), !points.isEmpty else { return nil }
        self.points = points
        self.demand = free
    }

    /// The budgets in increasing order, S_e among them unless it exceeds the demand by half.
    static func budgets(around budget: Double, demand: Double) -> [Double] {
        let steps = (0...2 * pointsPerSide).map { Double($0) / Double(2 * pointsPerSide) }
        if budget >= 1.5 * demand { return steps.map { demand * (0.25 + 1.25 * $0) } }
        let low = 0.25 * min(budget, demand)
        let high = budget < demand ? min(max(1.75 * budget, 0.1 * demand), 1.1 * demand) : 1.1 * budget
        let below = (0..<pointsPerSide).map { low + Double($0) * (budget - low) / Double(pointsPerSide) }
        let above = (1...pointsPerSide).map { budget + Double($0) * (high - budget) / Double(pointsPerSide) }
        return budget > low ? below + [budget] + above : [budget] + above
    }
}

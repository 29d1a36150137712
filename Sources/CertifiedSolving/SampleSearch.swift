import OffloadModel
import VectorKernels

/// A first guess of the price from a strided sample of the users, cheap beside one pass over all of them.
struct SampleSearch {
    /// The sample's best price.
    private(set) var price = 0.0
    /// How much of a pass over all users its evaluations add up to.
    private(set) var passes = 0.0

    /// How many users next to each other a sample takes where there are many more than it needs.
    private static let neighbours = 8

    private let curves: CostCurves
    private let localCosts: [Double]
    private let budget: Double
    /// How many users one of the sample stands for.
    private let weight: Double
    private let userPasses: UserPasses
    private var edgeSteps: [Double] = []
    /// The price of the last evaluation.
    private var last: Double?

    /// Solves the dual of the sample with what its users who must offload need, and a share in proportion of what that leaves
    /// of the budget.
    ///
    /// In proportion alone it could get less than they need, and no price would do.
    ///
    /// - Parameters:
    ///   - mandatorySteps: Σ L over all users who must offload.
    ///   - size: how many users to look at, about.
    ///   - start: where to begin, nil to begin at zero.
    ///   - deadline: when to give up, nil for never.
    init(
        of problem: OffloadProblem, localCosts: [Double], mandatorySteps: Double, size: Int,
        startingFrom start: Double?, rule: StepRule, kernels: Kernels, until deadline: SolveDeadline?
    ) throws(TimeIsUp) {
        // Neighbours share cache lines, which is what picking users from large columns costs.
        let neighbours = problem.count / size >= Self.neighbours ? Self.neighbours : 1
        let users = stride(from: 0, to: problem.count, by: max(problem.count / size, 1) * neighbours).flatMap {
            $0..<min($0 + neighbours, problem.count)
        }
        curves = problem.edge.subset(users)
        self.localCosts = users.map { localCosts[$0] }
        weight = Double(problem.count) / Double(users.count)
        var needed = 0.0
        for user in users.indices where self.localCosts[user] == .infinity {
            let fewest = curves.fewestSteps[user]
            needed += rule == .integer ? fewest.rounded(.up) : fewest
        }
        budget = problem.spendableBudget(under: rule) - mandatorySteps + weight * needed
        userPasses = UserPasses(kernels: kernels, threads: 1, rule: rule, until: deadline)
        // The sample itself is off by one part in the root of its size, and the dual function by the square of that: a
        // twentieth of it leaves the price within a quarter of what the sample is worth.
        let origin = try point(at: start ?? 0)
        var search = PriceSearch(
            start: start ?? 0, scale: max(abs(origin.value) / max(budget, 1) * 1e-2, 1e-300),
            tolerance: 0.05 / Double(users.count) * abs(origin.value))
        search.record(origin)
        while let price = search.next() { search.record(try point(at: price)) }
        price = search.best?.price ?? 0
    }

    /// The sample's estimate of d(demand)/dλ over all users, jumps included; < 0, or 0 where nothing moves.
    ///
    /// A finite difference over one per cent averages over many users that switch sides.
    mutating func slope() throws(TimeIsUp) -> Double {
        let step = 0.005 * price
        return step > 0 ? try (point(at: price + step).slope - point(at: price - step).slope) / (2 * step) : 0
    }

    private mutating func point(at price: Double) throws(TimeIsUp) -> PricePoint {
        passes += 1 / weight
        let demand = try userPasses.demand(
            curves, localCosts: localCosts, price: price, edgeSteps: &edgeSteps, startingFrom: last)
        last = price
        let value = weight * demand.cost - price * budget
        return PricePoint(
            price: price, value: value, bound: value, slope: weight * demand.steps - budget,
            curvature: weight * demand.sensitivity)
    }
}

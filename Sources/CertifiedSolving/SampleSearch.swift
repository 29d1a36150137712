import OffloadModel
import VectorKernels

/// A first guess of the price from a strided sample of the users, cheap beside one pass over all of them.
struct SampleSearch {
    /// The sample's best price.
    let price: Double
    /// The sample's estimate of d(demand)/dλ over all users, jumps included; < 0, or 0 where nothing moves.
    let slope: Double

    /// Solves the dual of the sample with a budget in proportion.
    ///
    /// - Parameters:
    ///   - size: how many users to look at, about.
    ///   - start: where to begin, nil to begin at zero.
    init(
        of problem: OffloadProblem, localCosts: [Double], size: Int, startingFrom start: Double?, rule: StepRule,
        kernels: Kernels
    ) {
        let stride = max(problem.count / size, 1)
        let users = Array(Swift.stride(from: 0, to: problem.count, by: stride))
        let curves = problem.edge.subset(users)
        let costs = users.map { localCosts[$0] }
        let passes = UserPasses(kernels: kernels, threads: 1, rule: rule)
        let budget = problem.spendableBudget(under: rule)
        let weight = Double(problem.count) / Double(users.count)
        var edgeSteps: [Double] = []
        func point(at price: Double) -> PricePoint {
            let demand = passes.demand(curves, localCosts: costs, price: price, edgeSteps: &edgeSteps)
            let value = weight * demand.cost - price * budget
            return PricePoint(
                price: price, value: value, bound: value, slope: weight * demand.steps - budget,
                curvature: weight * demand.sensitivity)
        }
        // The sample itself is off by one part in the root of its size, and the dual function by the square of that.
        let origin = point(at: start ?? 0)
        var search = PriceSearch(
            start: start ?? 0, scale: max(abs(origin.value) / max(budget, 1) * 1e-2, 1e-300),
            tolerance: 1e-3 / Double(users.count) * abs(origin.value))
        search.record(origin)
        while let price = search.next() { search.record(point(at: price)) }
        let best = search.best?.price ?? 0
        price = best
        // A finite difference over one per cent averages over many users that switch sides.
        let step = 0.005 * best
        slope = step > 0 ? (point(at: best + step).slope - point(at: best - step).slope) / (2 * step) : 0
    }
}

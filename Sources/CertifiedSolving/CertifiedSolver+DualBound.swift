import OffloadModel
import VectorKernels

/// The dual function at its maximum.
public struct DualBound: Sendable, Equatable {
    /// λ*.
    public var price: Double
    /// q(λ*), proven from below as every bound of the solver.
    public var value: Double
    /// How much the maximum can exceed `value`, by the concavity of q.
    public var slack: Double
}

extension CertifiedSolver {
    /// max q(λ), the bound before any branching, by bisection to the last bit of λ. For checking:
    /// ``solve(_:startingFrom:onIteration:while:)`` does not need the maximum and stops as soon as its bound suffices.
    ///
    /// q(λ) = Σ min(r_n, φ_n(λ)) − λ·S_e is concave with the slope Σ s_n(λ) − S_e over the offloaded, so the maximum
    /// lies where the slope changes its sign. Users have their own limits here, where those of ``solve(_:startingFrom:onIteration:while:)``
    /// have min(S_1, S_e), which makes its bounds tighter where S_e is small.
    ///
    /// - Parameters:
    ///   - problem: P1.
    ///   - price: where to begin; nil, or a number that is no price, for 0.
    /// - Returns: The best bound found, nil if no plan exists.
    public func dualBound(of problem: OffloadProblem, startingFrom price: Double? = nil) -> DualBound? {
        // Without a deadline nothing is thrown.
        (try? maximiseDual(of: problem, startingFrom: price)) ?? nil
    }

    private func maximiseDual(
        of problem: OffloadProblem, startingFrom price: Double?
    ) throws(TimeIsUp) -> DualBound? {
        guard problem.infeasibility(under: settings.stepRule) == nil else { return nil }
        let passes = UserPasses(
            kernels: Kernels(settings.instructionSet), threads: settings.threads, rule: settings.stepRule)
        let localCosts = try passes.minimiseLocally(problem.local).costs
        let budget = problem.spendableBudget(under: settings.stepRule)
        var edgeSteps: [Double] = []
        func evaluate(_ price: Double) throws(TimeIsUp) -> (value: Double, slope: Double) {
            let demand = try passes.demand(problem.edge, localCosts: localCosts, price: price, edgeSteps: &edgeSteps)
            return (demand.lowerBound(stepBudget: budget), demand.steps - budget)
        }
        let free = try evaluate(0)
        var best = DualBound(price: 0, value: free.value, slack: 0)
        guard free.slope > 0 else { return best }
        var (low, lowest) = (0.0, free)
        // A number that is no price, as NaN, is none to begin with.
        let start = price.flatMap { $0 >= 0 ? min($0, OffloadProblem.largestPrice) : nil } ?? 0
        var high = max(start, 0x1p-40)
        var highest = try evaluate(high)
        while highest.slope > 0, high < 0x1p200 {
            (low, lowest) = (high, highest)
            high *= 16
            highest = try evaluate(high)
        }
        for _ in 0..<400 {
            let middle = low + 0.5 * (high - low)
            guard middle > low, middle < high else { break }
            let found = try evaluate(middle)
            if found.slope > 0 { (low, lowest) = (middle, found) } else { (high, highest) = (middle, found) }
        }
        for (price, found) in [(low, lowest), (high, highest)] where found.value >= best.value {
            best = DualBound(price: price, value: found.value, slack: abs(found.slope) * (high - low))
        }
        return best
    }
}

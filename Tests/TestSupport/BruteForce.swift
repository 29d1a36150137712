import OffloadModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Independent oracles for P1: exhaustive search with real steps, a dynamic program with whole steps.
public enum BruteForce {
    /// The optimum with real steps over all 2^N decisions, or nil if none is feasible.
    public static func continuousOptimum(of problem: OffloadProblem) -> Double? {
        let count = problem.count
        let localCosts = (0..<count).map { user -> Double? in
            let curve = problem.local[user]
            return curve.isAvailable ? curve.value(at: minimiser(of: curve, price: 0)) : nil
        }
        var best: Double?
        for set in 0..<(1 << count) {
            let offloaded = (0..<count).filter { set >> $0 & 1 == 1 }
            guard offloaded.allSatisfy({ problem.edge[$0].isAvailable }) else { continue }
            let home = (0..<count).filter { set >> $0 & 1 == 0 }.map { localCosts[$0] }
            guard !home.contains(where: { $0 == nil }) else { continue }
            guard let filled = waterFill(offloaded.map { problem.edge[$0] }, budget: problem.stepBudget) else {
                continue
            }
            let total = home.reduce(filled) { $0 + $1! }
            best = min(best ?? .infinity, total)
        }
        return best
    }

    /// min Σ R(s) subject to Σ s ≤ budget: bisection on the price, then the remainder to the steepest curve.
    private static func waterFill(_ curves: [CostCurve], budget: Double) -> Double? {
        guard PreciseSum(curves.map(\.fewestSteps)).value <= budget else { return nil }
        func demand(_ price: Double) -> Double { curves.reduce(0) { $0 + minimiser(of: $1, price: price) } }
        func cost(_ price: Double) -> Double {
            curves.reduce(0) { $0 + $1.value(at: minimiser(of: $1, price: price)) }
        }
        if demand(0) <= budget { return cost(0) }
        var low = 0.0
        var high = curves.reduce(0) { $0 + $1.errorDecay * $1.errorWeight + $1.utilityRate * $1.utilityWeight }
        for _ in 0..<90 {
            let middle = 0.5 * (low + high)
            if demand(middle) > budget { low = middle } else { high = middle }
        }
        // The value of the last sliver of the budget is its price.
        return cost(high) - high * (budget - demand(high))
    }

    /// argmin of R(s) + λ·s on the limits, by bisection polished with Newton's method.
    public static func minimiser(of curve: CostCurve, price: Double) -> Double {
        var low = curve.fewestSteps
        var high = curve.mostSteps
        func slope(_ steps: Double) -> Double { curve.derivative(at: steps) + price }
        if slope(low) >= 0 { return low }
        if slope(high) <= 0 { return high }
        var steps = 0.5 * (low + high)
        for _ in 0..<200 {
            let value = slope(steps)
            if value > 0 { high = steps } else { low = steps }
            let newton = steps - value / curve.secondDerivative(at: steps)
            let next = newton > low && newton < high ? newton : 0.5 * (low + high)
            if abs(next - steps) <= 1e-15 * steps { return next }
            steps = next
        }
        return steps
    }

    /// The optimum with whole steps by dynamic programming over the budget, or nil if nothing is feasible.
    public static func wholeOptimum(of problem: OffloadProblem) -> Double? {
        let budget = Int(problem.stepBudget.rounded(.down))
        var table = [Double](repeating: 0, count: budget + 1)
        for user in 0..<problem.count {
            var local = Double.infinity
            if let limits = problem.stepLimits(of: user, at: .local, under: .integer) {
                for steps in stride(from: limits.lowerBound, through: limits.upperBound, by: 1) {
                    local = min(local, problem.local[user].value(at: steps))
                }
            }
            var next = table.map { $0 + local }
            if let limits = problem.stepLimits(of: user, at: .edge, under: .integer) {
                for steps in stride(from: limits.lowerBound, through: min(limits.upperBound, Double(budget)), by: 1) {
                    let cost = problem.edge[user].value(at: steps)
                    let taken = Int(steps)
                    for left in taken...budget { next[left] = min(next[left], table[left - taken] + cost) }
                }
            }
            table = next
        }
        return table[budget].isFinite ? table[budget] : nil
    }

    /// Σ of the magnitudes of all curves: the scale of rounding.
    public static func scale(of problem: OffloadProblem) -> Double {
        var scale = 0.0
        for user in 0..<problem.count {
            for curve in [problem.local[user], problem.edge[user]] {
                scale += abs(curve.constant) + curve.errorWeight + curve.utilityWeight
                scale += curve.stepCost * curve.fewestSteps
            }
        }
        return scale
    }
}

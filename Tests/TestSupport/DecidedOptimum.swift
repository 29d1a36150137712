import OffloadModel

/// An independent oracle for what the budget is worth once it is decided who runs at the edge.
///
///     V(S) = min Σ R_1(s) over those at the edge, subject to L ≤ s ≤ S_1 and Σ s ≤ S
///
/// Real steps: bisection on the multiplier, each response by ``BruteForce/minimiser(of:price:)``. Whole steps: a dynamic
/// program over the budget. Neither shares code with the solvers.
public struct DecidedOptimum {
    private let curves: [CostCurve]

    /// The users at the edge of a problem under an assignment.
    public init(of problem: OffloadProblem, offloaded: [Bool]) {
        curves = (0..<problem.count).filter { offloaded[$0] }.map { problem.edge[$0] }
    }

    /// Σ L.
    public var fewest: Double { PreciseSum(curves.map(\.fewestSteps)).value }

    /// Σ S_1.
    public var most: Double { PreciseSum(curves.map(\.mostSteps)).value }

    private func steps(at price: Double) -> [Double] { curves.map { BruteForce.minimiser(of: $0, price: price) } }

    /// A multiplier of the budget, by bisection down to neighbouring numbers; nil where not even the fewest steps fit.
    public func multiplier(budget: Double) -> Double? {
        guard fewest <= budget else { return nil }
        guard PreciseSum(steps(at: 0)).value > budget else { return 0 }
        var low = 0.0
        var high = curves.reduce(0) { max($0, -$1.derivative(at: $1.fewestSteps)) }
        while true {
            let middle = low + 0.5 * (high - low)
            guard middle > low, middle < high else { return high }
            if PreciseSum(steps(at: middle)).value > budget { low = middle } else { high = middle }
        }
    }

    /// V(budget), less what does not depend on the steps; nil where not even the fewest steps fit.
    public func cost(budget: Double) -> Double? {
        guard let price = multiplier(budget: budget) else { return nil }
        let steps = steps(at: price)
        var sum = PreciseSum()
        for (curve, count) in zip(curves, steps) { sum.add(curve.value(at: count) - curve.constant) }
        // What is left of the budget is worth the multiplier.
        return sum.value - price * max(budget - PreciseSum(steps).value, 0)
    }

    /// Both derivatives of −V in the budget: what a little more saves, and what a little less costs, by step; the
    /// latter nil where a little less is not enough. Found as the multipliers of budgets a part in 10¹¹ away.
    public func marginalValues(budget: Double) -> (price: Double, below: Double?) {
        let distance = max(budget, 1) * 1e-11
        let below = budget > 0 ? multiplier(budget: budget - distance) : nil
        return (multiplier(budget: budget + distance) ?? 0, below)
    }

    /// The same by finite differences of V, of fourth order, from one side each.
    public func differences(budget: Double, distance: Double) -> (price: Double, below: Double?) {
        func slope(_ direction: Double) -> Double? {
            guard let start = cost(budget: budget) else { return nil }
            var table: [Double] = []
            for part in [1.0, 2, 4, 8] {
                guard let end = cost(budget: budget + direction * distance / part) else { return nil }
                table.append((start - end) / (direction * distance / part))
            }
            // Richardson's extrapolation: every column takes away another order of the distance.
            for order in 1..<table.count {
                let factor = Double(1 << order)
                for place in stride(from: table.count - 1, through: order, by: -1) {
                    table[place] = (factor * table[place] - table[place - 1]) / (factor - 1)
                }
            }
            return table.last
        }
        return (slope(1) ?? 0, budget > 0 ? slope(-1) : nil)
    }

    /// What one more whole step saves and what one less costs, nil where that is not enough, by dynamic programming.
    public func wholeDifferences(budget: Double) -> (price: Double, below: Double?) {
        let budget = Int(budget.rounded(.down))
        // Best costs of exactly so many steps, or fewer.
        var table = [Double](repeating: 0, count: budget + 2)
        for curve in curves {
            var next = [Double](repeating: .infinity, count: budget + 2)
            let most = Int(min(curve.mostSteps.rounded(.down), Double(budget + 1)))
            let fewest = Int(curve.fewestSteps.rounded(.up))
            if fewest <= most {
                for steps in fewest...most {
                    let cost = curve.value(at: Double(steps)) - curve.constant
                    for left in steps...budget + 1 { next[left] = min(next[left], table[left - steps] + cost) }
                }
            }
            table = next
        }
        let below = budget > 0 && table[budget - 1].isFinite ? table[budget - 1] - table[budget] : nil
        return (table[budget] - table[budget + 1], below)
    }
}

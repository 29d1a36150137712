import OffloadModel
import VectorKernels

/// Both curves of one user, and what the user does at a price.
package struct UserCurves: Sendable {
    package var local: CostCurve
    package var edge: CostCurve
    private let rule: StepRule
    private let kernels: Kernels

    package init(_ problem: OffloadProblem, user: Int, rule: StepRule, kernels: Kernels = Kernels()) {
        local = problem.local[user]
        edge = problem.edge[user]
        self.rule = rule
        self.kernels = kernels
    }

    /// The best steps at a site where every step has a price, and R(s) + λ·s there; nil if the site is not available.
    package func best(at site: Site, price: Double) -> (steps: Double, cost: Double)? {
        let curve = site == .local ? local : edge
        guard rule == .continuous ? curve.isAvailable : curve.fewestSteps.rounded(.up) <= curve.mostSteps.rounded(.down)
        else { return nil }
        var minimum = MinimumColumns(count: 1)
        minimum.minimise(valid: CostCurves([curve]), price: price, rule: rule, with: kernels)
        let steps = minimum.steps[0]
        return (steps, curve.value(at: steps) + price * steps)
    }

    /// φ(λ) − r, what offloading adds to the cost at a price; nil for a user without a choice.
    package func reducedCost(at price: Double) -> Double? {
        guard let local = best(at: .local, price: 0), let edge = best(at: .edge, price: price) else { return nil }
        return edge.cost - local.cost
    }

    /// The price at which the user changes sides: the root of φ(λ) − r, which does not decrease in λ.
    ///
    /// It is closed by bisection to the last bit of λ.
    ///
    /// - Parameter price: a price to begin the search from.
    package func switchPrice(near price: Double) -> SwitchPrice {
        guard let local = best(at: .local, price: 0) else { return .noChoice(.edge) }
        guard let free = best(at: .edge, price: 0) else { return .noChoice(.local) }
        guard free.cost < local.cost else { return .neverOffloads }
        func offloads(_ price: Double) -> Bool { (best(at: .edge, price: price)?.cost ?? .infinity) < local.cost }
        var low = 0.0
        var high = max(price, (local.cost - free.cost) / max(free.steps, 1), .leastNormalMagnitude)
        while offloads(high) {
            low = high
            high *= 4
            guard high < 0x1p900 else { return .alwaysOffloads }
        }
        while true {
            let middle = low + 0.5 * (high - low)
            guard middle > low, middle < high else { return .at(high) }
            if offloads(middle) { low = middle } else { high = middle }
        }
    }
}

/// The price of an edge step at which a user changes sides.
public enum SwitchPrice: Sendable, Equatable {
    /// The user offloads below this price and stays local from it on.
    case at(Double)
    /// The device is as good even where edge steps are free.
    case neverOffloads
    /// The edge is better at any price, for its fewest steps are none.
    case alwaysOffloads
    /// The user's limits leave this site only.
    case noChoice(Site)
}

import OffloadModel
import VectorKernels

/// Evaluates the dual function of a node: the least Lagrangian cost over the decisions that the node allows.
///
/// At a price λ the best decision offloads the users of smallest reduced cost φ_n(λ) − r_n, as many of them as are
/// negative, within the node's range; ties go to the smaller index. A workspace: nothing is allocated per evaluation.
struct DualEvaluator {
    let core: CoreProblem
    private let kernels: Kernels

    /// Steps, proven costs and sensitivities of every core user at the last price.
    private(set) var minima: MinimumColumns
    /// True for the users that the last evaluation counts as offloaded.
    private(set) var chosen: [Bool]
    /// φ_n − r_n of the open users at the last price.
    private(set) var reducedCosts: [Double]
    /// Sending one more user to the edge adds its reduced cost less this to the last bound.
    private(set) var entering = 0.0
    /// Calling one user back adds this less its reduced cost to the last bound.
    private(set) var leaving = 0.0
    /// How many users the last evaluation counts as offloaded.
    private(set) var chosenCount = 0
    /// The edge steps of the chosen users at the last price.
    private(set) var demand = 0.0
    /// Σ of the magnitudes that the last evaluation added up.
    private(set) var magnitude = 0.0
    /// Evaluations so far.
    private(set) var evaluations = 0

    private var order: [Int] = []

    init(core: CoreProblem, kernels: Kernels) {
        self.core = core
        self.kernels = kernels
        minima = MinimumColumns(count: core.count)
        chosen = Array(repeating: false, count: core.count)
        reducedCosts = Array(repeating: 0, count: core.count)
        order.reserveCapacity(core.count)
    }

    /// q(λ) of a node, nil if the node's range of counts is empty.
    mutating func evaluate(_ node: Node, price: Double) -> PricePoint? {
        evaluations += 1
        minima.minimise(core.curves, price: price, rule: core.rule, with: kernels)
        guard choose(node) else { return nil }

        var cost = core.settledCost
        var steps = PreciseSum()
        var sensitivity = 0.0
        magnitude = core.settledMagnitude
        for member in 0..<core.count {
            if chosen[member] {
                let phi = minima.costs[member]
                cost.add(phi)
                steps.add(minima.steps[member])
                sensitivity += minima.sensitivities[member]
                magnitude += abs(phi)
            } else {
                cost.add(core.localCosts[member])
                magnitude += abs(core.localCosts[member])
            }
        }
        demand = steps.value
        let payment = price * core.stepBudget
        let value = cost.value - payment
        return PricePoint(
            price: price, value: value,
            // The sums are formed in twice the precision; the choice may err by the rounding of a reduced cost.
            bound: value - 0x1p-50 * (magnitude + payment),
            slope: demand - core.stepBudget, curvature: sensitivity)
    }

    /// Marks the users that offload at the present minima.
    private mutating func choose(_ node: Node) -> Bool {
        order.removeAll(keepingCapacity: true)
        var forced = 0
        var profitable = 0
        for member in 0..<core.count {
            switch node.sides[member] {
            case .local: chosen[member] = false
            case .edge:
                chosen[member] = true
                forced += 1
            case .open:
                let reducedCost = minima.costs[member] - core.localCosts[member]
                reducedCosts[member] = reducedCost
                chosen[member] = reducedCost < 0
                profitable += reducedCost < 0 ? 1 : 0
                order.append(member)
            }
        }
        let fewest = max(node.fewestOffloaded - forced, 0)
        let most = min(node.mostOffloaded - forced, order.count)
        guard fewest <= most else { return false }
        let taken = min(max(profitable, fewest), most)
        if taken != profitable {
            selectSmallest(taken, of: &order, by: reducedCosts)
            for position in order.indices { chosen[order[position]] = position < taken }
        }
        chosenCount = forced + taken

        var lastIn = -Double.infinity
        var firstOut = Double.infinity
        for member in order {
            if chosen[member] {
                lastIn = max(lastIn, reducedCosts[member])
            } else {
                firstOut = min(firstOut, reducedCosts[member])
            }
        }
        entering = taken < most ? max(0, lastIn) : lastIn
        leaving = taken > fewest ? min(0, firstOut) : firstOut
        return true
    }

    /// Gives every open user its present side where the other one is proven, at the last evaluation, to cost at
    /// least `cutoff`.
    ///
    /// - Returns: True if any user was fixed.
    func fixByReducedCost(_ node: inout Node, bound: Double, cutoff: Double) -> Bool {
        var fixed = false
        for member in 0..<core.count where node.sides[member] == .open {
            let change =
                chosen[member] ? leaving - reducedCosts[member] : reducedCosts[member] - entering
            if bound + change >= cutoff {
                node.force(member, chosen[member] ? .edge : .local)
                fixed = true
            }
        }
        return fixed
    }

    /// R_1 of the chosen users at given steps, zero elsewhere.
    func edgeCosts(at steps: [Double]) -> [Double] {
        var values = [Double](repeating: 0, count: core.count)
        kernels.evaluate(core.curves, at: steps, into: &values)
        return values
    }
}

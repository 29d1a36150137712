import OffloadModel
import VectorKernels

/// The users of a node whose site no price of a list decides, told apart by whether their steps still depend on the price.
///
/// A user is rigid from a price a on if its best steps at a are its fewest, L: then they are so at every higher price, where
/// φ_n(p) = R_1(L) + p·L. With rigid users only, the cost of a set e is P_e + h(S − W_e): P_e and W_e add up R_1(L) and L over
/// its users, and h is what all others cost with the rest of the budget, which falls as that grows. So of two sets one with no
/// more steps and no more cost makes the other one useless, whatever the others do. h is convex, and above
///
///     G(p) − p·x   at every price p ≥ a,
///
/// with G(p) the cost of the others at that price. Below a the rigid users would take more steps, so a plan whose price is below
/// a is bounded too low.
struct RigidCore {
    /// The price on from which users are rigid, and others at which bounds are known.
    let prices: [Double]
    /// q(p) at each price, of the node without its range of counts.
    private(set) var bounds: [Double] = []
    /// The sides after fixing by the bounds.
    private(set) var sides: [Side]
    /// The rigid users left open.
    private(set) var rigid: [Int] = []
    /// The others left open.
    private(set) var elastic: [Int] = []
    /// True if nobody at the server can use more steps, so that what is left of the budget is worth nothing.
    private(set) var leavesSlackUnused = true

    /// Prices around λ, the smallest of them below it by a share of it.
    static func prices(around price: Double, downBy share: Double) -> [Double] {
        let below = [1, 0.75, 0.5, 0.3, 0.15, 0.07, 0.03, 0.01].map { price * (1 - share * $0) }
        return below + [price] + [0.01, 0.03, 0.1, 0.3, 1, 3].map { price * (1 + $0) }
    }

    /// The largest bound.
    var bound: Double { bounds.max() ?? -.infinity }

    /// - Parameters:
    ///   - core: the users.
    ///   - sides: those of the node.
    ///   - prices: in any order; the smallest is a.
    ///   - columns: every member's answers at each price.
    init(_ core: CoreProblem, sides: [Side], prices: [Double], columns: [MinimumColumns]) {
        self.prices = prices
        self.sides = sides
        bounds = dualBounds(core, columns: columns)
    }

    /// q(p) at each price for the sides as they are.
    private func dualBounds(_ core: CoreProblem, columns: [MinimumColumns]) -> [Double] {
        zip(prices, columns).map { price, column in
            var sum = core.settledCost
            for member in 0..<core.count {
                let (localCost, edgeCost) = (core.localCosts[member], column.costs[member])
                switch sides[member] {
                case .local: sum.add(localCost)
                case .edge: sum.add(edgeCost)
                case .open: sum.add(min(localCost, edgeCost))
                }
            }
            let bound = sum.value - price * core.stepBudget
            return bound.isNaN ? -.infinity : bound
        }
    }

    /// Fixes users whose other side is proven to cost more than a cutoff, and tells the others apart.
    mutating func divide(_ core: CoreProblem, columns: [MinimumColumns], cutoff: Double) {
        let smallest = prices.indices.min { prices[$0] < prices[$1] } ?? 0
        for member in 0..<core.count {
            if sides[member] == .open {
                for (bound, column) in zip(bounds, columns) {
                    let reducedCost = column.costs[member] - core.localCosts[member]
                    guard bound + abs(reducedCost) > cutoff else { continue }
                    sides[member] = reducedCost < 0 ? .edge : .local
                    break
                }
            }
            let isBlock = core.curves.fewestSteps[member] == core.curves.mostSteps[member]
            switch sides[member] {
            case .local: break
            case .edge: leavesSlackUnused = leavesSlackUnused && isBlock
            case .open:
                let rises = Self.rises(core, member, steps: columns[smallest].steps[member], price: prices[smallest])
                if isBlock || rises { rigid.append(member) } else { elastic.append(member) }
                leavesSlackUnused = leavesSlackUnused && isBlock
            }
        }
        // At each price everybody now pays for the side it has.
        bounds = dualBounds(core, columns: columns)
    }

    /// True if R_1(s) + p·s rises from the fewest steps on, by more than rounding.
    private static func rises(_ core: CoreProblem, _ member: Int, steps: Double, price: Double) -> Bool {
        guard steps == core.curves.fewestSteps[member] else { return false }
        let curve = core.curves[member]
        let slope = curve.derivative(at: steps) + price
        return slope > 0x1p-40 * (curve.stepCost + price)
    }

    /// The program of the rigid users.
    ///
    /// - Parameters:
    ///   - price: the one whose bound is the largest.
    ///   - tolerance: what rounding may hide of a cost.
    /// - Returns: The program and the steps of its unit.
    func program(
        _ core: CoreProblem, columns: [MinimumColumns], price: Double, tolerance: Double
    ) -> (program: CoreProgram, unit: Double) {
        var program = CoreProgram(sides: sides)
        program.tolerance = tolerance
        program.reference = bound
        var required = PreciseSum()
        for member in 0..<core.count where sides[member] == .edge { required.add(core.curves.fewestSteps[member]) }
        let isWhole = rigid.allSatisfy { core.curves.fewestSteps[$0] == core.curves.fewestSteps[$0].rounded() }
        let unit =
            isWhole && core.stepBudget < 0x1p53
            ? 1 : Double(sign: .plus, exponent: max(core.stepBudget, 0x1p-900).exponent - 58, significand: 1)
        // A sum that exceeds the budget by half a unit in its last place still fits.
        let room = core.stepBudget - required.value + core.stepBudget.ulp
        let choices = rigid.map { member -> (member: Int, offers: [CoreProgram.Offer]) in
            let steps = core.curves.fewestSteps[member]
            let (localCost, cost) = (core.localCosts[member], core.curves[member].value(at: steps))
            return (
                member,
                [
                    CoreProgram.Offer(weight: 0, cost: localCost, isEdge: false, value: localCost),
                    CoreProgram.Offer(
                        weight: Int((steps / unit).rounded(.down)), cost: cost, isEdge: true,
                        value: cost + price * steps),
                ]
            )
        }
        program.take(choices, price: price * unit, budget: Int((room / unit).rounded(.down)))
        var lines: [CoreProgram.Line] = []
        for index in prices.indices where bounds[index] > -.infinity {
            var excess = PreciseSum()
            for (member, offers) in choices {
                let base = offers[program.baseSet[member] ? 1 : 0]
                let least = min(core.localCosts[member], columns[index].costs[member])
                excess.add(base.cost + prices[index] * (unit * Double(base.weight)) - least)
            }
            lines.append(
                CoreProgram.Line(price: prices[index] * unit, head: bounds[index] - program.reference + excess.value))
        }
        program.lines = lines.sorted { $0.price < $1.price }
        if leavesSlackUnused, let first = program.lines.first, first.price == 0 { program.baseCost = first.head }
        program.order(at: price * unit)
        return (program, unit)
    }
}

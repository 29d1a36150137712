import OffloadModel

extension CoreProgram {
    /// An option of one member before a base option is chosen.
    struct Offer {
        /// Steps, in units.
        var weight: Int
        var cost: Double
        var isEdge: Bool
        /// Cost + price·steps.
        var value: Double
    }

    /// Chooses the base options and takes the users who have others beside them.
    ///
    /// The base option is the best one at the price, of equals that with the fewest steps. Then equals with more steps take
    /// their place as long as the budget allows, so that little of it is left from the start.
    ///
    /// - Parameters:
    ///   - offers: the options of each member that has several, in any order.
    ///   - price: cost per unit.
    ///   - budget: what all of them can take, in units.
    mutating func take(_ offers: [(member: Int, offers: [Offer])], price: Double, budget: Int) {
        slack = budget
        var excess = 0.0
        var pending: [(member: Int, offers: [Offer], base: Int)] = []
        pending.reserveCapacity(offers.count)
        for (member, offers) in offers {
            let kept = Self.undominated(offers)
            var base = 0
            for index in kept.indices where kept[index].value < kept[base].value { base = index }
            slack -= kept[base].weight
            pending.append((member, kept, base))
        }
        for index in pending.indices where slack > 0 {
            let (_, offers, base) = pending[index]
            let best = offers[base]
            let tie = 0x1p-44 * (abs(best.cost) + price * Double(best.weight))
            for other in offers.indices.reversed() where other > base {
                let added = offers[other].weight - best.weight
                guard added <= slack, offers[other].value - best.value <= tie else { continue }
                excess += offers[other].value - best.value
                pending[index].base = other
                slack -= added
                break
            }
        }
        for (member, offers, base) in pending {
            let best = offers[base]
            baseSet[member] = best.isEdge
            guard offers.count > 1 else { continue }
            let others = offers.indices.filter { $0 != base }
            add(
                member,
                ([base] + others).map { index in
                    Option(
                        weight: offers[index].weight - best.weight, cost: offers[index].cost - best.cost,
                        isEdge: offers[index].isEdge)
                })
        }
        baseExcess = excess
    }

    /// The options of which no other one has at most the steps and at most the cost, by rising steps.
    private static func undominated(_ offers: [Offer]) -> [Offer] {
        var kept: [Offer] = []
        for offer in offers.sorted(by: { ($0.weight, $0.cost) < ($1.weight, $1.cost) }) {
            if let last = kept.last, offer.cost >= last.cost { continue }
            kept.append(offer)
        }
        return kept
    }

    /// The program for whole steps; nil if it has more options than ``CoreLimits/mostOptions``.
    ///
    /// - Parameters:
    ///   - core: the users.
    ///   - price: λ.
    ///   - steps: where to look for each member's best steps.
    ///   - limit: options that cost more than this beyond the member's best, at the price, are left out.
    ///   - tolerance: what rounding may hide of a cost.
    init?(wholeStepsOf core: CoreProblem, price: Double, near steps: [Double], limit: Double, tolerance: Double) {
        self.init(sides: core.sides)
        self.tolerance = tolerance
        var dual = core.settledCost
        var choices: [(member: Int, offers: [Offer])] = []
        var room = CoreLimits.mostOptions
        for member in 0..<core.count {
            guard core.sides[member] != .local else {
                dual.add(core.localCosts[member])
                continue
            }
            guard
                let offers = Self.offers(
                    of: member, in: core, price: price, near: steps[member], limit: limit, most: room)
            else { return nil }
            room -= offers.all.count
            dual.add(offers.least)
            choices.append((member, offers.all))
        }
        reference = dual.value - price * core.stepBudget
        take(choices, price: price, budget: Int(core.stepBudget))
        let all = Double(slack)
        let divisor = Double(coarsen())
        // What lies between the budget and what can be spent is paid for in vain.
        floor = price * (all - divisor * Double(slack))
        baseCost = baseExcess + price * all
        let head = baseCost ?? 0
        lines = Self.parts.map { part in
            let price = price * (1 + part) * divisor
            return Line(price: price, head: head - price * Double(slack))
        }
        order(at: price * divisor)
    }

    /// How far from λ the prices of the lines are, relative to it.
    private static let parts = [
        -1, -0.5, -0.25, -0x1p-3, -0x1p-4, -0x1p-5, -0x1p-6, -0x1p-7, 0, 0x1p-7, 0x1p-6, 0x1p-5, 0x1p-4, 0x1p-3, 0.25,
        0.5,
    ]

    /// The prices of the lines for whole steps, without λ.
    static func prices(around price: Double) -> [Double] { parts.filter { $0 != 0 }.map { price * (1 + $0) } }

    /// The options of a member that cost at most so much beyond the best one at a price, and the value of that one; nil if
    /// there are more than may be listed, as where steps cost next to nothing.
    private static func offers(
        of member: Int, in core: CoreProblem, price: Double, near steps: Double, limit: Double, most room: Int
    ) -> (all: [Offer], least: Double)? {
        var offers: [Offer] = []
        var least = Double.infinity
        let (side, localCost) = (core.sides[member], core.localCosts[member])
        if side == .open, localCost < .infinity {
            offers.append(Offer(weight: 0, cost: localCost, isEdge: false, value: localCost))
            least = localCost
        }
        let (fewest, most) = (core.fewestSteps(member), core.mostSteps(member))
        let curve = core.curves[member]
        let start = min(max(steps, fewest), most)
        for direction in [-1.0, 1] {
            var steps = direction < 0 ? start : start + 1
            var last = Double.infinity
            while steps >= fewest, steps <= most {
                let cost = curve.value(at: steps)
                let value = cost + price * steps
                least = min(least, value)
                if value <= least + limit {
                    guard offers.count < room else { return nil }
                    offers.append(Offer(weight: Int(steps), cost: cost, isEdge: true, value: value))
                } else if value >= last {
                    break
                }
                last = value
                steps += direction
            }
        }
        offers.removeAll { $0.value > least + limit }
        return (offers, least)
    }
}

/// A choice of options of some users: their steps and their cost, counted from the base options.
struct CoreState {
    var weight: Int
    var cost: Double
}

/// States of which none has at most the steps and at most the cost of another one: the steps rise and the costs fall.
///
/// A state with more steps and no less cost than another is useless, because whatever may follow it may follow the other one,
/// and what is left of the budget is worth no less there. A workspace.
struct StateList {
    /// The states, and one behind the last that no sum reaches.
    private(set) var states = [StateList.end]
    /// How many there are.
    private(set) var count = 0

    static let end = CoreState(weight: Int.max / 2, cost: .infinity)

    /// Becomes the list of one state, the base options.
    mutating func begin() {
        states.removeAll(keepingCapacity: true)
        states.append(CoreState(weight: 0, cost: 0))
        states.append(Self.end)
        count = 1
    }

    /// Becomes a copy of states.
    mutating func take(_ others: ArraySlice<CoreState>) {
        states.removeAll(keepingCapacity: true)
        states.append(contentsOf: others)
        states.append(Self.end)
        count = others.count
    }

    /// Becomes the undominated states under a threshold among those of two lists, each shifted by an option.
    mutating func merge(
        _ one: StateList, _ oneShift: (weight: Int, cost: Double), _ other: StateList,
        _ otherShift: (weight: Int, cost: Double), under threshold: StateThreshold
    ) {
        let needed = one.count + other.count + 1
        if states.count < needed {
            states.append(contentsOf: repeatElement(Self.end, count: max(needed, 2 * states.count) - states.count))
        }
        let pieces = threshold.pieces.span
        var piece = 0
        var (allowance, price) = (pieces[0].allowance, pieces[0].price)
        var nextFrom = pieces.count > 1 ? pieces[1].from : .infinity
        var output = states.mutableSpan
        let (first, second) = (one.states.span, other.states.span)
        var (i, j, k) = (0, 0, 0)
        var leastCost = Double.infinity
        var left = CoreState(weight: first[0].weight + oneShift.weight, cost: first[0].cost + oneShift.cost)
        var right = CoreState(weight: second[0].weight + otherShift.weight, cost: second[0].cost + otherShift.cost)
        while true {
            let takesLeft =
                left.weight < right.weight || (left.weight == right.weight && left.cost <= right.cost)
            let state = takesLeft ? left : right
            guard state.weight <= threshold.mostWeight else { break }
            if takesLeft {
                i += 1
                left = CoreState(weight: first[i].weight + oneShift.weight, cost: first[i].cost + oneShift.cost)
            } else {
                j += 1
                right = CoreState(weight: second[j].weight + otherShift.weight, cost: second[j].cost + otherShift.cost)
            }
            guard state.cost < leastCost else { continue }
            let weight = Double(state.weight)
            while weight >= nextFrom {
                piece += 1
                (allowance, price) = (pieces[piece].allowance, pieces[piece].price)
                nextFrom = piece + 1 < pieces.count ? pieces[piece + 1].from : .infinity
            }
            guard state.cost <= allowance - price * weight else { continue }
            leastCost = state.cost
            output[k] = state
            k += 1
        }
        output[k] = Self.end
        count = k
    }
}

/// The core solved by lists of undominated states, for steps that are real numbers or too many for an array.
///
/// A state after some users is a pair of their steps W and their cost P, in whole multiples of small units and rounded down.
/// Another state with at most the same W and P makes it useless, since all that follows can be added to that one as well and the
/// lines fall where W does. A state is dropped if the lines prove that whatever follows costs the claim or more.
extension ProofCore {
    /// The bound, nil if there are more states than this in all, or more than ``CoreLimits/longestList`` for one user.
    func listBound(mostStates: Int) -> Double? {
        let core = ListedCore(self)
        guard core.capacity >= core.fewest[0] else { return claim }
        var states = [ListedCore.State(steps: 0, cost: 0)]
        var total = 0
        for position in 0..<count {
            let threshold = ListedCore.Threshold(core, after: position + 1)
            var next: [ListedCore.State] = []
            for option in core.options(at: position) {
                next = ListedCore.merge(next, with: states, shiftedBy: option, under: threshold)
                guard next.count <= CoreLimits.longestList else { return nil }
            }
            total += next.count
            guard total <= mostStates else { return nil }
            states = next
        }
        var bound = claim
        for state in states where state.steps <= core.capacity { bound = min(bound, core.cost(of: state)) }
        return bound
    }
}

/// A core in whole multiples of units, its users in the order in which they are taken.
private struct ListedCore {
    struct State {
        var steps: Int
        var cost: Int
    }

    /// A line in units: what a state costs at least is intercept + cost·unit + slope·steps.
    struct UnitLine {
        var intercept: Double
        var slope: Double
        /// Σ over the users from each position on of the least cost + slope·steps that they can add.
        var rest: [Double]
    }

    let claim: Double
    private(set) var capacity = 0
    /// Σ over the users from each position on of the fewest steps that they can add.
    private(set) var fewest: [Int]
    private(set) var lines: [UnitLine] = []
    private var moves: [State] = []
    private var first = [0]
    private let costUnit: Double

    init(_ core: ProofCore) {
        claim = core.claim
        let users = Self.order(of: core)
        var range = 0.0
        for user in 0..<core.count {
            range += core.options(of: user).reduce(0) { max($0, $1.excess + core.price * $1.steps) }
        }
        costUnit = Self.unit(for: range)
        let stepUnit = Self.unit(for: core.options.reduce(core.capacity) { $0 + $1.steps })
        for user in users {
            for option in core.options(of: user) {
                // What the option costs without the price; the lines pay for its steps.
                let cost = option.excess - core.price * option.steps
                let margin = 0x1p-51 * (option.excess + core.price * option.steps)
                moves.append(
                    State(
                        steps: Int((option.steps / stepUnit).rounded(.down)),
                        cost: Int(((cost - margin) / costUnit).rounded(.down))))
            }
            first.append(moves.count)
        }
        capacity = Int((core.capacity / stepUnit).rounded(.down)) + 1
        fewest = Array(repeating: 0, count: users.count + 1)
        for position in users.indices.reversed() {
            fewest[position] =
                fewest[position + 1] + (moves[first[position]..<first[position + 1]].map(\.steps).min() ?? 0)
        }
        let margin = core.rounding + 0x1p-49 * range
        for line in core.lines {
            lines.append(unitLine(line, of: core, users: users.count, stepUnit: stepUnit, margin: margin))
        }
        lines.sort { $0.slope < $1.slope }
    }

    private func unitLine(
        _ line: ProofCore.Line, of core: ProofCore, users: Int, stepUnit: Double, margin: Double
    ) -> UnitLine {
        // With P = Σ z − p·W the slope is that of the line and p.
        let slope = (line.slope + core.price) * stepUnit
        var unitLine = UnitLine(
            intercept: line.intercept - margin, slope: slope, rest: Array(repeating: 0, count: users + 1))
        var rest = PreciseSum()
        for position in (0..<users).reversed() {
            let least = moves[first[position]..<first[position + 1]].reduce(Double.infinity) {
                min($0, Double($1.cost) * costUnit + slope * Double($1.steps))
            }
            rest.add(least)
            unitLine.rest[position] = rest.value
        }
        return unitLine
    }

    /// A power of two of which numbers up to `range` have at most 2⁶⁰ multiples.
    private static func unit(for range: Double) -> Double {
        guard range > 0x1p-900, range.isFinite else { return 0x1p-900 }
        return Double(sign: .plus, exponent: range.exponent + 1 - 60, significand: 1)
    }

    /// Users whose second choice costs little come first, those who then take more steps and those who take fewer in turns.
    private static func order(of core: ProofCore) -> [Int] {
        var more: [(key: Double, user: Int)] = []
        var fewer = more
        for user in 0..<core.count {
            let options = core.options(of: user).sorted { $0.excess < $1.excess }
            let key = (options[1].excess, user)
            if options[1].steps > options[0].steps { more.append(key) } else { fewer.append(key) }
        }
        more.sort { $0 < $1 }
        fewer.sort { $0 < $1 }
        var order: [Int] = []
        for place in 0..<max(more.count, fewer.count) {
            if place < more.count { order.append(more[place].user) }
            if place < fewer.count { order.append(fewer[place].user) }
        }
        return order
    }

    func options(at position: Int) -> ArraySlice<State> { moves[first[position]..<first[position + 1]] }

    /// What a finished state costs at least.
    func cost(of state: State) -> Double {
        var rest = -Double.infinity
        for line in lines { rest = max(rest, line.intercept + line.slope * Double(state.steps)) }
        return rest + Double(state.cost) * costUnit
    }

    /// Up to which cost a state may still lead to a plan below the claim: a concave function of its steps, made of the lines
    /// that are the largest somewhere.
    struct Threshold {
        private var pieces: [(from: Double, intercept: Double, slope: Double)] = []
        /// The most steps from which the core's capacity can still be met.
        let mostSteps: Int

        init(_ core: ListedCore, after position: Int) {
            mostSteps = core.capacity - core.fewest[position]
            for line in core.lines {
                // The claim less the line, in units of cost.
                let intercept = (core.claim - line.intercept - line.rest[position]) / core.costUnit
                let slope = line.slope / core.costUnit
                var from = -Double.infinity
                while let last = pieces.last {
                    // A steeper line is above an earlier one to the right of where they meet.
                    guard slope > last.slope else {
                        if intercept < last.intercept { pieces.removeLast(); continue }
                        from = .infinity
                        break
                    }
                    from = (intercept - last.intercept) / (slope - last.slope)
                    if from > last.from { break }
                    pieces.removeLast()
                    from = -.infinity
                }
                if from < .infinity { pieces.append((from, intercept, slope)) }
            }
        }

        /// The cost, in units, that a state of so many steps must stay below; `walk` is where the last call ended, 0 at first,
        /// and steps grow from call to call.
        func allowance(at steps: Int, _ walk: inout Int) -> Double {
            let steps = Double(steps)
            while walk + 1 < pieces.count, pieces[walk + 1].from <= steps { walk += 1 }
            return pieces[walk].intercept - pieces[walk].slope * steps
        }
    }

    /// The undominated states among those of a list and those of another one that are shifted by an option, by rising steps.
    static func merge(
        _ list: [State], with others: [State], shiftedBy option: State, under threshold: Threshold
    ) -> [State] {
        var merged: [State] = []
        merged.reserveCapacity(list.count + others.count)
        var (place, walk) = (0, 0)
        var leastCost = Int.max
        func append(_ state: State) {
            guard state.cost < leastCost else { return }
            if let last = merged.last, last.steps == state.steps { merged.removeLast() }
            merged.append(state)
            leastCost = state.cost
        }
        for other in others {
            let state = State(steps: other.steps + option.steps, cost: other.cost + option.cost)
            guard state.steps <= threshold.mostSteps,
                Double(state.cost) < threshold.allowance(at: state.steps, &walk)
            else { continue }
            while place < list.count, list[place].steps <= state.steps {
                append(list[place])
                place += 1
            }
            append(state)
        }
        while place < list.count {
            append(list[place])
            place += 1
        }
        return merged
    }
}

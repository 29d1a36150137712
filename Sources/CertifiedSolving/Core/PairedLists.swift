import OffloadModel

/// A good plan of a program in little time: all choices of some users, put together from two lists.
///
/// The users whose other options cost the least are dealt out to two halves. Either half has the list of its undominated states.
/// Where both have n states, their pairs are n² states, of which the cheapest that fits is found in 2·n steps: as steps rise costs
/// fall, so a state of one list goes with the last one of the other list that fits beside it. So an exact fit among a million
/// sums is found from two lists of a thousand. A workspace.
struct PairedLists {
    /// A half: its users in the order in which they came, its list, and the lists before each of them in a row.
    private struct Half {
        var users: [Int] = []
        var list = StateList()
        var states: [CoreState] = []
        var starts: [Int] = []
    }

    /// Lists that are longer than this grow no more.
    private static let longestList = 1 << 13
    /// After so many states, those of each option of each user counted, a search ends with what it has found.
    private static let mostStates = 1 << 27

    private var halves = [Half(), Half()]
    private var threshold = StateThreshold()
    private var next = StateList()
    private var partial = StateList()
    /// The states made so far.
    private var total = 0
    /// The cost of the cheapest plan found, counted from the base options, and the states that make it.
    private var best: (cost: Double, places: [(level: Int, state: CoreState)])?

    /// Searches for the cheapest pair of states that fits.
    ///
    /// - Parameters:
    ///   - program: where steps that are left are worth nothing.
    ///   - price: λ in the program's units, at which the base options are the best ones.
    ///   - cutoff: what the plan must not cost more than, counted from the reference.
    ///   - goal: a plan that costs no more than this ends the search.
    /// - Returns: What the plan costs beyond the base options, and the option of each user as an offset among its options; nil if none
    ///   is cheap enough.
    mutating func cheapest(
        _ program: CoreProgram, price: Double, cutoff: Double, goal: Double, poll: CorePoll
    ) throws(TimeIsUp) -> (cost: Double, choices: [Int])? {
        guard let baseCost = program.baseCost, program.count > 0 else { return nil }
        begin()
        let line = CoreProgram.Line(price: price, head: baseCost - price * Double(program.slack))
        let rest = [-program.baseExcess - program.tolerance]
        threshold.set(lines: [line], rest: rest[...], cutoff: cutoff, mostWeight: Int.max / 4)
        best = nil
        combine(slack: program.slack, cutoff: cutoff - baseCost)
        for user in 0..<program.count {
            guard best.map({ baseCost + $0.cost > goal }) ?? true else { break }
            let half = user / 2 % 2
            guard halves[half].list.count <= Self.longestList else { break }
            try poll()
            guard add(user, of: program, to: half) else { break }
            combine(slack: program.slack, cutoff: cutoff - baseCost)
        }
        guard let best, let choices = choices(best.places, program) else { return nil }
        return (best.cost, choices)
    }

    private mutating func begin() {
        total = 0
        for half in halves.indices {
            halves[half].users.removeAll(keepingCapacity: true)
            halves[half].states.removeAll(keepingCapacity: true)
            halves[half].starts.removeAll(keepingCapacity: true)
            halves[half].list.begin()
        }
    }

    /// - Returns: False if that would make too many states; then nothing more may be combined.
    private mutating func add(_ user: Int, of program: CoreProgram, to half: Int) -> Bool {
        let options = program.options(of: user)
        let before = halves[half].list
        halves[half].users.append(user)
        halves[half].starts.append(halves[half].states.count)
        halves[half].states.append(contentsOf: before.states[..<before.count])
        var shift = (weight: options[options.startIndex].weight, cost: options[options.startIndex].cost)
        var isFirst = true
        for option in options.dropFirst() {
            let other = (weight: option.weight, cost: option.cost)
            if isFirst {
                next.merge(before, shift, before, other, under: threshold)
            } else {
                partial.merge(next, shift, before, other, under: threshold)
                swap(&partial, &next)
            }
            total += next.count
            guard total <= Self.mostStates else { return false }
            (shift, isFirst) = ((weight: 0, cost: 0), false)
        }
        swap(&next, &halves[half].list)
        return true
    }

    /// Takes the cheapest pair that fits, if it is cheaper than the best so far.
    private mutating func combine(slack: Int, cutoff: Double) {
        let (first, second) = (halves[0].list, halves[1].list)
        var place = second.count - 1
        var least = best?.cost ?? cutoff
        var pair: (CoreState, CoreState)?
        for index in 0..<first.count {
            let state = first.states[index]
            while place >= 0, second.states[place].weight > slack - state.weight { place -= 1 }
            guard place >= 0 else { break }
            let cost = state.cost + second.states[place].cost
            if cost < least || (pair == nil && best == nil && cost == least) {
                (least, pair) = (cost, (state, second.states[place]))
            }
        }
        guard let pair else { return }
        best = (
            least, [(halves[0].users.count, pair.0), (halves[1].users.count, pair.1)]
        )
    }

    private func choices(_ places: [(level: Int, state: CoreState)], _ program: CoreProgram) -> [Int]? {
        var choices = [Int](repeating: 0, count: program.count)
        for (half, place) in zip(halves, places) {
            var state = place.state
            for level in (0..<place.level).reversed() {
                let end = level + 1 < half.starts.count ? half.starts[level + 1] : half.states.count
                let list = half.states[half.starts[level]..<end]
                let user = half.users[level]
                guard let (choice, before) = StateSearch.predecessor(of: state, in: list, program.options(of: user))
                else { return nil }
                (choices[user], state) = (choice, before)
            }
        }
        return choices
    }
}

import OffloadModel

/// Ends a search that is to be given up.
typealias CorePoll = () throws(TimeIsUp) -> Void

/// Dynamic programming by lists of undominated states: user by user, each state goes on with each option.
///
/// A state is dropped where the lines prove that whatever follows costs more than the cutoff. Where steps that are left are worth
/// nothing, every state is also a plan, with the base options of the users that follow, and the cheapest one lowers the cutoff.
/// Lists are kept to trace choices back, all of them or, when they get too many, every second, fourth, … one: those between
/// are then made again. A workspace.
struct StateSearch {
    /// How a search ended.
    enum Ending { case finished, tooLarge }

    /// A state in the list after some users.
    struct Place {
        var level: Int
        var state: CoreState
    }

    /// The most states that are kept for tracing, 2¹⁹.
    static let mostKept = 1 << 19
    /// The most states that a search makes in all.
    static let mostStates = 1 << 31
    /// The most states of one list; the verifier takes more, and a longer one would take too long between two looks at the clock.
    static let longestList = 1 << 21

    /// What a plan must not cost more than to be worth finding.
    private(set) var cutoff = Double.infinity
    /// The cheapest plan among completed states.
    private(set) var best: Place?
    /// States made so far.
    private(set) var total = 0

    private var gain = 0.0
    private var present = StateList()
    private var next = StateList()
    private var partial = StateList()
    private var threshold = StateThreshold()
    /// Σ over the users from each on of the least cost + price·weight that they add, for every line, user by user.
    private var rest: [Double] = []
    /// Σ over the users from each on of the fewest steps that they add.
    private var fewest: [Int] = []
    private var kept: [CoreState] = []
    private var keptLevels: [(level: Int, states: Range<Int>)] = []
    private var stride = 1
    /// The cutoff with which each user was gone over.
    private var cutoffs: [Double] = []

    /// The states after all users, after a search that finished.
    var finalStates: ArraySlice<CoreState> { present.states[..<present.count] }

    /// Searches.
    ///
    /// - Parameters:
    ///   - cutoff: what a plan must not cost more than, counted from the reference.
    ///   - goal: a plan that costs no more than this ends the search.
    ///   - gain: by how much a plan must be cheaper than the best one to be worth finding, ≥ 0.
    ///   - poll: asked after every user whether to go on.
    mutating func run(
        _ program: CoreProgram, cutoff: Double, goal: Double, gain: Double, poll: CorePoll
    ) throws(TimeIsUp) -> Ending {
        self.cutoff = cutoff
        self.gain = gain
        best = nil
        total = 0
        stride = 1
        kept.removeAll(keepingCapacity: true)
        keptLevels.removeAll(keepingCapacity: true)
        cutoffs.removeAll(keepingCapacity: true)
        sumRests(of: program)
        present.begin()
        keep(0)
        complete(0, of: program)
        for user in 0..<program.count {
            if let best, best.state.cost + (program.baseCost ?? 0) <= goal { return .finished }
            cutoffs.append(self.cutoff)
            guard try advance(over: user, of: program, poll: poll) else { return .tooLarge }
            total += present.count
            guard present.count <= Self.longestList, total <= Self.mostStates else { return .tooLarge }
            try poll()
            if (user + 1) % stride == 0 { keep(user + 1) }
            complete(user + 1, of: program)
        }
        return .finished
    }

    /// Makes the list after a user from the one before it.
    ///
    /// - Returns: False if the user's options would make too many states.
    private mutating func advance(over user: Int, of program: CoreProgram, poll: CorePoll) throws(TimeIsUp) -> Bool {
        let width = program.lines.count
        threshold.set(
            lines: program.lines, rest: rest[(user + 1) * width..<(user + 2) * width], cutoff: cutoff,
            mostWeight: program.slack - fewest[user + 1])
        let options = program.options(of: user)
        var index = options.startIndex
        var shift = (weight: options[index].weight, cost: options[index].cost)
        var isFirst = true
        // A user of many options makes a list for each of them.
        var (made, unwatched) = (0, 0)
        repeat {
            if unwatched > Self.longestList {
                try poll()
                unwatched = 0
            }
            index += 1
            let other = (weight: options[index].weight, cost: options[index].cost)
            if isFirst {
                next.merge(present, shift, present, other, under: threshold)
            } else {
                partial.merge(next, shift, present, other, under: threshold)
                swap(&partial, &next)
            }
            (shift, isFirst) = ((weight: 0, cost: 0), false)
            made += next.count
            unwatched += next.count
            guard made <= Self.mostStates else { return false }
        } while index + 1 < options.endIndex
        swap(&present, &next)
        return true
    }

    private mutating func sumRests(of program: CoreProgram) {
        let (width, count) = (program.lines.count, program.count)
        rest.resize(to: 0, with: 0)
        rest.resize(to: (count + 1) * width, with: 0)
        fewest.resize(to: 0, with: 0)
        fewest.resize(to: count + 1, with: 0)
        for user in (0..<count).reversed() {
            let options = program.options(of: user)
            fewest[user] = fewest[user + 1] + options.reduce(0) { min($0, $1.weight) }
            for (index, line) in program.lines.enumerated() {
                let least = options.reduce(0) { min($0, $1.cost + line.price * Double($1.weight)) }
                rest[user * width + index] = rest[(user + 1) * width + index] + least
            }
        }
    }

    // MARK: Plans

    /// Lets the cheapest state with base options for all who follow lower the cutoff.
    private mutating func complete(_ level: Int, of program: CoreProgram) {
        guard let baseCost = program.baseCost else { return }
        // Costs fall as steps rise, so the last state that fits is the cheapest.
        var (low, high) = (0, present.count)
        while low < high {
            let middle = (low + high) / 2
            if present.states[middle].weight <= program.slack { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return }
        let state = present.states[low - 1]
        guard best.map({ state.cost < $0.state.cost }) ?? (baseCost + state.cost <= cutoff) else { return }
        best = Place(level: level, state: state)
        cutoff = min(cutoff, baseCost + state.cost + program.tolerance - gain)
    }

    private mutating func keep(_ level: Int) {
        if kept.count + present.count > Self.mostKept, keptLevels.count > 1 { thin() }
        guard level % stride == 0 else { return }
        let start = kept.count
        kept.append(contentsOf: present.states[..<present.count])
        keptLevels.append((level, start..<kept.count))
    }

    /// Forgets every second list.
    private mutating func thin() {
        stride *= 2
        var end = 0
        var levels: [(level: Int, states: Range<Int>)] = []
        for (level, states) in keptLevels where level % stride == 0 {
            for place in states { kept[end + place - states.lowerBound] = kept[place] }
            levels.append((level, end..<end + states.count))
            end += states.count
        }
        kept.removeLast(kept.count - end)
        keptLevels = levels
    }

    // MARK: Tracing back

    /// The option that each user chose on the way to a state, as an offset among its options; 0, the base option, for those who
    /// follow it. Nil if rounding has lost the way.
    mutating func choices(
        to place: Place, of program: CoreProgram, poll: CorePoll
    ) throws(TimeIsUp) -> [Int]? {
        var choices = [Int](repeating: 0, count: program.count)
        var state = place.state
        var level = place.level
        let (last, lastCutoff) = (present, cutoff)
        defer { (present, cutoff) = (last, lastCutoff) }
        while level > 0 {
            // The list kept last before this level, and those between made again from it.
            guard let start = keptLevels.last(where: { $0.level < level }) else { break }
            var lists = [kept[start.states]]
            if level - start.level > 1 {
                present.take(kept[start.states])
                for user in start.level..<level - 1 {
                    try poll()
                    // A list made again is the list that there was.
                    cutoff = cutoffs[user]
                    guard try advance(over: user, of: program, poll: poll) else { return nil }
                    lists.append(Array(present.states[..<present.count])[...])
                }
            }
            while level > start.level {
                level -= 1
                let list = lists[level - start.level]
                guard let (choice, before) = Self.predecessor(of: state, in: list, program.options(of: level)) else {
                    return nil
                }
                (choices[level], state) = (choice, before)
            }
        }
        return choices
    }

    /// The state from which an option leads to another one, to the last bit.
    static func predecessor(
        of state: CoreState, in list: ArraySlice<CoreState>, _ options: ArraySlice<CoreProgram.Option>
    ) -> (choice: Int, state: CoreState)? {
        for (choice, option) in options.enumerated() {
            let weight = state.weight - option.weight
            var (low, high) = (list.startIndex, list.endIndex)
            while low < high {
                let middle = (low + high) / 2
                if list[middle].weight < weight { low = middle + 1 } else { high = middle }
            }
            if low < list.endIndex, list[low].weight == weight, list[low].cost + option.cost == state.cost {
                return (choice, list[low])
            }
        }
        return nil
    }
}

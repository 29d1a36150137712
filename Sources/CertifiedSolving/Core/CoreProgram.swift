/// What is left of P1 once the bounds have excluded all options that a better plan cannot use: a knapsack with choices.
///
/// Every user has a base option; the others are counted from it. With w the steps of the options chosen, in whole units, and c
/// their cost, a plan costs, counted from the ``reference``, at least
///
///     Σ c + max over the lines of (head + price·Σ w),   Σ w ≤ slack,
///
/// and exactly that at a line of price 0 where the steps that are left are worth nothing (``leavesSlackUnused``).
struct CoreProgram {
    /// One way to serve a user.
    struct Option {
        /// Steps taken, less those of the base option, in units.
        var weight: Int
        /// Cost, less that of the base option.
        var cost: Double
        /// True if the user offloads.
        var isEdge: Bool
    }

    /// A linear lower bound on the cost of all that is not chosen here.
    struct Line {
        /// Cost per unit of steps, ≥ 0.
        var price: Double
        /// The bound where everybody has the base option.
        var head: Double
    }

    /// The number from which costs are counted.
    var reference = 0.0
    /// What no plan costs less than, counted from the reference.
    var floor = 0.0
    /// The options of all users in a row, the base option first.
    private(set) var options: [Option] = []
    /// Where the options of each user begin, and the end.
    private(set) var first = [0]
    /// The core's member that each user is.
    private(set) var members: [Int] = []
    /// The lines, by rising price.
    var lines: [Line] = []
    /// λ for a unit of steps, where all steps are chosen here.
    var price = 0.0
    /// The units of steps that are left where everybody has the base option.
    var slack = 0
    /// What the base options cost beyond the best ones at the price.
    var baseExcess = 0.0
    /// What rounding may hide of a cost.
    var tolerance = 0.0
    /// The cost where everybody has the base option, if steps that are left are worth nothing.
    var baseCost: Double?
    /// The sites of the core's members where everybody has the base option.
    var baseSet: [Bool] = []

    /// Nobody yet, with everybody where the sides say.
    init(sides: [Side]) {
        baseSet = sides.map { $0 == .edge }
    }

    /// The number of users.
    var count: Int { members.count }

    /// The options of a user.
    func options(of user: Int) -> ArraySlice<Option> { options[first[user]..<first[user + 1]] }

    /// Adds a user by its options, the base option first.
    mutating func add(_ member: Int, _ options: some Collection<Option>) {
        self.options.append(contentsOf: options)
        first.append(self.options.count)
        members.append(member)
    }

    /// What a user's cheapest other option costs at a price, less the base option.
    private func key(of user: Int, price: Double) -> Double {
        options(of: user).dropFirst().reduce(.infinity) { min($0, $1.cost + price * Double($1.weight)) }
    }

    /// Puts the users in the order in which lists stay short: those with the cheapest other option first, and in turns those
    /// who would take more steps and those who would take fewer, so that the budget stays nearly met. Ties stay in the order of the
    /// members: rounding would sort them by their steps.
    mutating func order(at price: Double) {
        var more: [(key: Double, user: Int)] = []
        var fewer = more
        for user in 0..<count {
            let direction = options(of: user).reduce(0) { $0 + $1.weight.signum() }
            let key = key(of: user, price: price)
            let entry = (key <= 4 * tolerance ? 0 : key, user)
            if direction > 0 { more.append(entry) } else { fewer.append(entry) }
        }
        more.sort { $0 < $1 }
        fewer.sort { $0 < $1 }
        let old = self
        options.removeAll(keepingCapacity: true)
        first = [0]
        members.removeAll(keepingCapacity: true)
        for place in 0..<max(more.count, fewer.count) {
            if place < more.count { add(old.members[more[place].user], old.options(of: more[place].user)) }
            if place < fewer.count { add(old.members[fewer[place].user], old.options(of: fewer[place].user)) }
        }
    }

    /// What the verifier's rounding may take off a bound: it adds up whole multiples, rounded down, of a unit that is the gap
    /// between the bound and the dual bound over 2⁶⁰ and the number of users.
    func margin(gap: Double) -> Double {
        let users = Double(count + 2)
        return 2 * tolerance + max(gap, 0) * (0x1p-44 + users * users * 0x1p-60)
    }

    /// What the users here can spend beyond the fewest steps of each, in units.
    var spendable: Int {
        (0..<count).reduce(slack) { sum, user in sum - options(of: user).reduce(0) { min($0, $1.weight) } }
    }

    /// Counts steps in multiples of their greatest common divisor and rounds what is left down to one.
    ///
    /// - Returns: The divisor.
    mutating func coarsen() -> Int {
        var divisor = 0
        for option in options {
            var (larger, smaller) = (divisor, abs(option.weight))
            while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
            divisor = larger
            if divisor == 1 { return 1 }
        }
        guard divisor > 1 else { return 1 }
        for index in options.indices { options[index].weight /= divisor }
        slack = slack >= 0 ? slack / divisor : -((-slack + divisor - 1) / divisor)
        return divisor
    }
}

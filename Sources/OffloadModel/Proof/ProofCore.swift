/// What a core step leaves to be solved: users with several options each, and linear bounds on what all others cost.
///
/// With o the option of each user, w_o its steps and z_o ≥ 0 what it costs beyond the user's best at the price p, every plan of
/// the region that may cost less than the claim obeys
///
///     cost ≥ Σ z_o + max over the lines of (intercept + slope·W),   W = Σ w_o ≤ capacity.
struct ProofCore {
    /// One way to serve a user of the core.
    struct Option {
        /// Steps taken from the budget, ≥ 0.
        var steps: Double
        /// A lower bound on what it costs, less that of the user's best option, both at the price p; ≥ 0.
        var excess: Double
    }

    /// A lower bound on the cost of everything else that is linear in the steps of the core.
    struct Line {
        var intercept: Double
        var slope: Double
    }

    /// p, whose bound is the largest.
    var price = 0.0
    /// What the step has to prove.
    var claim: Double
    /// The options of all users in a row.
    private(set) var options: [Option] = []
    /// Where the options of each user begin, and the end.
    private(set) var first = [0]
    /// The claim less the bound at p: a plan whose Σ z_o is this or more is no concern.
    var gap = 0.0
    /// What all others cost at least.
    var lines: [Line] = []
    /// The most steps that the core can take.
    var capacity = 0.0
    /// More than the rounding of a line's value.
    var rounding = 0.0

    init(claim: Double) {
        self.claim = claim
    }

    /// The number of users.
    var count: Int { first.count - 1 }

    /// The options of a user.
    func options(of user: Int) -> ArraySlice<Option> { options[first[user]..<first[user + 1]] }

    /// Adds a user with several options.
    mutating func add(_ options: [Option]) {
        self.options.append(contentsOf: options)
        first.append(self.options.count)
    }

    /// The largest line at a number of steps, rounded downwards.
    func rest(at steps: Double) -> Double {
        var rest = -Double.infinity
        for line in lines { rest = max(rest, line.intercept + line.slope * steps) }
        return rest - rounding
    }

    /// The least cost of the plans, or the claim if that is less.
    func bound() throws(ProofError) -> Double {
        guard capacity >= 0 else { return claim }
        guard options.count <= CoreLimits.mostOptions else { throw .coreTooLarge(users: count) }
        guard let grid = StepGrid(self), let work = grid.work else {
            if let bound = listBound(mostStates: CoreLimits.mostStates) { return bound }
            throw .coreTooLarge(users: count)
        }
        // Lists are often short where an array is long, but nobody knows before.
        if work > 1 << 22, let bound = listBound(mostStates: work / 32) { return bound }
        return arrayBound(on: grid)
    }
}

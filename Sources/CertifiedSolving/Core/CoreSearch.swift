import OffloadModel

/// Solves what the bounds leave open exactly, by lists of undominated states.
///
/// How far the optimum is from the bound is not known. The search supposes that it is very near, which leaves few options and short
/// lists, and supposes four times as much after every failure. The last round takes most of the time, and no good plan has to be
/// known beforehand. A workspace.
struct CoreSearch {
    /// What a search has found.
    struct Finding {
        /// The sites of the core's members in the best plan; nil if no plan is cheaper than the one known before.
        var set: [Bool]?
        /// What no plan costs less than, within the rounding of sums.
        var bound: Double
        /// What the verifier's rounding may take off the bound.
        var margin: Double
        /// True if the verifier can check the bound within ``OffloadModel/CoreLimits``.
        var isVerifiable: Bool
    }

    private var states = StateSearch()
    /// The prices of the lines that the last search used, beside λ.
    private(set) var prices: [Double] = []

    /// Solves a core whose steps are all whole numbers.
    ///
    /// - Parameters:
    ///   - price: λ, at which the dual bound is the largest or nearly so.
    ///   - steps: each member's best steps at about that price.
    ///   - upperBound: the cost of the best plan known.
    ///   - tolerance: what rounding may hide of a cost.
    ///   - gain: by how much a plan must be cheaper than the best one to be worth finding, ≥ 0.
    /// - Returns: Nil if the lists got too long.
    mutating func solveWholeSteps(
        _ core: CoreProblem, price: Double, near steps: [Double], upperBound: Double, tolerance: Double, gain: Double,
        poll: CorePoll
    ) throws(TimeIsUp) -> Finding? {
        guard core.stepBudget < 0x1p53 else { return nil }
        var limit = tolerance
        while true {
            try poll()
            guard
                let program = CoreProgram(
                    wholeStepsOf: core, price: price, near: steps, limit: limit + tolerance, tolerance: tolerance),
                program.reference.isFinite
            else { return nil }
            prices = CoreProgram.prices(around: price)
            let gap = upperBound - gain - program.reference
            let cutoff = min(limit, gap) + tolerance
            let goal = program.floor + max(tolerance, gain)
            guard try states.run(program, cutoff: cutoff, goal: goal, gain: gain, poll: poll) == .finished else {
                return nil
            }
            if let best = states.best {
                guard let set = try set(of: best, program, poll: poll) else { return nil }
                // Whatever is cheaper is so by less than the gain.
                let cost = (program.baseCost ?? 0) + best.state.cost
                let value = max(cost - gain, min(cost, program.floor))
                let excluding = CoreProgram(
                    wholeStepsOf: core, price: price, near: steps, limit: value + tolerance, tolerance: tolerance)
                return Finding(
                    set: set, bound: program.reference + min(value, gap),
                    margin: (excluding ?? program).margin(gap: value),
                    isVerifiable: excluding.map { isVerifiable($0, isWhole: true) } ?? false)
            }
            guard limit < gap else {
                return Finding(
                    set: nil, bound: upperBound - gain, margin: program.margin(gap: gap),
                    isVerifiable: isVerifiable(program, isWhole: true))
            }
            guard limit < .greatestFiniteMagnitude / 16 else { return nil }
            limit *= states.total < 8 * core.count ? 16 : 4
        }
    }

    /// True if the verifier can check the program that was searched last, with an array or with lists.
    ///
    /// - Parameter isWhole: true if the unit of steps is one step.
    func isVerifiable(_ program: CoreProgram, isWhole: Bool) -> Bool {
        (isWhole && CoreLimits.allowsArray(options: program.options.count, steps: max(program.spendable, 0)))
            || states.total <= CoreLimits.mostStates / 8
    }

    // MARK: Rigid cores

    /// Searches a program as it is.
    ///
    /// - Returns: False if the lists got too long.
    mutating func run(
        _ program: CoreProgram, cutoff: Double, poll: CorePoll
    ) throws(TimeIsUp) -> Bool {
        try states.run(program, cutoff: cutoff, goal: -.infinity, gain: 0, poll: poll) == .finished
    }

    /// The states that the last search ended with.
    var finalStates: ArraySlice<CoreState> { states.finalStates }

    /// The sites of the members in one of the final states; nil if rounding has lost it.
    mutating func set(
        of state: CoreState, _ program: CoreProgram, poll: CorePoll
    ) throws(TimeIsUp) -> [Bool]? {
        try set(of: StateSearch.Place(level: program.count, state: state), program, poll: poll)
    }

    /// The sites of the members where a state's choices are made.
    private mutating func set(
        of place: StateSearch.Place, _ program: CoreProgram, poll: CorePoll
    ) throws(TimeIsUp) -> [Bool]? {
        guard let choices = try states.choices(to: place, of: program, poll: poll) else { return nil }
        var set = program.baseSet
        for (user, choice) in choices.enumerated() {
            let options = program.options(of: user)
            set[program.members[user]] = options[options.startIndex + choice].isEdge
        }
        return set
    }
}

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
    private var pairs = PairedLists()
    /// The prices of the lines that the last search used, beside λ.
    private(set) var prices: [Double] = []

    /// What a search for whole steps starts from.
    struct Start {
        /// λ, at which the dual bound is the largest or nearly so.
        var price: Double
        /// Each member's best steps at about that price.
        var steps: [Double]
        /// The cost of the best plan known.
        var upperBound: Double
        /// What rounding may hide of a cost.
        var tolerance: Double
        /// By how much a plan must be cheaper than the best one to be worth finding, ≥ 0.
        var gain: Double
        /// What plans can cost, if that says more than the gain.
        private(set) var lattice: CostLattice?

        init(
            price: Double, steps: [Double], upperBound: Double, tolerance: Double, gain: Double, lattice: CostLattice?
        ) {
            (self.price, self.steps, self.upperBound) = (price, steps, upperBound)
            (self.tolerance, self.gain) = (tolerance, gain)
            if let lattice, lattice.step > gain { self.lattice = lattice }
        }

        /// The least cost of a plan that costs no less than a bound, both counted from a reference.
        func raised(_ bound: Double, above reference: Double) -> Double {
            lattice.map { max(bound, $0.raised(reference + bound) - reference) } ?? bound
        }

        /// By how much a plan is cheaper than another one, if at all, or must be to be worth finding.
        var step: Double { max(gain, lattice?.step ?? 0) }
    }

    /// Solves a core whose steps are all whole numbers.
    ///
    /// - Returns: Nil if the lists got too long.
    mutating func solveWholeSteps(
        _ core: CoreProblem, from start: Start, poll: CorePoll
    ) throws(TimeIsUp) -> Finding? {
        guard core.stepBudget < 0x1p53 else { return nil }
        let tolerance = start.tolerance
        var limit = tolerance
        // The best plan of pairs.
        var known: (cost: Double, set: [Bool])?
        while true {
            try poll()
            guard let program = program(of: core, start, limit: limit), program.reference.isFinite else { return nil }
            prices = CoreProgram.prices(around: start.price)
            // No plan costs less than the first, and none of the program less than the second.
            let least = start.raised(0, above: program.reference)
            let floor = start.raised(program.floor, above: program.reference)
            if limit < least {
                limit = least + tolerance
                continue
            }
            let goal = floor + max(tolerance, start.gain) + 2 * (start.lattice?.radius ?? 0)
            var gap = min(start.upperBound, known?.cost ?? .infinity) - start.step - program.reference
            if let pair = try pairs.cheapest(
                program, price: program.price, cutoff: min(limit, gap) + tolerance, goal: goal, poll: poll)
            {
                let cost = (program.baseCost ?? 0) + pair.cost
                known = (program.reference + cost, set(of: pair.choices, program))
                gap = min(gap, cost - start.step)
                if cost <= goal { return finding(known, floor: floor, program, core, start) }
            }
            let ending = try states.run(
                program, cutoff: min(limit, gap) + tolerance, goal: goal, gain: start.step, poll: poll)
            guard ending == .finished else { return nil }
            if let best = states.best {
                guard let set = try set(of: best, program, poll: poll) else { return nil }
                let cost = (program.baseCost ?? 0) + best.state.cost
                return finding((program.reference + cost, set), floor: floor, program, core, start)
            }
            guard limit < gap else { return finding(known, floor: floor, program, core, start) }
            guard limit < .greatestFiniteMagnitude / 16 else { return nil }
            limit *= states.total < 8 * core.count ? 16 : 4
        }
    }

    private func program(of core: CoreProblem, _ start: Start, limit: Double) -> CoreProgram? {
        CoreProgram(
            wholeStepsOf: core, price: start.price, near: start.steps, limit: limit + start.tolerance,
            tolerance: start.tolerance)
    }

    /// What follows from the best plan of a search that is finished.
    private func finding(
        _ best: (cost: Double, set: [Bool])?, floor: Double, _ program: CoreProgram, _ core: CoreProblem,
        _ start: Start
    ) -> Finding {
        let radius = start.lattice?.radius ?? 0
        let cost = min(best?.cost ?? .infinity, start.upperBound)
        // Whatever is cheaper is so by less than the gain; on a lattice nothing is.
        let bound =
            start.lattice == nil ? max(cost - start.gain, min(cost, program.reference + floor)) : cost - 2 * radius
        let gap = bound - program.reference
        // The verifier does not look at options beyond what it has to exclude.
        let excluded = self.program(of: core, start, limit: max(gap - (start.lattice?.step ?? 0), 0))
        let canBeVerified = excluded.map { isVerifiable($0, isWhole: true) } ?? false
        return Finding(
            set: best?.cost ?? .infinity <= start.upperBound ? best?.set : nil, bound: bound,
            margin: program.margin(gap: gap) + 2 * radius, isVerifiable: canBeVerified)
    }

    /// A plan cheaper than the best one known, of choices of the users nearest to a tie.
    ///
    /// - Returns: The sites of the members, nil if there is none.
    mutating func exchange(
        _ core: CoreProblem, price: Double, near steps: [Double], upperBound: Double, tolerance: Double, poll: CorePoll
    ) throws(TimeIsUp) -> [Bool]? {
        let start = Start(
            price: price, steps: steps, upperBound: upperBound, tolerance: tolerance, gain: 0, lattice: nil)
        guard let nearest = program(of: core, start, limit: 0), nearest.reference.isFinite,
            let program = program(of: core, start, limit: max(upperBound - nearest.reference, 0))
        else { return nil }
        let pair = try pairs.cheapest(
            program, price: program.price, cutoff: upperBound - program.reference, goal: program.floor + tolerance,
            poll: poll)
        return pair.map { set(of: $0.choices, program) }
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
        return set(of: choices, program)
    }

    private func set(of choices: [Int], _ program: CoreProgram) -> [Bool] {
        var set = program.baseSet
        for (user, choice) in choices.enumerated() {
            let options = program.options(of: user)
            set[program.members[user]] = options[options.startIndex + choice].isEdge
        }
        return set
    }
}

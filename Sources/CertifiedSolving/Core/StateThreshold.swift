/// Up to which cost a state may still lead to a plan that is cheap enough: a concave function of its steps, made of those lines
/// of a program that are the largest somewhere.
struct StateThreshold {
    /// A line in the range of steps where it is the largest.
    struct Piece {
        /// Where it begins.
        var from: Double
        /// The most that a state without steps may cost.
        var allowance: Double
        /// How much less that becomes with every unit of steps.
        var price: Double
    }

    private(set) var pieces: [Piece] = []
    /// The most steps from which the rest of the users can still come back to the budget.
    private(set) var mostWeight = 0
    /// The fewest steps from which the rest can reach the budget, and what is lost for every unit that it cannot reach.
    init() {}

    /// Turns to the states after some users of a program.
    ///
    /// - Parameters:
    ///   - rest: for every line, what the users after those add at least.
    ///   - cutoff: what a plan must not cost more than.
    ///   - mostWeight: see there.
    mutating func set(lines: [CoreProgram.Line], rest: ArraySlice<Double>, cutoff: Double, mostWeight: Int) {
        self.mostWeight = mostWeight
        pieces.removeAll(keepingCapacity: true)
        for (line, rest) in zip(lines, rest) {
            let allowance = cutoff - line.head - rest
            var from = -Double.infinity
            var isNeeded = true
            while let last = pieces.last {
                guard line.price > last.price else {
                    isNeeded = allowance < last.allowance
                    guard isNeeded else { break }
                    pieces.removeLast()
                    from = -.infinity
                    continue
                }
                // The dearer line is the larger one from where they meet.
                from = (allowance - last.allowance) / (line.price - last.price)
                guard from <= last.from else { break }
                pieces.removeLast()
                from = -.infinity
            }
            if isNeeded { pieces.append(Piece(from: from, allowance: allowance, price: line.price)) }
        }
    }
}

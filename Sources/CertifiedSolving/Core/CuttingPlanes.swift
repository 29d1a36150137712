import OffloadModel

/// Lower bounds on what each of the final sets of a rigid core costs, which grow with every price that is added.
///
/// The cost of a set with W steps and cost P is P + h(W), with h convex and above the line of every price. The best price of one
/// set gives a line that bounds this one exactly and its neighbours nearly so: adding the best price of the set of least bound,
/// again and again, ends with the optimum after few prices.
struct CuttingPlanes {
    /// The smallest price at which the users are rigid.
    let smallestPrice: Double
    /// What no set costs less than: the least bound, but not more than the cutoff above which sets were dropped.
    private(set) var bound: Double
    /// The prices of all lines.
    private(set) var prices: [Double]

    private let cutoff: Double
    private let tolerance: Double
    private let unit: Double
    private let lines: [CoreProgram.Line]
    private var states: [CoreState] = []
    private var bounds: [Double] = []
    /// The set whose bound could not be raised.
    private var isStuck = false

    /// - Parameter unit: the steps of a unit of weight.
    init(_ program: CoreProgram, unit: Double, smallestPrice: Double, cutoff: Double) {
        (lines, tolerance) = (program.lines, program.tolerance)
        (self.smallestPrice, self.cutoff, self.unit) = (smallestPrice, cutoff, unit)
        prices = program.lines.map { $0.price / unit }
        bound = cutoff
    }

    /// Takes the final states.
    mutating func take(_ states: ArraySlice<CoreState>) {
        self.states = Array(states)
        bounds = states.map { state in
            lines.reduce(-.infinity) { max($0, $1.head + $1.price * Double(state.weight)) } + state.cost
        }
    }

    /// The state of least bound, nil if that is above the cutoff, reaches the best cost known, or cannot be raised.
    mutating func next(below cost: Double) -> CoreState? {
        guard let place = bounds.indices.min(by: { bounds[$0] < bounds[$1] }) else { return nil }
        bound = min(bounds[place], cutoff)
        guard !isStuck, bounds[place] < min(cutoff, cost) - tolerance, prices.count < CoreLimits.mostPrices else {
            return nil
        }
        return states[place]
    }

    /// Adds the line of a price.
    ///
    /// - Parameters:
    ///   - value: the bound at the price for a set.
    ///   - state: that set.
    mutating func add(price: Double, value: Double, at state: CoreState) {
        let slope = price * unit
        let head = value - state.cost - slope * Double(state.weight)
        let before = bounds.min() ?? 0
        for place in states.indices {
            bounds[place] = max(bounds[place], head + slope * Double(states[place].weight) + states[place].cost)
        }
        prices.append(price)
        // What is gained for the set itself tells whether its price is one of those allowed.
        isStuck = value <= before + tolerance
    }
}

/// A point, slacks and multipliers, with the values and first derivatives there.
struct Iterate {
    /// x.
    var point: [Double]
    /// w > 0.
    var slacks: [Double]
    /// y > 0.
    var multipliers: [Double]
    /// ν.
    var equalityMultipliers: [Double]

    /// f(x).
    var objective = 0.0
    /// ∇f(x).
    var gradient: [Double]
    /// g(x).
    var inequalities: [Double]
    /// A·x − b.
    var equalities: [Double]
    /// ∇f + Jᵀ·y + Aᵀ·ν.
    var stationarity: [Double]

    init(for system: any KKTSystem) {
        let (n, m, p) = (system.variableCount, system.inequalityCount, system.equalityCount)
        point = system.startingPoint
        slacks = Array(repeating: 1, count: m)
        multipliers = Array(repeating: 0, count: m)
        equalityMultipliers = Array(repeating: 0, count: p)
        gradient = Array(repeating: 0, count: n)
        inequalities = Array(repeating: 0, count: m)
        equalities = Array(repeating: 0, count: p)
        stationarity = Array(repeating: 0, count: n)
    }

    /// Computes f, g and A·x − b; false if x is outside the domain or a value is not finite.
    mutating func evaluate(_ system: any KKTSystem) -> Bool {
        guard
            let value = system.evaluate(at: point, inequalities: &inequalities, equalities: &equalities),
            value.isFinite
        else { return false }
        objective = value
        return largestMagnitude(inequalities).isFinite && largestMagnitude(equalities).isFinite
    }

    /// Computes the derivatives and what is left of the stationarity condition; false if that is not finite.
    mutating func linearize(_ system: any KKTSystem) -> Bool {
        system.linearize(at: point, multipliers: multipliers, gradient: &gradient)
        copyElements(of: gradient, to: &stationarity)
        system.addTransposedProducts(
            multipliers: multipliers, equalityMultipliers: equalityMultipliers, to: &stationarity)
        return largestMagnitude(stationarity).isFinite
    }

    /// μ, the mean of w_i·y_i.
    var barrier: Double { slacks.isEmpty ? 0 : complementaritySum / Double(slacks.count) }

    /// Σ w_i·y_i.
    var complementaritySum: Double {
        var sum = 0.0
        for row in slacks.indices { sum += slacks[row] * multipliers[row] }
        return sum
    }
}

/// What the interior-point method knows of an optimum: that it lies between two numbers.
///
/// The upper one is the objective of a point that satisfies the constraints, the lower one follows from multipliers by weak
/// duality. Both hold however far the method came; where it came to an end they meet.
struct Enclosure {
    /// No number below this is the optimum.
    let lower: Double
    /// No number above this is the optimum.
    let upper: Double

    /// The interval; a number that is undefined says nothing.
    init(lower: Double, upper: Double) {
        self.lower = lower.isNaN ? -.infinity : lower
        self.upper = upper.isNaN ? .infinity : upper
    }

    /// The difference of a number that is said to be the optimum, relative to the larger magnitude, at least to `floor`.
    ///
    /// It is the distance to the nearer end. A number between the ends that is far from both is neither confirmed nor
    /// contradicted, and left out.
    func difference(of found: Double, _ quantity: String, limit: Double, floor: Double) -> WorstDifference {
        let value = min(
            relativeDifference(found, lower, floor: floor), relativeDifference(found, upper, floor: floor))
        let isOpen = found >= lower && found <= upper && value > limit
        var worst = WorstDifference(quantity, limit: limit)
        worst.add(found.isNaN ? .nan : isOpen ? 0 : value, error: isOpen ? .infinity : 0)
        return worst
    }
}

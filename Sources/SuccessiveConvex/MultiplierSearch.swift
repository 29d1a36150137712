import VectorKernels

/// The search for δ, the root of Σ s²z + a²/(4z) = S_e, fed with one evaluation at a time.
///
/// The demand C(δ) does not increase. It behaves like 1/(1 + κδ)² above the least demand C_∞ that the limits allow, so
///
///     g(δ) = (C(δ) − C_∞)^(−1/2)
///
/// is nearly linear: Newton's method on g, with C′ from the implicit function theorem, and from the second point on
/// the cubic that interpolates δ(g) and its derivative at the last two points. Every point narrows a bracket; a point
/// outside it, or three in a row that do not halve it, are replaced by the bracket's geometric mean.
struct MultiplierSearch {
    /// What to do after an evaluation.
    enum Verdict: Equatable {
        /// Evaluate at this δ; `isClose` if that is expected to be the last time.
        case tryNext(Double, isClose: Bool)
        /// The δ just tried is the root, or 0 and the budget holds.
        case found
        /// The limits alone take more than the budget.
        case infeasible
        /// The limits alone take all of the budget: no finite δ exists.
        case onlyPoint
        /// The bracket cannot be narrowed any more.
        case stuck
    }

    /// |C − S_e| relative to the larger that counts as met.
    let tolerance: Double
    private let budget: Double
    /// The largest δ known with C > S_e, and the smallest known with C ≤ S_e.
    private var low: Double?
    private var high: Double?
    private var last: Point?
    private var slowRounds = 0
    private var widthGoal = Double.infinity

    /// δ, g and dδ/dg at an evaluation.
    private struct Point {
        var multiplier: Double
        var level: Double
        var rate: Double
    }

    init(budget: Double, tolerance: Double) {
        self.budget = budget
        self.tolerance = tolerance
    }

    /// |C − S_e| / max(C, S_e), 0 if both are 0.
    func mismatch(_ demand: Double) -> Double {
        let size = max(demand, budget)
        return size > 0 ? abs(demand - budget) / size : 0
    }

    mutating func record(_ sums: P2Demand, at multiplier: Double) -> Verdict {
        if multiplier == 0, sums.demand <= budget { return .found }
        let room = budget - sums.leastDemand
        if room < -0x1p-44 * sums.leastDemand { return .infeasible }
        if room <= 0x1p-44 * budget { return .onlyPoint }
        let distance = mismatch(sums.demand)
        if multiplier > 0, distance <= tolerance { return .found }
        if sums.demand > budget {
            low = max(low ?? 0, multiplier)
        } else {
            high = min(high ?? .infinity, multiplier)
        }
        if let low, let high, !(bisected(low, high) > low && bisected(low, high) < high) { return .stuck }

        let excess = sums.demand - sums.leastDemand
        let goal = 1 / room.squareRoot()
        var aim = Double.nan
        var expected = Double.infinity
        if excess > 0 {
            let level = 1 / excess.squareRoot()
            let point = Point(
                multiplier: multiplier, level: level, rate: -2 * excess / (level * sums.sensitivity))
            aim = multiplier + (goal - level) * point.rate
            expected = distance * distance
            if let last, last.level != level, last.rate.isFinite, point.rate.isFinite {
                let cubic = Self.interpolate(last, point, at: goal)
                if contains(cubic) {
                    aim = cubic
                    expected = distance * distance * distance
                }
            }
            last = point
        }
        if low == nil, !(aim > 0) { aim = 0 }
        return propose(aim, isClose: expected <= 0.1 * tolerance)
    }

    /// A proposal checked against the bracket.
    private mutating func propose(_ aim: Double, isClose: Bool) -> Verdict {
        guard let high else {
            let low = low ?? 0
            let least = max(2 * low, 0x1p-60)
            // No slope to go by: the users are all at their limits.
            guard aim > low, aim.isFinite else { return .tryNext(max(16 * low, 0x1p-20), isClose: false) }
            return .tryNext(min(aim, max(1024 * least, 1)), isClose: isClose)
        }
        guard let low else {
            // Everything tried fits the budget; zero may too.
            return .tryNext(aim > 0 && aim < high ? aim : 0, isClose: isClose && aim > 0 && aim < high)
        }
        let width = high - low
        if width <= widthGoal {
            widthGoal = 0.5 * width
            slowRounds = 0
        } else {
            slowRounds += 1
        }
        if contains(aim), slowRounds < 3 || isClose { return .tryNext(aim, isClose: isClose) }
        slowRounds = 0
        return .tryNext(bisected(low, high), isClose: false)
    }

    private func contains(_ multiplier: Double) -> Bool {
        multiplier > (low ?? 0) && multiplier < (high ?? .infinity)
    }

    /// The geometric mean of a wide bracket, the arithmetic mean of a narrow one.
    private func bisected(_ low: Double, _ high: Double) -> Double {
        if low == 0 { return 0x1p-6 * high }
        return high > 4 * low ? (low * high).squareRoot() : low + 0.5 * (high - low)
    }

    /// The cubic through two points with given slopes.
    private static func interpolate(_ first: Point, _ second: Point, at level: Double) -> Double {
        let width = second.level - first.level
        let t = (level - first.level) / width
        let rest = 1 - t
        return rest * rest * ((1 + 2 * t) * first.multiplier + t * width * first.rate)
            + t * t * ((1 + 2 * rest) * second.multiplier - rest * width * second.rate)
    }
}

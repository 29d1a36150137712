import OffloadModel

/// The optimum of a problem with one user held where it is now, and with it held at the other site.
struct HeldOptima {
    /// The objective of the best plan found and a bound on it, with the user where it is now; +∞ if there is no plan.
    let kept: Enclosed
    /// Both with the user at the other site.
    let switched: Enclosed

    /// An objective with its lower bound.
    struct Enclosed {
        let objective: Double
        let bound: Double

        /// Nothing is proven.
        init(unproven objective: Double) { (self.objective, bound) = (objective, -.infinity) }

        /// What a solve found.
        init(objective: Double, bound: Double) { (self.objective, self.bound) = (objective, bound) }
    }

    /// The objective and the bound of one side.
    func side(_ isSwitched: Bool) -> Enclosed { isSwitched ? switched : kept }
}

/// Looks along a quantity, from its present value on, for the values at which the optimal plan moves a user.
///
/// With the user held at one site, the optimum must not increase in the quantity: V(x) ≥ V(y) for x ≤ y. The step budget and a
/// weight of utility are like that. So V_A(x) ≤ V_B(y) for x ≤ y proves that site A is optimal everywhere between x and y:
///
///     V_A(z) ≤ V_A(x) ≤ V_B(y) ≤ V_B(z)   for x ≤ z ≤ y.
///
/// The search goes as far at a time as it can prove. Where it can prove nothing, which is near a change or where two
/// users are alike, it tries values ``distance(between:)`` apart, and sees no two changes that lie between two of them.
struct SiteSearch {
    /// Where the quantity is now.
    let present: Double
    /// Values are tried at most a `parts`-th of their distance from ``present`` apart.
    let parts: Double
    /// Two values that are so near relative to their size are not searched between.
    let tolerance: Double
    /// Whether whole numbers alone are of interest.
    let isWhole: Bool
    /// How much less a site must cost for the user to be moved, relative to the cost: the gap of the solves.
    let margin: Double

    /// What was found in one direction.
    struct Finding {
        /// The user is moved from this value on, close to `kept`; nil if it is not moved up to the end.
        var switched: Double?
        /// The value nearest to `switched` at which the user is still where it is now.
        var kept: Double
        /// The last value at which it is at the other site, if it comes back; nil if it does not up to the end.
        var last: Double?
    }

    /// How far apart values are tried at a distance from the present one, in a search up to `reach` from it.
    func distance(at distance: Double, reach: Double) -> Double {
        let step = max(distance, reach / Self.span) / parts
        return isWhole ? max(step.rounded(.down), 1) : step
    }

    /// At distances below this part of the way to the end, values are tried as far apart as there.
    static let span = 1024.0

    /// Looks from the present value to `end`.
    ///
    /// - Parameters:
    ///   - end: where to stop, above or below the present value.
    ///   - limit: a distance beyond which a first change is of no interest.
    ///   - optima: the optima for a value of the quantity.
    func changes(
        to end: Double, within limit: Double = .infinity, _ optima: (Double) throws -> HeldOptima
    ) rethrows -> Finding {
        var finding = Finding(kept: present)
        let near = end > present ? min(end, present + limit) : max(end, present - limit)
        guard near != present else { return finding }
        let start = try (value: present, optima: optima(present))
        guard let first = try walk(from: start, isSwitched: false, to: near, reach: abs(end - present), optima) else {
            finding.kept = near
            return finding
        }
        (finding.kept, finding.switched) = (first.before, first.after.value)
        if let second = try walk(
            from: first.after, isSwitched: true, to: end, reach: abs(end - present), optima)
        {
            finding.last = second.before
        }
        return finding
    }

    private typealias Point = (value: Double, optima: HeldOptima)

    /// The next change of sides, nil if there is none up to `end`.
    private func walk(
        from start: Point, isSwitched: Bool, to end: Double, reach: Double, _ optima: (Double) throws -> HeldOptima
    ) rethrows -> (before: Double, after: Point)? {
        let direction = end > start.value ? 1.0 : -1
        var point = start
        var step = distance(at: abs(start.value - present), reach: reach)
        // Points ahead that were tried and were too far to prove.
        var ahead: [Point] = []
        while point.value != end {
            let least = distance(at: abs(point.value - present), reach: reach)
            step = max(step, least)
            var value = point.value + direction * step
            if isWhole { value.round(direction > 0 ? .down : .up) }
            if (end - value) * direction <= 0 || value == point.value { value = end }
            if let last = ahead.last, (last.value - value) * direction <= 0 { value = last.value }
            let next =
                if let last = ahead.last, last.value == value { ahead.removeLast() } else {
                    try (value: value, optima: optima(value))
                }
            if proves(isSwitched, between: point, and: next) {
                point = next
                step *= 2
            } else if abs(value - point.value) > 1.5 * least {
                ahead.append(next)
                step = max(0.5 * abs(value - point.value), least)
            } else if isOptimal(isSwitched, in: next.optima) {
                point = next
            } else {
                return try closed(isSwitched, point.value, next, optima)
            }
        }
        return nil
    }

    /// Whether a site is certainly optimal between two values, to the margin.
    private func proves(_ isSwitched: Bool, between point: Point, and other: Point) -> Bool {
        let (lower, upper) = point.value < other.value ? (point, other) : (other, point)
        let (cost, otherwise) = (lower.optima.side(isSwitched).objective, upper.optima.side(!isSwitched).bound)
        guard cost < .infinity else { return false }
        return cost <= otherwise + margin * abs(cost)
    }

    /// Whether a site is optimal, to the margin.
    private func isOptimal(_ isSwitched: Bool, in optima: HeldOptima) -> Bool {
        let (cost, otherwise) = (optima.side(isSwitched).objective, optima.side(!isSwitched).objective)
        return cost < .infinity ? cost <= otherwise + margin * abs(cost) : otherwise == .infinity
    }

    /// The value half-way between two; values that span powers of ten are halved in their logarithms.
    static func middle(_ low: Double, _ high: Double) -> Double {
        low > 0 && high > 4 * low ? (low * high).squareRoot() : low + 0.5 * (high - low)
    }

    /// Halves the distance between a value at which the site is optimal and one at which it is not.
    private func closed(
        _ isSwitched: Bool, _ value: Double, _ point: Point, _ optima: (Double) throws -> HeldOptima
    ) rethrows -> (before: Double, after: Point) {
        var (before, after) = (value, point)
        for _ in 0..<200 {
            let (low, high) = (min(before, after.value), max(before, after.value))
            guard high - low > (isWhole ? 1 : tolerance * max(abs(low), abs(high))) else { break }
            var middle = Self.middle(low, high)
            if isWhole { middle.round(.down) }
            guard middle > low, middle < high else { break }
            let found = try optima(middle)
            if isOptimal(isSwitched, in: found) { before = middle } else { after = (middle, found) }
        }
        return (before, after)
    }
}

import OffloadModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Foretells from one evaluation of the dual function where the demand for edge steps meets the budget.
///
/// Away from a price λ by Δ the reduced cost of a user is rc + s·Δ + ½·s′·Δ² to second order, which tells where it
/// changes sides, and between such jumps the demand follows Σ s′, linearly in T·log(1 + Δ/T) with T = A + λ typical.
/// Where the search goes next is all that depends on it: no bound does. A workspace.
struct CrossingForecast {
    /// Beyond so many users, finding the nearest jumps costs more than it saves.
    static let mostUsers = 256

    /// A user who may change sides, with what that takes from the budget.
    private struct Jump {
        /// |Δ| at which it happens.
        let distance: Double
        let steps: Double
        /// |ds/dλ|.
        let sensitivity: Double
    }

    private var jumps: [Jump] = []
    private var origin = 0.0
    private var excess = 0.0
    private var stiffness = 0.0
    /// T.
    private var scale = 0.0

    /// Turns to another evaluation.
    ///
    /// - Parameter stepCost: A of a typical user.
    mutating func begin(after point: PricePoint, stepCost: Double) {
        jumps.removeAll(keepingCapacity: true)
        origin = point.price
        excess = point.slope
        stiffness = max(-point.curvature, 0)
        scale = stepCost + point.price
    }

    /// Enters a user who would change sides on the way to the crossing: one that offloads if the price must rise, one
    /// that stays local if it must fall.
    ///
    /// - Parameters:
    ///   - reducedCost: φ_n − r_n.
    ///   - steps: s_n.
    ///   - sensitivity: ds_n/dλ ≤ 0.
    mutating func add(reducedCost: Double, steps: Double, sensitivity: Double) {
        guard steps > 0, reducedCost.isFinite else { return }
        let first = abs(reducedCost) / steps
        // To second order: the steps on the way are fewer than here upwards, and more downwards.
        let change = -0.5 * sensitivity * first
        let distance = abs(reducedCost) / (excess > 0 ? max(steps - change, 0.5 * steps) : steps + change)
        jumps.append(Jump(distance: distance, steps: steps, sensitivity: -sensitivity))
    }

    /// The price at the crossing or, where the demand jumps across the budget, just past the jump; nil if there is none.
    mutating func crossing() -> Double? {
        guard excess != 0, scale > 0, scale < .infinity else { return nil }
        let rises = excess > 0
        var left = abs(excess)
        var stiffness = stiffness
        var last = 0.0
        while let jump = removeNearest() {
            guard rises || jump.distance < scale else { break }
            let way = scale * (rises ? log1p(jump.distance / scale) : -log1p(-jump.distance / scale))
            let smooth = stiffness * (way - last)
            if smooth >= left { break }
            left -= smooth
            let change = jump.sensitivity * way
            let steps = max(rises ? jump.steps - change : jump.steps + change, 0)
            if steps >= left {
                // The error of the forecast is of third order. From far away it is not worth aiming past the jump.
                let share = jump.distance / scale
                return price(at: jump.distance + (share > 0.1 ? 0 : scale * max(share * share, 1e-9)))
            }
            left -= steps
            stiffness = max(rises ? stiffness - jump.sensitivity : stiffness + jump.sensitivity, 0)
            last = way
        }
        guard stiffness > 0 else { return nil }
        let way = (last + left / stiffness) / scale
        return price(at: scale * (rises ? expm1(way) : -expm1(-way)))
    }

    /// The jump at the least distance of those left; few are needed, so that sorting them all would take longer.
    private mutating func removeNearest() -> Jump? {
        guard var nearest = jumps.indices.first else { return nil }
        for place in jumps.indices where jumps[place].distance < jumps[nearest].distance { nearest = place }
        jumps.swapAt(nearest, jumps.count - 1)
        return jumps.removeLast()
    }

    private func price(at distance: Double) -> Double? {
        let price = excess > 0 ? origin + distance : origin - distance
        return price > 0 && price <= OffloadProblem.largestPrice ? price : nil
    }
}

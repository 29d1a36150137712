import CVectorMemory
import VectorKernelsABI

/// Brings the steps of a block of users to their final values, and says what they cost and use.
///
/// - Parameters:
///   - curves: the edge curves.
///   - edgeSteps: steps at the edge, negative where the user stays local; the steps strictly between their limits
///     become s + `stretch`·(s − L), within the limits.
///   - localSteps: steps on the device, copied to `steps` where the user stays local.
///   - localCosts: r_n, what a user that stays local costs.
///   - settled: receives every user's steps, which may take the place of `localSteps`, cost, and use of the budget.
///   - count: the number of users.
@inline(never)
func settleSteps(
    _ curves: CurvePointers, edgeSteps: UnsafePointer<Double>, stretch: Double, localSteps: UnsafePointer<Double>,
    localCosts: UnsafePointer<Double>, into settled: SettledPointers, count: Int
) {
    var index = 0
    while index < count {
        let curve = CurveLanes(curves, index)
        let fewest = load(curves.fewestSteps, index)
        let most = load(curves.mostSteps, index)
        let asked = load(edgeSteps, index)
        let offloads = asked .>= all(0)
        let moved = smaller(larger(fewest, multiplyAdd(all(stretch), asked - fewest, asked)), most)
        let final = asked.replacing(with: moved, where: (asked .> fewest) .& (asked .< most))
        let terms = CurveTerms(curve, at: larger(all(0), final))
        let value = curve.constant + (multiplyAdd(curve.stepCost, final, terms.error) + terms.utility)
        let local = load(localCosts, index)
        let atHome = load(localSteps, index)
        store(atHome.replacing(with: final, where: offloads), settled.steps, index)
        store(local.replacing(with: value, where: offloads), settled.costs, index)
        store(all(0).replacing(with: final, where: offloads), settled.used, index)
        index &+= Lanes.scalarCount
    }
}

/// The sum of a column: the n-th entry goes into running sum n mod 8, the eight sums are combined as halves, quarters
/// and pairs.
@inline(never)
func sumColumn(_ column: UnsafePointer<Double>, count: Int) -> Double {
    var sums = SIMD8<Double>(repeating: 0)
    var index = 0
    while index &+ 8 <= count {
        sums += stepwell_load_8(column + index)
        index &+= 8
    }
    var lane = 0
    while index &+ lane < count {
        sums[lane] += column[index &+ lane]
        lane &+= 1
    }
    return sumOfLanes(sums)
}

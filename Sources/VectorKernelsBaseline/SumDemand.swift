import CVectorMemory
import VectorKernelsABI

/// Adds up what a block of users contributes to the dual function and to the demand for edge steps, and marks the
/// users that stay local: their edge steps s become −1 − max(s, 0).
///
/// A user offloads where φ_n < r_n. On every instruction set the n-th user goes into running sum n mod 8, and
/// the eight sums are combined as halves, quarters and pairs, so the result depends on the block alone.
@inline(never)
func sumDemand(
    localCosts: UnsafePointer<Double>, fewestSteps: UnsafePointer<Double>, edge: MinimumPointers, count: Int
) -> DemandSums {
    var totals = DemandTotals()
    var index = 0
    while index &+ 8 <= count {
        let steps = totals.add(
            local: stepwell_load_8(localCosts + index), edge: stepwell_load_8(edge.costs + index),
            steps: stepwell_load_8(edge.steps + index), fewest: stepwell_load_8(fewestSteps + index),
            sensitivity: stepwell_load_8(edge.sensitivities + index))
        stepwell_store_8(steps, edge.steps + index)
        index &+= 8
    }
    if index < count {
        // Absent users have no cost on either site, so they add nothing.
        var local = SIMD8<Double>(repeating: 0)
        var (cost, steps, fewest, sensitivity) = (local, local, local, local)
        var lane = 0
        while index &+ lane < count {
            local[lane] = localCosts[index &+ lane]
            cost[lane] = edge.costs[index &+ lane]
            steps[lane] = edge.steps[index &+ lane]
            fewest[lane] = fewestSteps[index &+ lane]
            sensitivity[lane] = edge.sensitivities[index &+ lane]
            lane &+= 1
        }
        let marked = totals.add(local: local, edge: cost, steps: steps, fewest: fewest, sensitivity: sensitivity)
        lane = 0
        while index &+ lane < count {
            edge.steps[index &+ lane] = marked[lane]
            lane &+= 1
        }
    }
    return totals.sums
}

/// Eight running sums of everything that ``DemandSums`` holds.
private struct DemandTotals {
    private var cost = SIMD8<Double>(repeating: 0)
    private var magnitude = SIMD8<Double>(repeating: 0)
    private var steps = SIMD8<Double>(repeating: 0)
    private var elastic = SIMD8<Double>(repeating: 0)
    private var sensitivity = SIMD8<Double>(repeating: 0)
    private var offloaded = SIMD8<Double>(repeating: 0)

    @inline(always)
    init() {}

    /// - Returns: The steps, negative where the user stays local.
    @inline(always)
    mutating func add(
        local: SIMD8<Double>, edge: SIMD8<Double>, steps: SIMD8<Double>, fewest: SIMD8<Double>,
        sensitivity: SIMD8<Double>
    ) -> SIMD8<Double> {
        let zero = SIMD8<Double>(repeating: 0)
        let offload = edge .< local
        let least = local.replacing(with: edge, where: offload)
        cost += least
        magnitude += least.replacing(with: zero - least, where: least .< zero)
        self.steps += zero.replacing(with: steps, where: offload)
        // Only users strictly between their limits have a sensitivity, and only they can be stretched.
        elastic += zero.replacing(with: steps - fewest, where: offload .& (sensitivity .< zero))
        self.sensitivity += zero.replacing(with: sensitivity, where: offload)
        offloaded += zero.replacing(with: SIMD8<Double>(repeating: 1), where: offload)
        // A closed site can have a negative limit, and so negative steps, which must not come out as 0.
        let start = steps.replacing(with: zero, where: steps .< zero)
        return (SIMD8<Double>(repeating: -1) - start).replacing(with: steps, where: offload)
    }

    @inline(always)
    var sums: DemandSums {
        var sums = DemandSums()
        sums.cost = sumOfLanes(cost)
        sums.magnitude = sumOfLanes(magnitude)
        sums.steps = sumOfLanes(steps)
        sums.elastic = sumOfLanes(elastic)
        sums.sensitivity = sumOfLanes(sensitivity)
        sums.offloaded = sumOfLanes(offloaded)
        return sums
    }
}

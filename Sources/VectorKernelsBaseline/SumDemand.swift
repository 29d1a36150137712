import CVectorMemory
import VectorKernelsABI

/// Adds up what a block of users contributes to the dual function and to the demand for edge steps.
///
/// A user offloads where φ_n < r_n. On every instruction set the n-th user goes into running sum n mod 8, and
/// the eight sums are combined as halves, quarters and pairs, so the result depends on the block alone.
@inline(never)
public func sumDemand(localCosts: UnsafePointer<Double>, edge: MinimumPointers, count: Int) -> DemandSums {
    var totals = DemandTotals()
    var index = 0
    while index &+ 8 <= count {
        totals.add(
            local: stepwell_load_8(localCosts + index), edge: stepwell_load_8(edge.costs + index),
            steps: stepwell_load_8(edge.steps + index), sensitivity: stepwell_load_8(edge.sensitivities + index))
        index &+= 8
    }
    if index < count {
        // Absent users have no cost on either site, so they add nothing.
        var local = SIMD8<Double>(repeating: 0)
        var (cost, steps, sensitivity) = (local, local, local)
        var lane = 0
        while index &+ lane < count {
            local[lane] = localCosts[index &+ lane]
            cost[lane] = edge.costs[index &+ lane]
            steps[lane] = edge.steps[index &+ lane]
            sensitivity[lane] = edge.sensitivities[index &+ lane]
            lane &+= 1
        }
        totals.add(local: local, edge: cost, steps: steps, sensitivity: sensitivity)
    }
    return totals.sums
}

/// Eight running sums of everything that ``DemandSums`` holds.
private struct DemandTotals {
    private var cost = SIMD8<Double>(repeating: 0)
    private var magnitude = SIMD8<Double>(repeating: 0)
    private var steps = SIMD8<Double>(repeating: 0)
    private var sensitivity = SIMD8<Double>(repeating: 0)
    private var offloaded = SIMD8<Double>(repeating: 0)

    @inline(always)
    init() {}

    @inline(always)
    mutating func add(
        local: SIMD8<Double>, edge: SIMD8<Double>, steps: SIMD8<Double>, sensitivity: SIMD8<Double>
    ) {
        let zero = SIMD8<Double>(repeating: 0)
        let offload = edge .< local
        let least = local.replacing(with: edge, where: offload)
        cost += least
        magnitude += least.replacing(with: zero - least, where: least .< zero)
        self.steps += zero.replacing(with: steps, where: offload)
        self.sensitivity += zero.replacing(with: sensitivity, where: offload)
        offloaded += zero.replacing(with: SIMD8<Double>(repeating: 1), where: offload)
    }

    @inline(always)
    var sums: DemandSums {
        var sums = DemandSums()
        sums.cost = sum(cost)
        sums.magnitude = sum(magnitude)
        sums.steps = sum(steps)
        sums.sensitivity = sum(sensitivity)
        sums.offloaded = sum(offloaded)
        return sums
    }

    @inline(always)
    private func sum(_ lanes: SIMD8<Double>) -> Double {
        let half = lanes.lowHalf + lanes.highHalf
        let quarter = half.lowHalf + half.highHalf
        return quarter[0] + quarter[1]
    }
}

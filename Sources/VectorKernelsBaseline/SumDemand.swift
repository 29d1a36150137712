import VectorKernelsABI

/// Adds up what a block of users contributes to the dual function and to the demand for edge steps.
///
/// A user offloads where φ_n < r_n. Eight running sums, one per lane, are combined at the end in the order of
/// the lanes, so the result does not depend on anything but the block.
@inline(never)
public func sumDemand(
    localCosts: UnsafePointer<Double>, edge: MinimumPointers, count: Int
) -> DemandSums {
    var cost = all(0)
    var size = all(0)
    var steps = all(0)
    var sensitivity = all(0)
    var offloaded = all(0)
    var index = 0
    while index < count {
        let rest = count &- index
        let local = load(localCosts, index, rest: rest)
        let phi = load(edge.costs, index, rest: rest)
        let s = load(edge.steps, index, rest: rest)
        let slope = load(edge.sensitivities, index, rest: rest)
        let exists = laneNumbers .< all(Double(rest))
        let offload = exists .& (phi .< local)
        let least = all(0).replacing(with: smaller(local, phi), where: exists)
        cost += least
        size += magnitude(least)
        steps += all(0).replacing(with: s, where: offload)
        sensitivity += all(0).replacing(with: slope, where: offload)
        offloaded += all(0).replacing(with: all(1), where: offload)
        index &+= 8
    }
    var sums = DemandSums()
    sums.cost = sum(cost)
    sums.magnitude = sum(size)
    sums.steps = sum(steps)
    sums.sensitivity = sum(sensitivity)
    sums.offloaded = sum(offloaded)
    return sums
}

/// 0, 1, …, 7.
@inline(__always)
private var laneNumbers: Lanes { Lanes(0, 1, 2, 3, 4, 5, 6, 7) }

import VectorKernelsABI

/// Lists the users of a block who, to first order, change sides at a price within `reach` of the present one:
/// |φ_n − r_n| ≤ reach·s_n, for s_n is the derivative of φ_n.
///
/// - Parameters:
///   - edge: steps and costs at the edge, before any user is marked as local.
///   - reach: how far to look, > 0.
///   - switches: receives the users found, in order.
///   - capacity: how many there is room for.
/// - Returns: How many were found, or −1 if there was no room for all of them.
@inline(never)
func listSwitches(
    localCosts: UnsafePointer<Double>, edge: MinimumPointers, reach: Double, into switches: SwitchPointers,
    capacity: Int, count: Int
) -> Int {
    let width = Lanes.scalarCount
    var found = 0
    var index = 0
    while index < count {
        let end = index &+ width
        if end <= count {
            let distance = magnitude(load(edge.costs, index) - load(localCosts, index))
            if !any(distance .<= all(reach) * load(edge.steps, index)) {
                index = end
                continue
            }
        }
        // Few vectors come this far.
        while index < end, index < count {
            let reducedCost = edge.costs[index] - localCosts[index]
            let steps = edge.steps[index]
            if (reducedCost < 0 ? -reducedCost : reducedCost) <= reach * steps {
                if found == capacity { return -1 }
                switches.reducedCosts[found] = reducedCost
                switches.steps[found] = steps
                found &+= 1
            }
            index &+= 1
        }
    }
    return found
}

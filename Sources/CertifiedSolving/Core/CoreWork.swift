import VectorKernels

/// What branch and bound keeps for solving nodes exactly.
struct CoreWork {
    var search = CoreSearch()
    /// True once the whole core was tried.
    var isTried = false
    /// True once the plans of simple methods were tried.
    var hasTriedBaselines = false
    /// True if nodes are solved as ``RigidCore``s where they can be.
    var usesRigidCores = false
    /// The users whose steps depend on the price, in the present node, where they are few beside rigid ones.
    var elastic: [Int] = []
    /// The answers at the prices of a rigid core.
    var columns: [MinimumColumns] = []
    /// True if the proof leans on rules that version 2 brought.
    var needsVersion2 = false

    /// Turns to another problem.
    ///
    /// - Parameter isReduced: true if the reductions before branching found something to do.
    mutating func begin(isReduced: Bool) {
        isTried = false
        hasTriedBaselines = false
        usesRigidCores = false
        elastic.removeAll(keepingCapacity: true)
        needsVersion2 = isReduced
    }
}

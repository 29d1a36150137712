import VectorKernelsABI

/// The same while a pass is under way: every block lists its own users, so that blocks may come in any order.
struct BlockSwitches {
    /// How many users of a block there is room for.
    private static let capacity = 256

    private var counts: [Int]
    private var reducedCosts: [Double]
    private var steps: [Double]

    init(blocks: Int) {
        counts = Array(repeating: 0, count: blocks)
        reducedCosts = LargeColumn.uninitialised(blocks * Self.capacity)
        steps = LargeColumn.uninitialised(blocks * Self.capacity)
    }

    /// The room for all blocks, lent to a pass.
    struct Room {
        fileprivate let counts: UnsafeMutablePointer<Int>
        fileprivate let columns: SwitchPointers

        /// Lists the users of one block.
        func list(
            block: Int, localCosts: UnsafePointer<Double>, minima: MinimumPointers, reach: Double, count: Int,
            with kernels: Kernels
        ) {
            let start = block * BlockSwitches.capacity
            counts[block] = kernels.listSwitches(
                localCosts: localCosts, edge: minima, reach: reach,
                into: SwitchPointers(reducedCosts: columns.reducedCosts + start, steps: columns.steps + start),
                capacity: BlockSwitches.capacity, count: count)
        }
    }

    mutating func withRoom<Result, Failure: Error>(
        _ body: (Room) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try counts.withUnsafeMutableBufferPointer { counts throws(Failure) in
            try reducedCosts.withUnsafeMutableBufferPointer { reducedCosts throws(Failure) in
                try steps.withUnsafeMutableBufferPointer { steps throws(Failure) in
                    try body(
                        Room(
                            counts: counts.baseAddress!,
                            columns: SwitchPointers(
                                reducedCosts: reducedCosts.baseAddress!, steps: steps.baseAddress!)))
                }
            }
        }
    }

    /// The lists of all blocks, in their order.
    func joined(price: Double, reach: Double) -> SwitchList {
        guard !counts.contains(where: { $0 < 0 }) else {
            return SwitchList(price: price, reach: reach, reducedCosts: [], steps: [], isComplete: false)
        }
        func join(_ column: [Double]) -> [Double] {
            counts.indices.flatMap { column[$0 * Self.capacity..<$0 * Self.capacity + counts[$0]] }
        }
        return SwitchList(price: price, reach: reach, reducedCosts: join(reducedCosts), steps: join(steps))
    }
}

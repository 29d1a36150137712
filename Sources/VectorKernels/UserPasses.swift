import Dispatch
import OffloadModel
import Synchronization

/// Passes over all users of a problem, in blocks that stay in cache, on one or more threads.
///
/// Partial sums belong to blocks of a fixed size and are combined in the order of the blocks, so every result has
/// the same bits for every number of threads. A deadline is looked at every few blocks, on every thread; once it has
/// passed, the pass is given up.
public struct UserPasses: Sendable {
    /// Users per block.
    public static let blockSize = 2048

    private let kernels: Kernels
    private let threads: Int
    let rule: StepRule
    private let deadline: SolveDeadline?

    /// Passes over users.
    ///
    /// - Parameters:
    ///   - kernels: what evaluates the curves.
    ///   - threads: the most threads; small problems use one.
    ///   - rule: whether steps are real or whole numbers.
    ///   - deadline: when to give up a pass, nil for never.
    public init(kernels: Kernels, threads: Int, rule: StepRule, until deadline: SolveDeadline? = nil) {
        self.kernels = kernels
        self.threads = max(threads, 1)
        self.rule = rule
        self.deadline = deadline
    }

    /// r_n = min R_0, proven from below and +∞ where the user must offload, and its minimiser, for every user.
    ///
    /// - Throws: `TimeIsUp` if the deadline passes first.
    public func minimiseLocally(_ curves: CostCurves) throws(TimeIsUp) -> (costs: [Double], steps: [Double]) {
        let count = curves.count
        var costs = Self.uninitialised(count)
        var steps = Self.uninitialised(count)
        var isComplete = false
        costs.withUnsafeMutableBufferPointer { costs in
            steps.withUnsafeMutableBufferPointer { steps in
                nonisolated(unsafe) let (costs, steps) = (costs.baseAddress!, steps.baseAddress!)
                curves.withPointers { pointers in
                    nonisolated(unsafe) let pointers = pointers
                    isComplete = forEachBlock(count) { start, size, scratch in
                        let minima = MinimumPointers(
                            steps: steps + start, costs: costs + start, sensitivities: scratch.sensitivities)
                        let block = pointers.advanced(by: start)
                        switch rule {
                        case .continuous: kernels.minimiseFromLimits(block, into: minima, count: size)
                        case .integer: kernels.minimise(block, price: 0, rule: rule, into: minima, count: size)
                        }
                    }
                }
            }
        }
        guard isComplete else { throw TimeIsUp() }
        return (costs, steps)
    }

    /// The dual function and the demand for edge steps at a price, with what every user would do.
    ///
    /// - Parameters:
    ///   - curves: the curves of the edge site.
    ///   - localCosts: r_n of every user.
    ///   - price: λ.
    ///   - edgeSteps: receives s_n(λ), and −1 for the users that stay local; an empty array is given room first.
    /// - Throws: `TimeIsUp` if the deadline passes first; `edgeSteps` is then of no use.
    public func demand(
        _ curves: CostCurves, localCosts: [Double], price: Double, edgeSteps: inout [Double]
    ) throws(TimeIsUp) -> Demand {
        try demand(curves, localCosts: localCosts, price: price, edgeSteps: &edgeSteps) { _, _, _, _ in }
    }

    /// The same, and the users who change sides at a price at most `reach` away.
    ///
    /// - Throws: `TimeIsUp` if the deadline passes first; `edgeSteps` is then of no use.
    public func demand(
        _ curves: CostCurves, localCosts: [Double], price: Double, reach: Double, edgeSteps: inout [Double]
    ) throws(TimeIsUp) -> (demand: Demand, switches: SwitchList) {
        var lists = BlockSwitches(blocks: Self.blockCount(curves.count))
        let demand = try lists.withRoom { room throws(TimeIsUp) in
            nonisolated(unsafe) let room = room
            return try self.demand(curves, localCosts: localCosts, price: price, edgeSteps: &edgeSteps) {
                block, localCosts, minima, size in
                room.list(
                    block: block, localCosts: localCosts, minima: minima, reach: reach, count: size, with: kernels)
            }
        }
        return (demand, lists.joined(price: price, reach: reach))
    }

    /// - Parameter inspect: called for every block with its number, its r_n and its minima, before any is marked.
    private func demand(
        _ curves: CostCurves, localCosts: [Double], price: Double, edgeSteps: inout [Double],
        inspecting inspect: @Sendable (Int, UnsafePointer<Double>, MinimumPointers, Int) -> Void
    ) throws(TimeIsUp) -> Demand {
        let count = curves.count
        if edgeSteps.isEmpty { edgeSteps = Self.uninitialised(count) }
        precondition(localCosts.count == count && edgeSteps.count == count, "one entry per user")
        var blocks = [DemandSums](repeating: DemandSums(), count: Self.blockCount(count))
        var isComplete = false
        blocks.withUnsafeMutableBufferPointer { blocks in
            edgeSteps.withUnsafeMutableBufferPointer { steps in
                localCosts.withUnsafeBufferPointer { localCosts in
                    nonisolated(unsafe) let blocks = blocks
                    nonisolated(unsafe) let steps = steps.baseAddress!
                    nonisolated(unsafe) let localCosts = localCosts.baseAddress!
                    curves.withPointers { pointers in
                        nonisolated(unsafe) let pointers = pointers
                        isComplete = forEachBlock(count) { start, size, scratch in
                            let minima = MinimumPointers(
                                steps: steps + start, costs: scratch.costs, sensitivities: scratch.sensitivities)
                            let block = pointers.advanced(by: start)
                            kernels.minimise(block, price: price, rule: rule, into: minima, count: size)
                            inspect(start / Self.blockSize, localCosts + start, minima, size)
                            blocks[start / Self.blockSize] = kernels.sumDemand(
                                localCosts: localCosts + start, fewestSteps: block.fewestSteps, edge: minima,
                                count: size)
                        }
                    }
                }
            }
        }
        guard isComplete else { throw TimeIsUp() }
        return Demand(price: price, blocks: blocks)
    }

    /// The final steps of every user, with what they cost and use.
    ///
    /// - Parameters:
    ///   - curves: the curves of the edge site.
    ///   - edgeSteps: steps at the edge, negative for the users that stay local.
    ///   - stretch: edge steps strictly between their limits become s + stretch·(s − L), within the limits.
    ///   - localCosts: r_n of every user.
    ///   - steps: the steps on the device; receives the final ones.
    /// - Returns: The objective and the edge steps used; the objective takes r_n for users that stay local, which is
    ///   within rounding of their cost.
    /// - Throws: `TimeIsUp` if the deadline passes first; `steps` is then of no use.
    public func settle(
        _ curves: CostCurves, edgeSteps: [Double], stretch: Double, localCosts: [Double], steps: inout [Double]
    ) throws(TimeIsUp) -> (objective: Double, edgeSteps: Double) {
        let count = curves.count
        precondition(
            edgeSteps.count == count && localCosts.count == count && steps.count == count, "one entry per user")
        var blocks = [SettledBlock](repeating: SettledBlock(), count: Self.blockCount(count))
        var isComplete = false
        blocks.withUnsafeMutableBufferPointer { blocks in
            steps.withUnsafeMutableBufferPointer { steps in
                edgeSteps.withUnsafeBufferPointer { edgeSteps in
                    localCosts.withUnsafeBufferPointer { localCosts in
                        nonisolated(unsafe) let blocks = blocks
                        nonisolated(unsafe) let steps = steps.baseAddress!
                        nonisolated(unsafe) let edgeSteps = edgeSteps.baseAddress!
                        nonisolated(unsafe) let localCosts = localCosts.baseAddress!
                        curves.withPointers { pointers in
                            nonisolated(unsafe) let pointers = pointers
                            isComplete = forEachBlock(count) { start, size, scratch in
                                kernels.settleSteps(
                                    pointers.advanced(by: start), edgeSteps: edgeSteps + start, stretch: stretch,
                                    localSteps: steps + start, localCosts: localCosts + start,
                                    into: SettledPointers(
                                        steps: steps + start, costs: scratch.costs, used: scratch.sensitivities),
                                    count: size)
                                blocks[start / Self.blockSize] = SettledBlock(
                                    cost: kernels.sum(scratch.costs, count: size),
                                    steps: kernels.sum(scratch.sensitivities, count: size))
                            }
                        }
                    }
                }
            }
        }
        guard isComplete else { throw TimeIsUp() }
        var (objective, used) = (PreciseSum(), PreciseSum())
        for block in blocks {
            objective.add(block.cost)
            used.add(block.steps)
        }
        return (objective.value, used.value)
    }

    private static func blockCount(_ count: Int) -> Int { (count + blockSize - 1) / blockSize }

    /// A column about to be written: filling it with zeros first would cost as much as a pass.
    private static func uninitialised(_ count: Int) -> [Double] {
        [Double](unsafeUninitializedCapacity: count) { $1 = count }
    }

    /// Blocks between two looks at the clock: some tens of microseconds.
    private static let blocksPerLook = 4

    /// Runs the body for every block, given its first user, its size, and columns of scratch.
    ///
    /// - Returns: False if the deadline came first.
    private func forEachBlock(_ count: Int, _ body: @Sendable (Int, Int, Scratch) -> Void) -> Bool {
        let blocks = Self.blockCount(count)
        let hasEnded = Atomic<Bool>(false)
        @Sendable func run(_ range: Range<Int>) {
            withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * Self.blockSize) { buffer in
                let costs = buffer.baseAddress!
                let scratch = Scratch(costs: costs, sensitivities: costs + Self.blockSize)
                for block in range {
                    if let deadline, (block - range.lowerBound) % Self.blocksPerLook == 0 {
                        guard !hasEnded.load(ordering: .relaxed) else { return }
                        if deadline.hasPassed { return hasEnded.store(true, ordering: .relaxed) }
                    }
                    let start = block * Self.blockSize
                    body(start, min(Self.blockSize, count - start), scratch)
                }
            }
        }
        // A parallel region costs tens of microseconds; below this it would not pay.
        let workers = count < 1 << 15 ? 1 : min(threads, blocks)
        if workers > 1 {
            DispatchQueue.concurrentPerform(iterations: workers) { worker in
                run(blocks * worker / workers..<blocks * (worker + 1) / workers)
            }
        } else {
            run(0..<blocks)
        }
        return !hasEnded.load(ordering: .relaxed)
    }

    /// What a block of users costs and takes from the budget.
    private struct SettledBlock {
        var cost = 0.0
        var steps = 0.0
    }

    /// Block-sized columns that are read again while they are still in cache.
    private struct Scratch {
        let costs: UnsafeMutablePointer<Double>
        let sensitivities: UnsafeMutablePointer<Double>
    }
}

import OffloadModel

/// Passes over all users of a problem, in blocks that stay in cache, on one or more threads.
///
/// Partial sums belong to blocks, so every result has the same bits for every number of threads, see `BlockLoop`.
package struct UserPasses: Sendable {
    /// Users per block.
    package static let blockSize = 2048

    private let kernels: Kernels
    let rule: StepRule
    private let loop: BlockLoop
    /// The same without a deadline.
    private let endlessLoop: BlockLoop

    /// Passes over users.
    ///
    /// - Parameters:
    ///   - kernels: what evaluates the curves.
    ///   - threads: the most threads; small problems use one.
    ///   - rule: whether steps are real or whole numbers.
    ///   - deadline: when to give up a pass, nil for never.
    package init(kernels: Kernels, threads: Int, rule: StepRule, until deadline: SolveDeadline? = nil) {
        self.kernels = kernels
        self.rule = rule
        // Four blocks between two looks at the clock take some tens of microseconds.
        loop = BlockLoop(blockSize: Self.blockSize, threads: threads, blocksPerLook: 4, until: deadline)
        endlessLoop = BlockLoop(blockSize: Self.blockSize, threads: threads, until: nil)
    }

    /// r_n = min R_0, proven from below and +∞ where the user must offload, and its minimiser, for every user.
    ///
    /// - Throws: `TimeIsUp` if the deadline passes first.
    package func minimiseLocally(_ curves: CostCurves) throws(TimeIsUp) -> (costs: [Double], steps: [Double]) {
        let count = curves.count
        var costs = LargeColumn.uninitialised(count)
        var steps = LargeColumn.uninitialised(count)
        var end: TimeIsUp?
        costs.withUnsafeMutableBufferPointer { costs in
            steps.withUnsafeMutableBufferPointer { steps in
                nonisolated(unsafe) let (costs, steps) = (costs.baseAddress!, steps.baseAddress!)
                curves.withPointers { pointers in
                    nonisolated(unsafe) let pointers = pointers
                    end = forEachBlock(count) { start, size, scratch in
                        let minima = MinimumPointers(
                            steps: steps + start, costs: costs + start, sensitivities: scratch.sensitivities)
                        kernels.minimiseLocally(pointers.advanced(by: start), rule: rule, into: minima, count: size)
                    }
                }
            }
        }
        if let end { throw end }
        return (costs, steps)
    }

    /// The dual function and the demand for edge steps at a price, with what every user would do.
    ///
    /// - Parameters:
    ///   - curves: the curves of the edge site.
    ///   - localCosts: r_n of every user.
    ///   - price: λ.
    ///   - edgeSteps: receives s_n(λ), and −1 − max(s_n(λ), 0) for the users that stay local; an empty array is given room
    ///     first.
    ///   - origin: a price for which `edgeSteps` holds the outcome; one that is near makes the pass faster.
    /// - Throws: `TimeIsUp` if the deadline passes first; `edgeSteps` is then of no use.
    package func demand(
        _ curves: CostCurves, localCosts: [Double], price: Double, edgeSteps: inout [Double],
        startingFrom origin: Double? = nil
    ) throws(TimeIsUp) -> Demand {
        try demand(
            curves, localCosts: localCosts, price: price, edgeSteps: &edgeSteps, startingFrom: origin
        ) { _, _, _, _ in }
    }

    /// The same, and the users who change sides at a price at most `reach` away.
    ///
    /// - Throws: `TimeIsUp` if the deadline passes first; `edgeSteps` is then of no use.
    package func demand(
        _ curves: CostCurves, localCosts: [Double], price: Double, reach: Double, edgeSteps: inout [Double],
        startingFrom origin: Double? = nil
    ) throws(TimeIsUp) -> (demand: Demand, switches: SwitchList) {
        var lists = BlockSwitches(blocks: loop.blockCount(curves.count))
        let demand = try lists.withRoom { room throws(TimeIsUp) in
            nonisolated(unsafe) let room = room
            return try self.demand(
                curves, localCosts: localCosts, price: price, edgeSteps: &edgeSteps, startingFrom: origin
            ) { block, localCosts, minima, size in
                room.list(
                    block: block, localCosts: localCosts, minima: minima, reach: reach, count: size, with: kernels)
            }
        }
        return (demand, lists.joined(price: price, reach: reach))
    }

    /// - Parameter inspect: called for every block with its number, its r_n and its minima, before any is marked.
    private func demand(
        _ curves: CostCurves, localCosts: [Double], price: Double, edgeSteps: inout [Double],
        startingFrom origin: Double?,
        inspecting inspect: @Sendable (Int, UnsafePointer<Double>, MinimumPointers, Int) -> Void
    ) throws(TimeIsUp) -> Demand {
        let count = curves.count
        let origin = Kernels.Start(from: origin, to: price)
        if edgeSteps.isEmpty { edgeSteps = LargeColumn.uninitialised(count) }
        precondition(localCosts.count == count && edgeSteps.count == count, "one entry per user")
        var blocks = [DemandSums](repeating: DemandSums(), count: loop.blockCount(count))
        var end: TimeIsUp?
        blocks.withUnsafeMutableBufferPointer { blocks in
            edgeSteps.withUnsafeMutableBufferPointer { steps in
                localCosts.withUnsafeBufferPointer { localCosts in
                    nonisolated(unsafe) let blocks = blocks
                    nonisolated(unsafe) let steps = steps.baseAddress!
                    nonisolated(unsafe) let localCosts = localCosts.baseAddress!
                    curves.withPointers { pointers in
                        nonisolated(unsafe) let pointers = pointers
                        end = forEachBlock(count) { start, size, scratch in
                            let minima = MinimumPointers(
                                steps: steps + start, costs: scratch.costs, sensitivities: scratch.sensitivities)
                            let block = pointers.advanced(by: start)
                            kernels.minimise(
                                block, price: price, rule: rule, from: origin, into: minima, count: size)
                            inspect(start / Self.blockSize, localCosts + start, minima, size)
                            blocks[start / Self.blockSize] = kernels.sumDemand(
                                localCosts: localCosts + start, fewestSteps: block.fewestSteps, edge: minima,
                                count: size)
                        }
                    }
                }
            }
        }
        if let end { throw end }
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
    package func settle(
        _ curves: CostCurves, edgeSteps: [Double], stretch: Double, localCosts: [Double], steps: inout [Double]
    ) throws(TimeIsUp) -> (objective: Double, edgeSteps: Double) {
        let count = curves.count
        precondition(
            edgeSteps.count == count && localCosts.count == count && steps.count == count, "one entry per user")
        var blocks = [SettledBlock](repeating: SettledBlock(), count: loop.blockCount(count))
        var end: TimeIsUp?
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
                            end = forEachBlock(count) { start, size, scratch in
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
        if let end { throw end }
        var (objective, used) = (PreciseSum(), PreciseSum())
        for block in blocks {
            objective.add(block.cost)
            used.add(block.steps)
        }
        return (objective.value, used.value)
    }

    /// Who offloads: the users whose edge steps are not marked as those of a user that stays local.
    package func offloaded(_ edgeSteps: [Double]) -> [Bool] {
        var sides = LargeColumn.uninitialised(edgeSteps.count, of: Bool.self)
        sides.withUnsafeMutableBufferPointer { sides in
            edgeSteps.withUnsafeBufferPointer { edgeSteps in
                nonisolated(unsafe) let (sides, edgeSteps) = (sides, edgeSteps)
                // Without a deadline nothing is thrown.
                try? endlessLoop.run(edgeSteps.count, scratch: 0) { _, start, size, _ in
                    for user in start..<start + size { sides[user] = edgeSteps[user] >= 0 }
                }
            }
        }
        return sides
    }

    /// Runs the body for every block, given its first user, its size, and columns of scratch.
    ///
    /// - Returns: Why it ended early, nil if it did not.
    private func forEachBlock(_ count: Int, _ body: @Sendable (Int, Int, Scratch) -> Void) -> TimeIsUp? {
        do throws(TimeIsUp) {
            try loop.run(count, scratch: 2 * Self.blockSize) { _, start, size, memory in
                body(start, size, Scratch(costs: memory, sensitivities: memory + Self.blockSize))
            }
            return nil
        } catch {
            return error
        }
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

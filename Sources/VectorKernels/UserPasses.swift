import Dispatch
import OffloadModel

/// Passes over all users of a problem, in blocks that stay in cache, on one or more threads.
///
/// Partial sums belong to blocks of a fixed size and are combined in the order of the blocks, so every result has
/// the same bits for every number of threads.
public struct UserPasses: Sendable {
    /// Users per block.
    public static let blockSize = 2048

    private let kernels: Kernels
    private let threads: Int
    private let rule: StepRule

    /// Passes with the given kernels on at most `threads` threads; small problems use one.
    public init(kernels: Kernels, threads: Int, rule: StepRule) {
        self.kernels = kernels
        self.threads = max(threads, 1)
        self.rule = rule
    }

    /// r_n = min R_0 and its minimiser, for every user.
    ///
    /// - Parameters:
    ///   - curves: the curves of the local site.
    ///   - costs: receives r_n, proven from below; +∞ where the user must offload.
    ///   - steps: receives the minimisers.
    public func minimiseLocally(_ curves: CostCurves, costs: inout [Double], steps: inout [Double]) {
        let count = curves.count
        precondition(costs.count == count && steps.count == count, "one entry per user")
        costs.withUnsafeMutableBufferPointer { costs in
            steps.withUnsafeMutableBufferPointer { steps in
                nonisolated(unsafe) let costs = costs
                nonisolated(unsafe) let steps = steps
                curves.withPointers { pointers in
                    nonisolated(unsafe) let pointers = pointers
                    forEachRange(count) { range in
                        withScratch { scratch in
                            for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.blockSize) {
                                let size = min(Self.blockSize, range.upperBound - start)
                                kernels.minimise(
                                    pointers.advanced(by: start), price: 0, rule: rule,
                                    into: MinimumPointers(
                                        steps: steps.baseAddress! + start, costs: costs.baseAddress! + start,
                                        sensitivities: scratch.sensitivities),
                                    count: size)
                            }
                        }
                    }
                }
            }
        }
    }

    /// The dual function and the demand for edge steps at a price, with what every user would do.
    ///
    /// - Parameters:
    ///   - curves: the curves of the edge site.
    ///   - localCosts: r_n of every user.
    ///   - price: λ.
    ///   - steps: receives s_n(λ).
    ///   - offloaded: receives φ_n(λ) < r_n.
    public func demand(
        _ curves: CostCurves, localCosts: [Double], price: Double, steps: inout [Double], offloaded: inout [Bool]
    ) -> Demand {
        let count = curves.count
        precondition(
            localCosts.count == count && steps.count == count && offloaded.count == count, "one entry per user")
        let blocks = (count + Self.blockSize - 1) / Self.blockSize
        var partialSums = [DemandSums](repeating: DemandSums(), count: blocks)
        partialSums.withUnsafeMutableBufferPointer { partialSums in
            steps.withUnsafeMutableBufferPointer { steps in
                offloaded.withUnsafeMutableBufferPointer { offloaded in
                    localCosts.withUnsafeBufferPointer { localCosts in
                        nonisolated(unsafe) let partialSums = partialSums
                        nonisolated(unsafe) let steps = steps
                        nonisolated(unsafe) let offloaded = offloaded
                        nonisolated(unsafe) let localCosts = localCosts
                        curves.withPointers { pointers in
                            nonisolated(unsafe) let pointers = pointers
                            forEachRange(count) { range in
                                withScratch { scratch in
                                    for start in stride(
                                        from: range.lowerBound, to: range.upperBound, by: Self.blockSize)
                                    {
                                        let size = min(Self.blockSize, range.upperBound - start)
                                        let minima = MinimumPointers(
                                            steps: steps.baseAddress! + start, costs: scratch.costs,
                                            sensitivities: scratch.sensitivities)
                                        let local = localCosts.baseAddress! + start
                                        kernels.minimise(
                                            pointers.advanced(by: start), price: price, rule: rule, into: minima,
                                            count: size)
                                        partialSums[start / Self.blockSize] = kernels.sumDemand(
                                            localCosts: local, edge: minima, count: size)
                                        for user in 0..<size {
                                            offloaded[start + user] = scratch.costs[user] < local[user]
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        return Demand(price: price, blocks: partialSums)
    }

    /// Splits the users into contiguous ranges of whole blocks, one per thread.
    private func forEachRange(_ count: Int, _ body: @Sendable (Range<Int>) -> Void) {
        let blocks = (count + Self.blockSize - 1) / Self.blockSize
        // A parallel region costs tens of microseconds; below this it would not pay.
        let workers = count < 1 << 15 ? 1 : min(threads, blocks)
        guard workers > 1 else { return body(0..<count) }
        DispatchQueue.concurrentPerform(iterations: workers) { worker in
            let first = blocks * worker / workers * Self.blockSize
            let last = min(blocks * (worker + 1) / workers * Self.blockSize, count)
            body(first..<last)
        }
    }

    /// Block-sized columns that are read again while they are still in cache.
    private struct Scratch {
        let costs: UnsafeMutablePointer<Double>
        let sensitivities: UnsafeMutablePointer<Double>
    }

    private func withScratch(_ body: (Scratch) -> Void) {
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * Self.blockSize) { buffer in
            let costs = buffer.baseAddress!
            body(Scratch(costs: costs, sensitivities: costs + Self.blockSize))
        }
    }
}

/// The dual function of P1 at one price, without the term −λ·S_e, and its derivatives.
public struct Demand: Sendable {
    /// λ.
    public let price: Double
    /// Σ min(r_n, φ_n(λ)).
    public let cost: Double
    /// Σ |min(r_n, φ_n(λ))|.
    public let magnitude: Double
    /// Σ s_n(λ) over the users that offload.
    public let steps: Double
    /// Σ ds_n/dλ over the users that offload; jumps where users switch sides are not part of it.
    public let sensitivity: Double
    /// How many users offload.
    public let offloadedCount: Int

    init(price: Double, blocks: [DemandSums]) {
        var (cost, steps) = (PreciseSum(), PreciseSum())
        var (magnitude, sensitivity, offloaded) = (0.0, 0.0, 0.0)
        for block in blocks {
            cost.add(block.cost)
            steps.add(block.steps)
            magnitude += block.magnitude
            sensitivity += block.sensitivity
            offloaded += block.offloaded
        }
        self.price = price
        self.cost = cost.value
        self.steps = steps.value
        self.magnitude = magnitude
        self.sensitivity = sensitivity
        offloadedCount = Int(offloaded)
    }

    /// q(λ) = cost − λ·S_e less everything that rounding can have added: a proven lower bound of P1.
    ///
    /// Each of the eight running sums of a block makes at most 256 additions, and the blocks are combined in twice
    /// the precision, so the relative error is below 2⁻⁴⁴ of the magnitudes.
    public func lowerBound(stepBudget: Double) -> Double {
        let payment = price * stepBudget
        return cost - payment - 0x1p-44 * magnitude - 0x1p-50 * payment
    }
}

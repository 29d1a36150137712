import OffloadModel
import VectorKernelsABI

/// The vector kernels of one instruction set.
///
/// AVX2 and AVX-512 give identical bits; the baseline has no fused multiply-add and agrees to rounding. A user's
/// result never depends on its neighbours or on its place in a column. Pointers are borrowed for the call and
/// must hold `count` entries; nothing is allocated.
public struct Kernels: Sendable {
    /// The set in use.
    public var instructionSet: InstructionSet { chosen.instructionSet }

    private let chosen: ChosenKernels

    /// Kernels of the given set; one that this machine cannot run is replaced by the best it can.
    public init(_ instructionSet: InstructionSet = .best) {
        chosen = .of(instructionSet.isSupported ? instructionSet : .best)
    }

    /// The functions of the set.
    var table: KernelTable { chosen.table }

    /// y = exp(x), worst error 1.2 ulp, subnormal results right.
    public func exponentials(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, count: Int) {
        onWholeVectors(x, y, count: count, table.exponentials)
    }

    /// y = log(x), worst error about 1 ulp.
    public func logarithms(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, count: Int) {
        onWholeVectors(x, y, count: count, table.logarithms)
    }

    /// R(s) and R′(s) of every user.
    public func evaluate(
        _ curves: CurvePointers, steps: UnsafePointer<Double>,
        values: UnsafeMutablePointer<Double>, derivatives: UnsafeMutablePointer<Double>, count: Int
    ) {
        let whole = count & ~(PaddedBlock.width - 1)
        if whole > 0 { table.evaluateCurves(curves, steps, values, derivatives, whole) }
        guard whole < count else { return }
        PaddedBlock.with(count - whole) { block in
            let (value, derivative) = (block.room(place: 8), block.room(place: 9))
            table.evaluateCurves(
                block.copy(curves.advanced(by: whole)), block.copy(steps + whole, place: 10), value, derivative,
                PaddedBlock.width)
            block.copyBack(value, to: values + whole)
            block.copyBack(derivative, to: derivatives + whole)
        }
    }

    /// Where a minimisation begins. The answers are as good from either, if not the same in their last bits.
    public enum Start: Sendable {
        /// With nothing.
        case scratch
        /// With the minimisers at another price, as they are or marked by ``sumDemand(localCosts:fewestSteps:edge:count:)``.
        /// Meant for real steps and prices a hundredth away at most.
        case nearby

        /// The better start, given a price for which there are minimisers, if there is one.
        public init(from origin: Double?, to price: Double) {
            self = origin.map { abs(price - $0) <= 0.01 * price } ?? false ? .nearby : .scratch
        }
    }

    /// min over the limits of R(s) + λ·s of every user: minimiser, proven lower bound of the minimum, ds/dλ.
    ///
    /// - Parameters:
    ///   - curves: R of every user, with its limits.
    ///   - price: λ ≥ 0.
    ///   - rule: whether steps are whole.
    ///   - start: where the work begins.
    ///   - minima: receives the answers; its steps are what the work begins with if `start` says so.
    ///   - count: the number of users.
    public func minimise(
        _ curves: CurvePointers, price: Double, rule: StepRule, from start: Start = .scratch,
        into minima: MinimumPointers, count: Int
    ) {
        switch rule {
        case .continuous where start == .nearby:
            onWholeVectors(
                curves, price: price, into: minima, count: count, readsSteps: true, table.minimiseCurvesNearby)
        case .continuous: onWholeVectors(curves, price: price, into: minima, count: count, table.minimiseCurves)
        case .integer:
            onWholeVectors(curves, price: price, into: minima, count: count, table.minimiseCurvesOverIntegers)
        }
    }

    /// ``minimise(_:price:rule:from:into:count:)`` at the price 0, faster for real steps where most users are best off with the
    /// most steps allowed, as on devices.
    public func minimiseLocally(_ curves: CurvePointers, rule: StepRule, into minima: MinimumPointers, count: Int) {
        guard rule == .continuous else { return minimise(curves, price: 0, rule: rule, into: minima, count: count) }
        onWholeVectors(curves, price: 0, into: minima, count: count, table.minimiseCurvesFromLimits)
    }

    /// The sums of one block for the dual function, see `DemandSums`; the edge steps s of the users that stay local
    /// become −1 − s.
    public func sumDemand(
        localCosts: UnsafePointer<Double>, fewestSteps: UnsafePointer<Double>, edge: MinimumPointers, count: Int
    ) -> DemandSums {
        table.sumDemand(localCosts, fewestSteps, edge, count)
    }

    /// The users of one block about to change sides, see the kernel.
    func listSwitches(
        localCosts: UnsafePointer<Double>, edge: MinimumPointers, reach: Double, into switches: SwitchPointers,
        capacity: Int, count: Int
    ) -> Int {
        table.listSwitches(localCosts, edge, reach, switches, capacity, count)
    }

    /// Final steps of one block, what they cost and what they use, see the kernel.
    public func settleSteps(
        _ curves: CurvePointers, edgeSteps: UnsafePointer<Double>, stretch: Double,
        localSteps: UnsafePointer<Double>, localCosts: UnsafePointer<Double>, into settled: SettledPointers, count: Int
    ) {
        let whole = count & ~(PaddedBlock.width - 1)
        if whole > 0 { table.settleSteps(curves, edgeSteps, stretch, localSteps, localCosts, settled, whole) }
        guard whole < count else { return }
        PaddedBlock.with(count - whole) { block in
            let padded = SettledPointers(
                steps: block.room(place: 8), costs: block.room(place: 9), used: block.room(place: 10))
            table.settleSteps(
                block.copy(curves.advanced(by: whole)), block.copy(edgeSteps + whole, place: 11), stretch,
                block.copy(localSteps + whole, place: 12), block.copy(localCosts + whole, place: 13), padded,
                PaddedBlock.width)
            block.copyBack(padded.steps, to: settled.steps + whole)
            block.copyBack(padded.costs, to: settled.costs + whole)
            block.copyBack(padded.used, to: settled.used + whole)
        }
    }

    /// The sum of a column, in eight running sums combined in a written order.
    public func sum(_ column: UnsafePointer<Double>, count: Int) -> Double { table.sumColumn(column, count) }
}

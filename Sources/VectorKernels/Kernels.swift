import OffloadModel
import VectorKernelsABI
import VectorKernelsBaseline

#if arch(x86_64)
    import VectorKernelsAVX2
    import VectorKernelsAVX512
#endif

/// The vector kernels of one instruction set.
///
/// AVX2 and AVX-512 give identical bits; the baseline has no fused multiply-add and agrees to rounding. A user's
/// result never depends on its neighbours or on its place in a column. Pointers are borrowed for the call and
/// must hold `count` entries; nothing is allocated.
public struct Kernels: Sendable {
    /// The set in use.
    public let instructionSet: InstructionSet

    /// Kernels of the given set; one that this machine cannot run is replaced by the best it can.
    public init(_ instructionSet: InstructionSet = .best) {
        self.instructionSet = instructionSet.isSupported ? instructionSet : .best
    }

    /// y = exp(x), worst error 1.2 ulp, subnormal results right.
    public func exponentials(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, count: Int) {
        switch instructionSet {
        #if arch(x86_64)
            case .avx512: VectorKernelsAVX512.exponentials(x, y, count: count)
            case .avx2: VectorKernelsAVX2.exponentials(x, y, count: count)
        #endif
        default: VectorKernelsBaseline.exponentials(x, y, count: count)
        }
    }

    /// y = log(x), worst error about 1 ulp.
    public func logarithms(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, count: Int) {
        switch instructionSet {
        #if arch(x86_64)
            case .avx512: VectorKernelsAVX512.logarithms(x, y, count: count)
            case .avx2: VectorKernelsAVX2.logarithms(x, y, count: count)
        #endif
        default: VectorKernelsBaseline.logarithms(x, y, count: count)
        }
    }

    /// R(s) and R′(s) of every user.
    public func evaluate(
        _ curves: CurvePointers, steps: UnsafePointer<Double>,
        values: UnsafeMutablePointer<Double>, derivatives: UnsafeMutablePointer<Double>, count: Int
    ) {
        switch instructionSet {
        #if arch(x86_64)
            case .avx512:
                VectorKernelsAVX512.evaluateCurves(
                    curves, steps: steps, values: values, derivatives: derivatives, count: count)
            case .avx2:
                VectorKernelsAVX2.evaluateCurves(
                    curves, steps: steps, values: values, derivatives: derivatives, count: count)
        #endif
        default:
            VectorKernelsBaseline.evaluateCurves(
                curves, steps: steps, values: values, derivatives: derivatives, count: count)
        }
    }

    /// min over the limits of R(s) + λ·s of every user: minimiser, proven lower bound of the minimum, ds/dλ.
    public func minimise(
        _ curves: CurvePointers, price: Double, rule: StepRule, into minima: MinimumPointers, count: Int
    ) {
        switch (instructionSet, rule) {
        #if arch(x86_64)
            case (.avx512, .continuous):
                VectorKernelsAVX512.minimiseCurves(curves, price: price, into: minima, count: count)
            case (.avx512, .integer):
                VectorKernelsAVX512.minimiseCurvesOverIntegers(curves, price: price, into: minima, count: count)
            case (.avx2, .continuous):
                VectorKernelsAVX2.minimiseCurves(curves, price: price, into: minima, count: count)
            case (.avx2, .integer):
                VectorKernelsAVX2.minimiseCurvesOverIntegers(curves, price: price, into: minima, count: count)
        #endif
        case (_, .continuous):
            VectorKernelsBaseline.minimiseCurves(curves, price: price, into: minima, count: count)
        case (_, .integer):
            VectorKernelsBaseline.minimiseCurvesOverIntegers(curves, price: price, into: minima, count: count)
        }
    }

    /// The sums of one block for the dual function, see ``DemandSums``.
    public func sumDemand(
        localCosts: UnsafePointer<Double>, edge: MinimumPointers, count: Int
    ) -> DemandSums {
        switch instructionSet {
        #if arch(x86_64)
            case .avx512: VectorKernelsAVX512.sumDemand(localCosts: localCosts, edge: edge, count: count)
            case .avx2: VectorKernelsAVX2.sumDemand(localCosts: localCosts, edge: edge, count: count)
        #endif
        default: VectorKernelsBaseline.sumDemand(localCosts: localCosts, edge: edge, count: count)
        }
    }
}

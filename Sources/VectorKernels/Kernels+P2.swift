import OffloadModel
import VectorKernelsABI
import VectorKernelsBaseline

#if arch(x86_64)
    import VectorKernelsAVX2
    import VectorKernelsAVX512
#endif

// The kernels of the paper's convex sub-problem P2 (16), see `P2Pointers` for the columns.
extension Kernels {
    /// What users take from the budget (16b) at one multiplier δ; `steps` holds guesses and receives s.
    public func measureP2Demand(
        _ columns: P2Pointers, _ scalars: P2Scalars, steps: UnsafeMutablePointer<Double>, count: Int
    ) -> P2Demand {
        switch instructionSet {
        #if arch(x86_64)
            case .avx512: VectorKernelsAVX512.measureP2Demand(columns, scalars, steps: steps, count: count)
            case .avx2: VectorKernelsAVX2.measureP2Demand(columns, scalars, steps: steps, count: count)
        #endif
        default: VectorKernelsBaseline.measureP2Demand(columns, scalars, steps: steps, count: count)
        }
    }

    /// Decisions, steps and multipliers of users at the final δ, with the residuals of (18)–(20).
    public func finishP2(
        _ columns: P2Pointers, _ scalars: P2Scalars, into solution: P2SolutionPointers, count: Int
    ) -> P2Findings {
        switch instructionSet {
        #if arch(x86_64)
            case .avx512: VectorKernelsAVX512.finishP2(columns, scalars, into: solution, count: count)
            case .avx2: VectorKernelsAVX2.finishP2(columns, scalars, into: solution, count: count)
        #endif
        default: VectorKernelsBaseline.finishP2(columns, scalars, into: solution, count: count)
        }
    }

    /// u, v and z of Algorithm 1 at a point; an entry of u or v that is zero on entry pins the decision and stays.
    public func expandP2(
        local: CurvePointers, edge: CurvePointers, decisions: UnsafePointer<Double>, steps: UnsafePointer<Double>,
        margin: Double, u: UnsafeMutablePointer<Double>, v: UnsafeMutablePointer<Double>,
        z: UnsafeMutablePointer<Double>, count: Int
    ) {
        switch instructionSet {
        #if arch(x86_64)
            case .avx512:
                VectorKernelsAVX512.expandP2(
                    local, edge, decisions: decisions, steps: steps, margin: margin, u: u, v: v, z: z, count: count)
            case .avx2:
                VectorKernelsAVX2.expandP2(
                    local, edge, decisions: decisions, steps: steps, margin: margin, u: u, v: v, z: z, count: count)
        #endif
        default:
            VectorKernelsBaseline.expandP2(
                local, edge, decisions: decisions, steps: steps, margin: margin, u: u, v: v, z: z, count: count)
        }
    }

    /// Φ, Φ′, ψ and ψ′ of users as four columns after one another.
    public func evaluateP2(
        _ columns: P2Pointers, _ scalars: P2Scalars, steps: UnsafePointer<Double>, decisions: UnsafePointer<Double>,
        values: UnsafeMutablePointer<Double>, count: Int
    ) {
        switch instructionSet {
        #if arch(x86_64)
            case .avx512:
                VectorKernelsAVX512.evaluateP2(
                    columns, scalars, steps: steps, decisions: decisions, values: values, count: count)
            case .avx2:
                VectorKernelsAVX2.evaluateP2(
                    columns, scalars, steps: steps, decisions: decisions, values: values, count: count)
        #endif
        default:
            VectorKernelsBaseline.evaluateP2(
                columns, scalars, steps: steps, decisions: decisions, values: values, count: count)
        }
    }
}

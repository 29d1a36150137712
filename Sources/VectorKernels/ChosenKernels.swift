import VectorKernelsABI
import VectorKernelsBaseline

#if arch(x86_64)
    import VectorKernelsAVX2
    import VectorKernelsAVX512
#endif

/// An instruction set with the table of its kernels. There is one of each set, made when it is first asked for.
final class ChosenKernels: Sendable {
    let instructionSet: InstructionSet
    let table: KernelTable

    private init(_ instructionSet: InstructionSet, _ table: KernelTable) {
        self.instructionSet = instructionSet
        self.table = table
    }

    private static let baseline = ChosenKernels(.baseline, VectorKernelsBaseline.kernelTable())
    #if arch(x86_64)
        private static let avx2 = ChosenKernels(.avx2, VectorKernelsAVX2.kernelTable())
        private static let avx512 = ChosenKernels(.avx512, VectorKernelsAVX512.kernelTable())
    #endif

    /// The kernels of a set that this machine runs.
    static func of(_ instructionSet: InstructionSet) -> ChosenKernels {
        switch instructionSet {
        #if arch(x86_64)
            case .avx512: avx512
            case .avx2: avx2
        #endif
        default: baseline
        }
    }
}

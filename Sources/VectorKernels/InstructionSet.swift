import CInstructionSet

/// The instruction sets that the kernels are compiled for, from the same source.
public enum InstructionSet: String, Sendable, CaseIterable, Comparable {
    /// SSE2 on x86-64, NEON on arm64: runs everywhere.
    case baseline
    /// AVX2 with fused multiply-add.
    case avx2
    /// AVX-512 F, BW, CD, DQ and VL.
    case avx512

    /// True if this processor and operating system can run it.
    public var isSupported: Bool {
        switch self {
        case .baseline: true
        case .avx2: stepwell_runs_avx2()
        case .avx512: stepwell_runs_avx512()
        }
    }

    /// The widest one that runs here.
    public static let best: InstructionSet = allCases.last { $0.isSupported } ?? .baseline

    /// Narrower sets come first.
    public static func < (left: InstructionSet, right: InstructionSet) -> Bool {
        allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
}

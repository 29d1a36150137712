import CLinearAlgebra

/// Which linear algebra libraries the process runs on.
public struct BackendReport: Equatable, Sendable {
    /// Where LAPACK's factorisations come from.
    public enum LAPACKProvider: String, Sendable {
        /// OpenBLAS's own, optimised routines.
        case openBLAS = "OpenBLAS"
        /// Another library, for example the reference LAPACK, which is several times slower.
        case other
        /// The dynamic linker would not tell.
        case unknown
    }

    /// OpenBLAS's description of its build: its version and its options.
    public let configuration: String
    /// The processor family whose kernels OpenBLAS chose.
    public let coreName: String
    /// The number of threads that large orders use; small orders always use one.
    public let threads: Int
    /// Where LAPACK's factorisations come from.
    public let lapackProvider: LAPACKProvider
    /// The file name of the library with LAPACK's factorisations, or an empty string.
    public let lapackLibrary: String

    /// The libraries of this process.
    public static var current: BackendReport {
        let provider: LAPACKProvider =
            switch stepwell_backend_lapack_is_openblas() {
            case 1: .openBLAS
            case 0: .other
            default: .unknown
            }
        return BackendReport(
            configuration: String(cString: stepwell_backend_configuration()),
            coreName: String(cString: stepwell_backend_core_name()),
            threads: Int(stepwell_backend_threads()),
            lapackProvider: provider,
            lapackLibrary: String(cString: stepwell_backend_lapack_library()))
    }

    /// OpenBLAS's version, the second word of ``configuration``; the whole of it if there is no second word.
    public var version: String {
        let words = configuration.split(separator: " ")
        return words.count > 1 ? String(words[1]) : configuration
    }
}

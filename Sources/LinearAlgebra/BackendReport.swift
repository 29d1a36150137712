import CLinearAlgebra

/// Which linear algebra libraries the process runs on.
///
/// They are loaded when an operation first needs them, and not before.
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
    /// The number of threads that OpenBLAS works on: 1, the caller's.
    public let threads: Int
    /// Where LAPACK's factorisations come from.
    public let lapackProvider: LAPACKProvider
    /// The file name of the library with LAPACK's factorisations, or an empty string.
    public let lapackLibrary: String

    /// Loads the libraries, unless they are loaded already, and describes them.
    ///
    /// Every operation does so by itself. A program that is about to need them asks here, to be told early, and in words,
    /// where it cannot have them.
    ///
    /// - Throws: ``LinearAlgebraError/backendUnavailable(reason:)``.
    @discardableResult
    public static func load() throws(LinearAlgebraError) -> BackendReport {
        try check(stepwell_backend_load(), "loading OpenBLAS")
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

/// What can go wrong in a linear algebra operation.
public enum LinearAlgebraError: Error, Equatable, Sendable {
    /// The operands of an operation do not fit together.
    case shapeMismatch(operation: String, expected: String, found: String)
    /// The order of a factorisation is below 0.
    case invalidOrder(operation: String, order: Int)
    /// A dimension or an element count does not fit the 32-bit integers of BLAS and LAPACK.
    case sizeTooLarge(operation: String)
    /// The leading minor of this order is not positive, so that there is no Cholesky factor.
    case notPositiveDefinite(leadingMinor: Int)
    /// The diagonal block at this pivot, counted from 1, is exactly zero: the matrix is singular.
    case zeroPivot(pivot: Int)
    /// The triangular factor has a zero at this column, counted from 1: the columns are linearly dependent.
    case rankDeficient(column: Int)
    /// An operand holds NaN or an infinity.
    case notFinite(operation: String)
    /// A solve was asked of a factorisation that holds none, or whose last attempt failed.
    case notFactored
    /// Memory for a workspace ran out.
    case outOfMemory(operation: String)
    /// LAPACK refused an argument; this does not happen unless the wrapper has a mistake.
    case illegalArgument(operation: String, position: Int)
    /// OpenBLAS or LAPACKE cannot be loaded: it is not installed, or limits leave no room for it.
    case backendUnavailable(reason: String)
}

extension LinearAlgebraError: CustomStringConvertible {
    /// The error in words.
    public var description: String {
        switch self {
        case .shapeMismatch(let operation, let expected, let found):
            "\(operation): expected \(expected), found \(found)"
        case .invalidOrder(let operation, let order):
            "\(operation): the order is \(order), allowed is a whole number of at least 0"
        case .sizeTooLarge(let operation):
            "\(operation): a size exceeds what 32-bit integers hold"
        case .notPositiveDefinite(let minor):
            "the matrix is not positive definite: its leading minor of order \(minor) is not positive"
        case .zeroPivot(let pivot):
            "the matrix is singular: pivot \(pivot) is zero"
        case .rankDeficient(let column):
            "the columns are linearly dependent: column \(column) of the triangular factor has a zero diagonal"
        case .notFinite(let operation):
            "\(operation): an operand holds NaN or an infinity"
        case .notFactored:
            "the factorisation holds no factors"
        case .outOfMemory(let operation):
            "\(operation): no memory for the workspace"
        case .illegalArgument(let operation, let position):
            "\(operation): LAPACK refused argument \(position)"
        case .backendUnavailable(let reason):
            reason
        }
    }
}

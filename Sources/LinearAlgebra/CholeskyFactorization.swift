import CLinearAlgebra

/// The factorisation A = L·Lᵀ of a symmetric positive definite matrix.
///
/// One value serves a sequence of matrices of the same order: ``factor(_:)`` overwrites the factors without a new
/// allocation.
public struct CholeskyFactorization: Sendable {
    /// The order of the matrices that this value factors.
    public let order: Int
    /// Whether the last factorisation succeeded, so that ``solve(_:)`` may be called.
    public private(set) var isFactored = false
    /// L in the lower triangle; above it, remains of A.
    private var factors: Matrix

    /// Storage for matrices of one order.
    ///
    /// - Throws: ``LinearAlgebraError/invalidOrder(operation:order:)`` for an order below 0.
    public init(order: Int) throws(LinearAlgebraError) {
        try checkOrder(order, "Cholesky factorisation")
        self.order = order
        factors = Matrix(rows: order, columns: order)
    }

    /// Factors one matrix.
    ///
    /// - Throws: as ``factor(_:)``.
    public init(of matrix: Matrix) throws(LinearAlgebraError) {
        try self.init(order: matrix.rows)
        try factor(matrix)
    }

    /// Factors the symmetric matrix whose lower triangle is given.
    ///
    /// - Throws: ``LinearAlgebraError/notPositiveDefinite(leadingMinor:)`` with the order of the first leading minor
    ///   that is not positive; `.shapeMismatch` for a matrix of another order; `.notFinite` for NaN and infinities.
    public mutating func factor(_ matrix: Matrix) throws(LinearAlgebraError) {
        isFactored = false
        try matrix.checkSquare("Cholesky factorisation")
        try checkLength(matrix.rows, order, "Cholesky factorisation")
        factors.copyElements(from: matrix)
        let size = Int64(order)
        let status = factors.elements.withUnsafeMutableBufferPointer { stepwell_potrf(size, $0.baseAddress) }
        try check(status, "Cholesky factorisation") { .notPositiveDefinite(leadingMinor: $0) }
        isFactored = true
    }

    /// Solves A·x = b in place: `b` holds one or more right-hand sides, column after column.
    ///
    /// - Throws: `.notFactored`; `.shapeMismatch` if the length of `b` is not a multiple of the order.
    public func solve(_ b: inout [Double]) throws(LinearAlgebraError) {
        guard isFactored else { throw .notFactored }
        let count = try rightHandSideCount(b, order: order)
        let status = b.withUnsafeMutableBufferPointer {
            stepwell_potrs(Int64(order), count, factors.elements, $0.baseAddress)
        }
        try check(status, "Cholesky solve")
    }
}

extension Matrix {
    /// Copies the elements of a matrix of the same shape and keeps the storage.
    mutating func copyElements(from other: Matrix) {
        precondition(rows == other.rows && columns == other.columns, "the shapes agree")
        elements.withUnsafeMutableBufferPointer { target in
            other.elements.withUnsafeBufferPointer { _ = target.update(from: $0) }
        }
    }
}

/// How many right-hand sides an array holds.
func rightHandSideCount(_ b: [Double], order: Int) throws(LinearAlgebraError) -> Int64 {
    if order == 0 {
        try checkLength(b.count, 0, "solve")
        return 0
    }
    guard b.count.isMultiple(of: order) else {
        throw .shapeMismatch(operation: "solve", expected: "a multiple of \(order) elements", found: "\(b.count)")
    }
    return Int64(b.count / order)
}

import CLinearAlgebra

/// The Bunch–Kaufman factorisation A = L·D·Lᵀ of a symmetric, possibly indefinite matrix; D has blocks of order 1 and
/// 2.
///
/// One value serves a sequence of matrices of the same order: ``factor(_:)`` overwrites the factors without a new
/// allocation.
public struct SymmetricIndefiniteFactorization: Sendable {
    /// The order of the matrices that this value factors.
    public let order: Int
    /// Whether the last factorisation succeeded, so that ``solve(_:)`` may be called.
    public private(set) var isFactored = false
    private var factors: Matrix
    /// Row interchanges and block sizes in LAPACK's encoding: a negative entry belongs to a block of order 2.
    private var pivots: [Int32]
    private var workspace: [Double]

    /// Storage for matrices of one order.
    ///
    /// - Throws: ``LinearAlgebraError/invalidOrder(operation:order:)`` for an order below 0; `.sizeTooLarge` if it exceeds
    ///   what LAPACK can count.
    public init(order: Int) throws(LinearAlgebraError) {
        try checkOrder(order, "symmetric factorisation")
        self.order = order
        var length: Int64 = 1
        try check(stepwell_sytrf_workspace(Int64(order), &length), "symmetric factorisation")
        factors = Matrix(rows: order, columns: order)
        pivots = Array(repeating: 0, count: order)
        workspace = Array(repeating: 0, count: Int(max(length, 1)))
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
    /// - Throws: ``LinearAlgebraError/zeroPivot(pivot:)`` with the first pivot, counted from 1, that is exactly zero;
    ///   `.shapeMismatch` for a matrix of another order; `.notFinite` for NaN and infinities.
    public mutating func factor(_ matrix: Matrix) throws(LinearAlgebraError) {
        isFactored = false
        try matrix.checkSquare("symmetric factorisation")
        try checkLength(matrix.rows, order, "symmetric factorisation")
        factors.copyElements(from: matrix)
        let size = Int64(order)
        let length = Int64(workspace.count)
        let status = factors.elements.withUnsafeMutableBufferPointer { a in
            pivots.withUnsafeMutableBufferPointer { pivots in
                workspace.withUnsafeMutableBufferPointer {
                    stepwell_sytrf(size, a.baseAddress, pivots.baseAddress, $0.baseAddress, length)
                }
            }
        }
        try check(status, "symmetric factorisation") { .zeroPivot(pivot: $0) }
        isFactored = true
    }

    /// Solves A·x = b in place: `b` holds one or more right-hand sides, column after column.
    ///
    /// - Throws: `.notFactored`; `.shapeMismatch` if the length of `b` is not a multiple of the order.
    public func solve(_ b: inout [Double]) throws(LinearAlgebraError) {
        guard isFactored else { throw .notFactored }
        let count = try rightHandSideCount(b, order: order)
        let status = b.withUnsafeMutableBufferPointer {
            stepwell_sytrs(Int64(order), count, factors.elements, pivots, $0.baseAddress)
        }
        try check(status, "symmetric solve")
    }

    /// The number of negative eigenvalues of the factored matrix, by Sylvester's law of inertia.
    ///
    /// - Throws: `.notFactored`.
    public func negativeEigenvalueCount() throws(LinearAlgebraError) -> Int {
        guard isFactored else { throw .notFactored }
        var count = 0
        var index = 0
        while index < order {
            if pivots[index] > 0 {
                if factors[index, index] < 0 { count += 1 }
                index += 1
            } else {
                // Bunch–Kaufman takes a block of order 2 only where its determinant is negative.
                count += 1
                index += 2
            }
        }
        return count
    }
}

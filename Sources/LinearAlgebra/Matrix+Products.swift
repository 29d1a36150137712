import CLinearAlgebra

extension Matrix {
    /// The product with a vector, y ← α·A·x + β·y, or with the transpose, y ← α·Aᵀ·x + β·y.
    ///
    /// - Throws: ``LinearAlgebraError/shapeMismatch(operation:expected:found:)`` if a length does not fit.
    public func multiply(
        _ x: [Double], transposed: Bool = false, scaledBy alpha: Double = 1, into y: inout [Double],
        keeping beta: Double = 0
    ) throws(LinearAlgebraError) {
        try checkLength(x.count, transposed ? rows : columns, "matrix times vector")
        try checkLength(y.count, transposed ? columns : rows, "matrix times vector")
        let status = y.withUnsafeMutableBufferPointer {
            stepwell_gemv(
                transposed ? 1 : 0, Int64(rows), Int64(columns), alpha, elements, x, beta, $0.baseAddress)
        }
        try check(status, "matrix times vector")
    }

    /// The product with a vector by the lower triangle of a symmetric matrix, y ← α·A·x + β·y.
    ///
    /// - Throws: ``LinearAlgebraError/shapeMismatch(operation:expected:found:)`` if the matrix is not square or a
    ///   length does not fit.
    public func multiplySymmetric(
        _ x: [Double], scaledBy alpha: Double = 1, into y: inout [Double], keeping beta: Double = 0
    ) throws(LinearAlgebraError) {
        try checkSquare("symmetric matrix times vector")
        try checkLength(x.count, columns, "symmetric matrix times vector")
        try checkLength(y.count, rows, "symmetric matrix times vector")
        let status = y.withUnsafeMutableBufferPointer {
            stepwell_symv(Int64(rows), alpha, elements, x, beta, $0.baseAddress)
        }
        try check(status, "symmetric matrix times vector")
    }

    /// Adds the product of a matrix with its transpose to the lower triangle: C ← β·C + α·Aᵀ·A.
    ///
    /// - Throws: ``LinearAlgebraError/shapeMismatch(operation:expected:found:)`` if the order is not the column count
    ///   of `factor`.
    public mutating func addTransposedProduct(
        of factor: Matrix, scaledBy alpha: Double = 1, keeping beta: Double = 1
    ) throws(LinearAlgebraError) {
        try checkSquare("symmetric rank-k update")
        try checkLength(factor.columns, columns, "symmetric rank-k update")
        let order = Int64(rows)
        let status = elements.withUnsafeMutableBufferPointer {
            stepwell_syrk(order, Int64(factor.rows), alpha, factor.elements, beta, $0.baseAddress)
        }
        try check(status, "symmetric rank-k update")
    }

    /// The product of two matrices.
    ///
    /// - Throws: ``LinearAlgebraError/shapeMismatch(operation:expected:found:)`` if the inner dimensions differ.
    public func times(_ other: Matrix) throws(LinearAlgebraError) -> Matrix {
        try checkLength(other.rows, columns, "matrix product")
        var result = Matrix(rows: rows, columns: other.columns)
        let status = result.elements.withUnsafeMutableBufferPointer {
            stepwell_gemm(
                Int64(rows), Int64(other.columns), Int64(columns), 1, elements, other.elements, 0, $0.baseAddress)
        }
        try check(status, "matrix product")
        return result
    }

    /// Throws unless the matrix is square.
    func checkSquare(_ operation: String) throws(LinearAlgebraError) {
        guard rows == columns else {
            throw .shapeMismatch(operation: operation, expected: "a square matrix", found: "\(rows) by \(columns)")
        }
    }
}

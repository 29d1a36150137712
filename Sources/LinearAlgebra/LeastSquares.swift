import CLinearAlgebra

/// Solves the least-squares problem min_x ‖A·x − b‖₂ by Householder QR.
///
/// - Parameters:
///   - matrix: A, with at least as many rows as columns and linearly independent columns.
///   - rightSide: b, with as many elements as A has rows.
/// - Returns: the minimiser x and the norm ‖A·x − b‖₂ of its residual.
/// - Throws: ``LinearAlgebraError/rankDeficient(column:)`` if a diagonal element of the triangular factor is exactly
///   zero (columns that depend on each other only up to rounding pass); `.shapeMismatch`; `.notFinite`.
public func leastSquares(
    _ matrix: Matrix, _ rightSide: [Double]
) throws(LinearAlgebraError) -> (solution: [Double], residualNorm: Double) {
    guard matrix.rows >= matrix.columns else {
        throw .shapeMismatch(
            operation: "least squares", expected: "at least as many rows as columns",
            found: "\(matrix.rows) by \(matrix.columns)")
    }
    try checkLength(rightSide.count, matrix.rows, "least squares")
    if matrix.columns == 0 { return ([], try Vectors.norm(rightSide)) }
    var factors = matrix.elements
    var solution = rightSide
    let status = factors.withUnsafeMutableBufferPointer { a in
        solution.withUnsafeMutableBufferPointer {
            stepwell_gels(Int64(matrix.rows), Int64(matrix.columns), a.baseAddress, $0.baseAddress)
        }
    }
    try check(status, "least squares") { .rankDeficient(column: $0) }
    // Qᵀ·b beyond the first `columns` elements is what no choice of x can remove.
    let residualNorm = try Vectors.norm(Array(solution[matrix.columns...]))
    return (Array(solution[..<matrix.columns]), residualNorm)
}

/// The inverse (AᵀA)⁻¹ of the matrix of the normal equations, without forming it: A = Q·R by Householder QR gives
/// R⁻¹·R⁻ᵀ, which is as accurate as A is well conditioned and not as its square.
///
/// Times the variance of the errors in b it is the covariance of the least-squares solution.
///
/// - Parameter matrix: A, with at least as many rows as columns and linearly independent columns.
/// - Returns: a symmetric matrix of order `matrix.columns`, both triangles filled.
/// - Throws: ``LinearAlgebraError/rankDeficient(column:)`` as ``leastSquares(_:_:)`` does, and for a column of zeros;
///   `.shapeMismatch`; `.notFinite`.
public func inverseGramMatrix(of matrix: Matrix) throws(LinearAlgebraError) -> Matrix {
    guard matrix.rows >= matrix.columns else {
        throw .shapeMismatch(
            operation: "inverse of AᵀA", expected: "at least as many rows as columns",
            found: "\(matrix.rows) by \(matrix.columns)")
    }
    let (rows, order) = (matrix.rows, matrix.columns)
    // With columns of norm one LAPACK does not rescale, and R is that of the columns given.
    var factors = matrix.elements
    var norms: [Double] = []
    for column in 0..<order {
        let range = column * rows..<(column + 1) * rows
        let norm = try Vectors.norm(Array(factors[range]))
        guard norm.isFinite else { throw .notFinite(operation: "inverse of AᵀA") }
        guard norm > 0 else { throw .rankDeficient(column: column + 1) }
        for index in range { factors[index] /= norm }
        norms.append(norm)
    }
    guard order > 0 else { return Matrix(rows: 0, columns: 0) }
    var rightSide = [Double](repeating: 0, count: rows)
    let status = factors.withUnsafeMutableBufferPointer { a in
        rightSide.withUnsafeMutableBufferPointer {
            stepwell_gels(Int64(rows), Int64(order), a.baseAddress, $0.baseAddress)
        }
    }
    try check(status, "inverse of AᵀA") { .rankDeficient(column: $0) }
    // R⁻¹ by back substitution, column by column.
    var inverse = Matrix(rows: order, columns: order)
    for column in 0..<order {
        for row in stride(from: column, through: 0, by: -1) {
            var sum = row == column ? 1.0 : 0
            for inner in row + 1..<max(column + 1, row + 1) {
                sum -= factors[row + inner * rows] * inverse[inner, column]
            }
            inverse[row, column] = sum / factors[row + row * rows]
        }
    }
    var result = Matrix(rows: order, columns: order)
    for row in 0..<order {
        for column in 0...row {
            var sum = 0.0
            for inner in row..<order { sum += inverse[row, inner] * inverse[column, inner] }
            result[row, column] = sum / norms[row] / norms[column]
            result[column, row] = result[row, column]
        }
    }
    return result
}

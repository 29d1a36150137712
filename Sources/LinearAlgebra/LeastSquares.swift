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

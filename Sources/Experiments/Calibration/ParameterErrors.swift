import LinearAlgebra

/// The covariance of fitted parameters, σ²·(JᵀJ)⁻¹ over those that are free.
struct ParameterErrors {
    private let free: [Int]
    /// nil if the free columns of J depend on each other.
    private let covariance: Matrix?

    init(_ problem: DecayProblem, _ result: LevenbergMarquardt.Result) {
        free = result.parameters.indices.filter { !result.isHeld[$0] }
        let jacobian = problem.jacobian(at: result.parameters)
        var columns = Matrix(rows: jacobian.rows, columns: free.count)
        for (place, column) in free.enumerated() {
            for row in 0..<jacobian.rows { columns[row, place] = jacobian[row, column] }
        }
        let variance = result.residuals.reduce(0) { $0 + $1 * $1 } / Double(jacobian.rows - free.count)
        guard var inverse = try? inverseGramMatrix(of: columns) else {
            covariance = nil
            return
        }
        for row in free.indices {
            for column in free.indices { inverse[row, column] *= variance }
        }
        covariance = inverse
    }

    /// √(gᵀ·Σ·g), the standard error of a function of the parameters with this gradient; nil if it depends on none that
    /// is free.
    func standardError(of gradient: [Double]) -> Double? {
        guard let covariance, free.contains(where: { gradient[$0] != 0 }) else { return nil }
        // Divided by its largest entry, the gradient may have any units: no square overflows.
        let size = free.reduce(0) { max($0, abs(gradient[$1])) }
        guard size.isFinite else { return size }
        var sum = 0.0
        for (row, first) in free.enumerated() {
            for (column, second) in free.enumerated() {
                sum += gradient[first] / size * covariance[row, column] * (gradient[second] / size)
            }
        }
        return max(sum, 0).squareRoot() * size
    }
}

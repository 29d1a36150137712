import InteriorPoint
import LinearAlgebra
import Testing

/// The violations of the KKT conditions, recomputed from a program's own derivatives and not from the solver's records.
struct Optimality {
    /// max_j |∇f + Jᵀy + Aᵀν|_j.
    var stationarity = 0.0
    /// max_i of g_i and |A·x − b|_i.
    var feasibility = 0.0
    /// max_i |y_i·g_i|.
    var complementarity = 0.0
    /// max_i −y_i.
    var sign = 0.0

    init(_ result: InteriorPointResult, _ program: some ConvexProgram) {
        let (n, m) = (program.variableCount, program.inequalityCount)
        var values = Array(repeating: 0.0, count: m)
        var gradient = Array(repeating: 0.0, count: n)
        var jacobian = Matrix(rows: m, columns: n)
        let x = result.point
        _ = program.values(at: x, inequalities: &values)
        program.derivatives(at: x, gradient: &gradient, jacobian: &jacobian)
        for row in 0..<m {
            let multiplier = result.inequalityMultipliers[row]
            feasibility = max(feasibility, values[row])
            complementarity = max(complementarity, abs(multiplier * values[row]))
            sign = max(sign, -multiplier)
            for column in 0..<n { gradient[column] += jacobian[row, column] * multiplier }
        }
        let equalities = program.equalities
        for row in 0..<equalities.count {
            var residual = -equalities.rightSide[row]
            for column in 0..<n {
                residual += equalities.matrix[row, column] * x[column]
                gradient[column] += equalities.matrix[row, column] * result.equalityMultipliers[row]
            }
            feasibility = max(feasibility, abs(residual))
        }
        stationarity = gradient.reduce(0) { max($0, abs($1)) }
    }

    /// The largest violation.
    var worst: Double { max(stationarity, feasibility, complementarity, sign) }
}

/// max |x_i − y_i|.
func distance(_ x: [Double], _ y: [Double]) -> Double {
    zip(x, y).reduce(x.count == y.count ? 0 : .infinity) { max($0, abs($1.0 - $1.1)) }
}

/// Solves with the defaults.
func solve(_ program: some ConvexProgram) throws -> InteriorPointResult {
    try InteriorPointSolver().solve(program)
}

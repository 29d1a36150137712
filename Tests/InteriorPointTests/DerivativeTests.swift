import InteriorPoint
import LinearAlgebra
import TestSupport
import Testing

/// The derivatives of the column programs against central differences of their values, so that the other tests
/// test the method and not a slip in a formula.
@Suite struct DerivativeTests {
    @Test func surrogate() throws {
        let program = SurrogateProgram(users: 3, seed: 7, decades: 0.5, penalty: 2)
        try check(program, at: program.startingPoint.map { 0.9 * $0 })
    }

    @Test func perspective() throws {
        let program = PerspectiveProgram(users: 3, seed: 7)
        try check(program, at: program.startingPoint.map { 0.9 * $0 })
    }

    @Test func waterFilling() throws {
        let program = WaterFilling(count: 3, seed: 7)
        try check(program, at: program.startingPoint.map { 0.9 * $0 })
    }

    private func check(_ program: some ArrowProgram, at x: [Double]) throws {
        let dense = DenseForm(program)
        let (n, m) = (dense.variableCount, dense.inequalityCount)
        var random = SeededGenerator(seed: 3)
        let y = (0..<m).map { _ in random.uniform(0.1...1) }

        func lagrangianGradient(_ x: [Double]) -> [Double] {
            var gradient = Array(repeating: 0.0, count: n)
            var jacobian = Matrix(rows: m, columns: n)
            dense.derivatives(at: x, gradient: &gradient, jacobian: &jacobian)
            for row in 0..<m {
                for column in 0..<n { gradient[column] += jacobian[row, column] * y[row] }
            }
            return gradient
        }
        func lagrangian(_ x: [Double]) throws -> Double {
            var values = Array(repeating: 0.0, count: m)
            let objective = try #require(dense.values(at: x, inequalities: &values))
            return zip(values, y).reduce(objective) { $0 + $1.0 * $1.1 }
        }
        var hessian = Matrix(rows: n, columns: n)
        dense.addHessian(at: x, multipliers: y, to: &hessian)
        let gradient = lagrangianGradient(x)
        for column in 0..<n {
            let width = 1e-5 * (1 + abs(x[column]))
            var (below, above) = (x, x)
            below[column] -= width
            above[column] += width
            let slope = try (lagrangian(above) - lagrangian(below)) / (2 * width)
            #expect(abs(slope - gradient[column]) <= 1e-6 * (1 + abs(slope)))
            let (low, high) = (lagrangianGradient(below), lagrangianGradient(above))
            for row in column..<n {
                let curvature = (high[row] - low[row]) / (2 * width)
                #expect(abs(curvature - hessian[row, column]) <= 1e-6 * (1 + abs(curvature)))
            }
        }
    }
}

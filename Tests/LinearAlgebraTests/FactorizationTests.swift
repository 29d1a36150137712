import LinearAlgebra
import TestSupport
import Testing

@Suite struct FactorizationTests {
    /// A = GᵀG + I is positive definite; x is known, b = A·x. One value serves matrices of a sequence.
    @Test(arguments: [1, 2, 10, 63, 150])
    func choleskySolves(order: Int) throws {
        var random = SeededGenerator(seed: UInt64(order))
        var factorization = try CholeskyFactorization(order: order)
        for _ in 0..<3 {
            let g = random.matrix(order, order)
            var a = try g.transposed.times(g)
            for index in 0..<order { a[index, index] += 1 }
            let x = random.vector(order)
            var b = product(a, x) + product(a, x).map { 2 * $0 }
            try factorization.factor(a)
            try factorization.solve(&b)
            #expect(distance(b, x + x.map { 2 * $0 }) <= 1e-10)
        }
    }

    /// diag(1, 1, −1, 1): the leading minor of order three is −1.
    @Test func choleskyNamesTheLeadingMinor() throws {
        var factorization = try CholeskyFactorization(order: 4)
        #expect(throws: LinearAlgebraError.notPositiveDefinite(leadingMinor: 3)) {
            try factorization.factor(.diagonal([1, 1, -1, 1]))
        }
        var b = [1.0, 1, 1, 1]
        #expect(throws: LinearAlgebraError.notFactored) { try factorization.solve(&b) }
        try factorization.factor(.diagonal([1, 2, 4, 8]))
        try factorization.solve(&b)
        #expect(distance(b, [1, 0.5, 0.25, 0.125]) <= 1e-15)
        #expect(throws: LinearAlgebraError.notFinite(operation: "Cholesky factorisation")) {
            try factorization.factor(.diagonal([1, .nan, 1, 1]))
        }
        #expect(throws: LinearAlgebraError.self) { try factorization.factor(.identity(3)) }
        try factorization.factor(.identity(4))
        var short = [1.0, 2, 3]
        #expect(throws: LinearAlgebraError.self) { try factorization.solve(&short) }
    }

    /// A saddle-point matrix [[D, Bᵀ], [B, 0]] with D positive has as many negative eigenvalues as B has (independent)
    /// rows.
    @Test(arguments: [2, 9, 100])
    func indefiniteSolves(order: Int) throws {
        var random = SeededGenerator(seed: UInt64(order))
        let rows = order / 3 + 1
        let columns = order - rows
        if columns < rows { return }
        var a = Matrix(rows: order, columns: order)
        for column in 0..<columns {
            a[column, column] = Double.random(in: 0.5...2, using: &random)
            for row in columns..<order {
                a[row, column] = Double.random(in: -1...1, using: &random)
                a[column, row] = a[row, column]
            }
        }
        var factorization = try SymmetricIndefiniteFactorization(order: order)
        for _ in 0..<2 {
            let x = random.vector(order)
            var b = product(a, x)
            try factorization.factor(a)
            try factorization.solve(&b)
            #expect(distance(b, x) <= 1e-9)
        }
        #expect(try factorization.negativeEigenvalueCount() == rows)
    }

    /// The matrix ((0, 1), (1, 0)) needs a block of order two; its eigenvalues are ±1. diag(2, 0, 3) has a zero pivot.
    @Test func indefiniteNamesTheZeroPivot() throws {
        let swap = try SymmetricIndefiniteFactorization(of: try Matrix([[0, 1], [1, 0]]))
        var b = [3.0, 5]
        try swap.solve(&b)
        #expect(b == [5, 3])
        #expect(try swap.negativeEigenvalueCount() == 1)
        #expect(throws: LinearAlgebraError.zeroPivot(pivot: 2)) {
            try SymmetricIndefiniteFactorization(of: .diagonal([2, 0, 3]))
        }
        let unfactored = try SymmetricIndefiniteFactorization(order: 2)
        #expect(throws: LinearAlgebraError.notFactored) { try unfactored.negativeEigenvalueCount() }
    }

    /// At the solution the residual is orthogonal to all columns, Aᵀ(A·x − b) = 0.
    @Test(arguments: [(3, 3), (20, 4), (100, 30)])
    func leastSquaresResidualIsOrthogonal(shape: (rows: Int, columns: Int)) throws {
        var random = SeededGenerator(seed: 8)
        let a = random.matrix(shape.rows, shape.columns)
        let b = random.vector(shape.rows)
        let (x, norm) = try leastSquares(a, b)
        let residual = zip(product(a, x), b).map { $0 - $1 }
        #expect(distance(product(a.transposed, residual), Array(repeating: 0, count: shape.columns)) <= 1e-11)
        #expect(try abs(Vectors.norm(residual) - norm) <= 1e-11)
    }

    @Test func leastSquaresNamesWhatIsWrong() throws {
        #expect(throws: LinearAlgebraError.rankDeficient(column: 2)) {
            try leastSquares(try Matrix([[1, 0], [0, 0], [0, 0]]), [1, 2, 3])
        }
        #expect(throws: LinearAlgebraError.self) { try leastSquares(Matrix(rows: 1, columns: 2), [1]) }
        #expect(throws: LinearAlgebraError.notFinite(operation: "least squares")) {
            try leastSquares(.identity(1), [.infinity])
        }
    }

    /// (AᵀA)⁻¹·(AᵀA) = 1 with the product formed by the definition, for columns of any size.
    @Test(arguments: [(3, 3), (20, 4), (100, 12)])
    func inverseGramMatrixIsTheInverse(shape: (rows: Int, columns: Int)) throws {
        var random = SeededGenerator(seed: 9)
        for units in [1.0, 1e150, 1e-140] {
            var a = random.matrix(shape.rows, shape.columns)
            for row in 0..<shape.rows { a[row, 1] *= units }
            let inverse = try inverseGramMatrix(of: a)
            for row in 0..<shape.columns {
                for column in 0..<shape.columns {
                    #expect(inverse[row, column] == inverse[column, row])
                    // One unit each: the product is formed without overflow.
                    let entry = (0..<shape.columns).reduce(0.0) { sum, inner in
                        let gram = (0..<shape.rows).reduce(0.0) {
                            $0 + a[$1, inner] / (inner == 1 ? units : 1) * (a[$1, column] / (column == 1 ? units : 1))
                        }
                        let scaled = inverse[row, inner] * (row == 1 ? units : 1) * (inner == 1 ? units : 1)
                        return sum + scaled * gram
                    }
                    #expect(abs(entry - (row == column ? 1 : 0)) <= 1e-10)
                }
            }
        }
    }

    @Test func inverseGramMatrixNamesWhatIsWrong() throws {
        #expect(throws: LinearAlgebraError.rankDeficient(column: 2)) {
            try inverseGramMatrix(of: try Matrix([[1, 0], [2, 0], [0, 0]]))
        }
        #expect(throws: LinearAlgebraError.self) { try inverseGramMatrix(of: Matrix(rows: 1, columns: 2)) }
        #expect(throws: LinearAlgebraError.notFinite(operation: "inverse of AᵀA")) {
            try inverseGramMatrix(of: try Matrix([[1], [.nan]]))
        }
        #expect(try inverseGramMatrix(of: Matrix(rows: 4, columns: 0)) == Matrix(rows: 0, columns: 0))
    }

    @Test func backendIsNamed() throws {
        let report = try BackendReport.load()
        #expect(report.configuration.hasPrefix("OpenBLAS"))
        #expect(!report.version.isEmpty)
        #expect(!report.coreName.isEmpty)
        #expect(report.threads == 1)
        #expect(report.lapackProvider != .openBLAS || report.lapackLibrary.contains("blas"))
    }

    /// Large orders leave nothing behind in the library: small ones afterwards give the same bits as before.
    @Test func largeOrdersLeaveSmallOnesUnchanged() throws {
        func solve(_ order: Int) throws -> [Double] {
            var a = Matrix.identity(order)
            for index in 1..<order { a[index, index - 1] = 0.4 }
            var b = Array(repeating: 1.0, count: order)
            try CholeskyFactorization(of: a).solve(&b)
            return b
        }
        let before = try solve(64)
        let large = try solve(600)
        #expect(large.allSatisfy { $0.isFinite })
        let after = try solve(64)
        #expect(after == before)
    }

    @Test func anOrderBelowZeroIsRefused() throws {
        #expect(throws: LinearAlgebraError.invalidOrder(operation: "Cholesky factorisation", order: -1)) {
            try CholeskyFactorization(order: -1)
        }
        #expect(throws: LinearAlgebraError.invalidOrder(operation: "symmetric factorisation", order: -3)) {
            try SymmetricIndefiniteFactorization(order: -3)
        }
        #expect(
            LinearAlgebraError.invalidOrder(operation: "Cholesky factorisation", order: -1).description
                == "Cholesky factorisation: the order is -1, allowed is a whole number of at least 0")
        var empty: [Double] = []
        var none = try CholeskyFactorization(order: 0)
        try none.factor(Matrix(rows: 0, columns: 0))
        try none.solve(&empty)
    }
}

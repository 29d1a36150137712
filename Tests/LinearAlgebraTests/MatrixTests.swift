import LinearAlgebra
import TestSupport
import Testing

@Suite struct MatrixTests {
    @Test func elementsAreStoredByColumn() throws {
        let matrix = try Matrix([[1, 2, 3], [4, 5, 6]])
        #expect(matrix.elements == [1, 4, 2, 5, 3, 6])
        #expect(try matrix.transposed == Matrix([[1, 4], [2, 5], [3, 6]]))
        #expect(throws: LinearAlgebraError.self) { try Matrix([[1, 2], [3]]) }
    }

    @Test(arguments: [(1, 1), (3, 5), (5, 3), (40, 17), (0, 3), (3, 0)])
    func productsAgreeWithTheirDefinitions(shape: (rows: Int, columns: Int)) throws {
        var random = SeededGenerator(seed: 3)
        let a = random.matrix(shape.rows, shape.columns)
        let x = random.vector(shape.columns)
        let w = random.vector(shape.rows)

        var y = w
        try a.multiply(x, scaledBy: 2, into: &y, keeping: -1)
        #expect(distance(y, zip(product(a, x), w).map { 2 * $0 - $1 }) <= 1e-13)
        var z = Array(repeating: Double.nan, count: shape.columns)
        try a.multiply(w, transposed: true, into: &z)
        #expect(distance(z, product(a.transposed, w)) <= 1e-13)

        // AᵀA + 3·I: the lower triangle by rank-k update, and by a full product.
        var gram = Matrix.identity(shape.columns)
        try gram.addTransposedProduct(of: a, keeping: 3)
        let full = try a.transposed.times(a)
        for column in 0..<shape.columns {
            for row in column..<shape.columns {
                #expect(abs(gram[row, column] - full[row, column] - (row == column ? 3 : 0)) <= 1e-13)
            }
        }
        var symmetric = Array(repeating: 0.0, count: shape.columns)
        try gram.multiplySymmetric(x, into: &symmetric)
        let expected = zip(product(full, x), x).map { $0 + 3 * $1 }
        #expect(distance(symmetric, expected) <= 1e-12)
    }

    @Test func shapesMustFit() {
        let a = Matrix(rows: 2, columns: 3)
        var y = [0.0, 0]
        #expect(throws: LinearAlgebraError.self) { try a.multiply([1, 2], into: &y) }
        #expect(throws: LinearAlgebraError.self) { try a.multiplySymmetric([1, 2, 3], into: &y) }
        #expect(throws: LinearAlgebraError.self) { try a.times(a) }
    }
}

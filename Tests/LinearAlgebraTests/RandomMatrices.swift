import LinearAlgebra
import TestSupport

extension SeededGenerator {
    /// Elements uniform in −1 … 1.
    mutating func vector(_ count: Int) -> [Double] {
        (0..<count).map { _ in Double.random(in: -1...1, using: &self) }
    }

    /// Elements uniform in −1 … 1.
    mutating func matrix(_ rows: Int, _ columns: Int) -> Matrix {
        var matrix = Matrix(rows: rows, columns: columns)
        for column in 0..<columns {
            for row in 0..<rows { matrix[row, column] = Double.random(in: -1...1, using: &self) }
        }
        return matrix
    }
}

/// A·x by the definition, an oracle for everything that BLAS does.
func product(_ a: Matrix, _ x: [Double]) -> [Double] {
    (0..<a.rows).map { row in (0..<a.columns).reduce(0) { $0 + a[row, $1] * x[$1] } }
}

/// max |x_i − y_i|.
func distance(_ x: [Double], _ y: [Double]) -> Double {
    zip(x, y).reduce(x.count == y.count ? 0 : .infinity) { max($0, abs($1.0 - $1.1)) }
}

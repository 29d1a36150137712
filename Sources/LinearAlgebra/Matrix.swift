/// A dense matrix of doubles in column-major order, with value semantics.
public struct Matrix: Equatable, Sendable {
    /// The number of rows.
    public let rows: Int
    /// The number of columns.
    public let columns: Int
    /// The elements, column after column: element (i, j) is at `i + j·rows`.
    public internal(set) var elements: [Double]

    /// A matrix of zeros.
    ///
    /// - Precondition: both dimensions are at least 0.
    public init(rows: Int, columns: Int) {
        self.init(repeating: 0, rows: rows, columns: columns)
    }

    /// A matrix whose elements are all `value`.
    ///
    /// - Precondition: both dimensions are at least 0.
    public init(repeating value: Double, rows: Int, columns: Int) {
        precondition(rows >= 0 && columns >= 0, "the dimensions of a matrix are at least 0")
        self.rows = rows
        self.columns = columns
        elements = Array(repeating: value, count: rows * columns)
    }

    /// A matrix from its rows, as one writes it on paper.
    ///
    /// - Throws: ``LinearAlgebraError/shapeMismatch(operation:expected:found:)`` if the rows differ in length.
    public init(_ rows: [[Double]]) throws(LinearAlgebraError) {
        let columns = rows.first?.count ?? 0
        self.init(rows: rows.count, columns: columns)
        for (index, row) in rows.enumerated() {
            try checkLength(row.count, columns, "row \(index) of a matrix")
            for column in 0..<columns { self[index, column] = row[column] }
        }
    }

    /// The identity matrix.
    public static func identity(_ order: Int) -> Matrix {
        var matrix = Matrix(rows: order, columns: order)
        for index in 0..<order { matrix[index, index] = 1 }
        return matrix
    }

    /// The square matrix with these elements on its diagonal and zeros elsewhere.
    public static func diagonal(_ values: [Double]) -> Matrix {
        var matrix = Matrix(rows: values.count, columns: values.count)
        for (index, value) in values.enumerated() { matrix[index, index] = value }
        return matrix
    }

    /// The element in a row and a column, both counted from 0.
    public subscript(row: Int, column: Int) -> Double {
        @inline(__always) get {
            precondition(row >= 0 && row < rows && column >= 0 && column < columns, "outside the matrix")
            return elements[row + column * rows]
        }
        @inline(__always) _modify {
            precondition(row >= 0 && row < rows && column >= 0 && column < columns, "outside the matrix")
            yield &elements[row + column * rows]
        }
    }

    /// Sets all elements to one value and keeps the storage.
    public mutating func fill(with value: Double) {
        for index in elements.indices { elements[index] = value }
    }

    /// The transpose.
    public var transposed: Matrix {
        var result = Matrix(rows: columns, columns: rows)
        for column in 0..<columns {
            for row in 0..<rows { result[column, row] = self[row, column] }
        }
        return result
    }
}

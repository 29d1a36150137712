import LinearAlgebra

/// The SplitMix64 generator.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func vector(_ count: Int) -> [Double] {
        (0..<count).map { _ in Double.random(in: -1...1, using: &self) }
    }

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

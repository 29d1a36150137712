import Glibc
import LinearAlgebra
import TestSupport
import Testing

@Suite struct VectorsTests {
    @Test(arguments: [0, 1, 2, 7, 64, 1001])
    func operationsAgreeWithTheirDefinitions(count: Int) throws {
        var random = SeededGenerator(seed: UInt64(count))
        let x = random.vector(count)
        let y = random.vector(count)

        var z = Array(repeating: Double.nan, count: count)
        try Vectors.multiplyElements(x, y, into: &z)
        #expect(z == zip(x, y).map { $0 * $1 })

        try Vectors.exponentials(of: x, into: &z)
        #expect(z == x.map { exp($0) })

        z = y
        try Vectors.add(0.3, times: x, to: &z)
        #expect(distance(z, zip(x, y).map { 0.3 * $0 + $1 }) <= 1e-15)

        try Vectors.scale(&z, by: 0)
        #expect(z == Array(repeating: 0, count: count))

        let sum = zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(try abs(Vectors.dot(x, y) - sum) <= 1e-13)
        let squares = x.reduce(0) { $0 + $1 * $1 }
        #expect(try abs(Vectors.norm(x) - squares.squareRoot()) <= 1e-13)
        #expect(Vectors.largestMagnitude(x) == x.map { abs($0) }.max() ?? 0)
    }

    /// ‖(10²⁰⁰, 10²⁰⁰)‖ = √2·10²⁰⁰, although the squares overflow.
    @Test func normDoesNotOverflow() throws {
        let norm = try Vectors.norm([1e200, 1e200])
        #expect(abs(norm / 1e200 - 2.0.squareRoot()) <= 1e-15)
    }

    @Test func notANumberIsTheLargestMagnitude() {
        #expect(Vectors.largestMagnitude([1, .nan, 2]).isNaN)
        #expect(Vectors.largestMagnitude([-.infinity, 2]) == .infinity)
    }

    @Test func lengthsMustAgree() {
        let mismatch = LinearAlgebraError.shapeMismatch(
            operation: "dot product", expected: "2 elements", found: "1")
        #expect(throws: mismatch) { try Vectors.dot([1, 2], [1]) }
        var z = [0.0]
        #expect(throws: LinearAlgebraError.self) { try Vectors.multiplyElements([1, 2], [1, 2], into: &z) }
        #expect(throws: LinearAlgebraError.self) { try Vectors.add(1, times: [1, 2], to: &z) }
        #expect(throws: LinearAlgebraError.self) { try Vectors.exponentials(of: [1, 2], into: &z) }
    }
}

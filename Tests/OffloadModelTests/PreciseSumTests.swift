import OffloadModel
import TestSupport
import Testing

/// The correctly rounded sum, against exact arithmetic on whole numbers and against cancellation.
@Suite struct PreciseSumTests {
    @Test func sumsOfWholeMultiplesAreExact() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<Effort.rounds(2000) {
            // Whole numbers below 2⁵², scaled by 2⁻³⁰: their exact sum fits 64-bit arithmetic.
            let whole = (0..<200).map { _ in Int64.random(in: -(1 << 52)...(1 << 52), using: &generator) }
            let exact = Double(whole.reduce(0, +)) * 0x1p-30
            #expect(PreciseSum(whole.map { Double($0) * 0x1p-30 }).value == exact)
        }
    }

    @Test func cancellationKeepsTheSmallTerms() {
        #expect(PreciseSum([1e16, 1, -1e16]).value == 1)
        #expect(PreciseSum(repeatElement(0.1, count: 10)).value == 1)
    }

    @Test func orderOfCombinationDoesNotMatter() {
        var generator = SeededGenerator(seed: 2)
        let terms = (0..<1000).map { _ in generator.uniform(-1, 1) * generator.logUniform(1e-8, 1e8) }
        var halves = PreciseSum(terms.prefix(500))
        halves.add(PreciseSum(terms.suffix(500)))
        #expect(halves.value == PreciseSum(terms).value)
        #expect(PreciseSum(terms.reversed()).value == PreciseSum(terms).value)
    }
}

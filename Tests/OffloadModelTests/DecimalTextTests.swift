import OffloadModel
import TestSupport
import Testing

/// Numbers in messages: those that are whole look like it, and all read back to the same bits.
@Suite struct DecimalTextTests {
    @Test(arguments: [
        (16.0, "16"), (0.0, "0"), (-1.0, "-1"), (0.1, "0.1"), (2.9999999999999996, "2.9999999999999996"),
        (1e15, "1000000000000000"), (1e300, "1e+300"), (.infinity, "inf"), (-.infinity, "-inf"), (.nan, "nan"),
    ])
    func exact(value: Double, text: String) {
        #expect(DecimalText.exact(value) == text && "\(exact: value)" == text)
    }

    @Test func exactTextReadsBack() {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<10_000 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            #expect(Double(DecimalText.exact(value)) == value)
            let whole = (value.remainder(dividingBy: 1e6)).rounded()
            #expect(Double(DecimalText.exact(whole)) == whole && !DecimalText.exact(whole).contains("."))
        }
    }
}

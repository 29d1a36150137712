import OffloadModel
import ScenarioFiles
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Numbers are read as the C library's `strtod` reads them, which rounds correctly, and written so that they return.
@Suite struct NumberTests {
    private func read(_ text: String) throws -> Double? {
        var reader = JSONReader(text.bytes)
        guard let value = try reader.number() else { return nil }
        try reader.finish()
        return value
    }

    private func agrees(_ text: String) throws -> Bool {
        let expected = strtod(text, nil)
        let found = try read(text)
        return expected.isFinite ? found?.bitPattern == expected.bitPattern : found == nil
    }

    /// 300,000 random decimals of 1 to 25 digits, with and without point and exponent, of all magnitudes.
    @Test func randomDecimals() throws {
        var random = SplitMix64(seed: 1)
        for _ in 0..<300_000 {
            var text = random.whole(0, 3) == 0 ? "-" : ""
            let digits = random.whole(1, 25)
            let point = random.whole(0, digits)
            let integer = (0..<point).map { _ in String(random.whole(0, 9)) }.joined()
            let leading = integer.drop { $0 == "0" }
            text += leading.isEmpty ? "0" : leading
            if point < digits { text += "." + (point..<digits).map { _ in String(random.whole(0, 9)) }.joined() }
            switch random.whole(0, 3) {
            case 0: text += "e\(random.whole(-30, 30))"
            case 1: text += "E+\(random.whole(0, 320))"
            case 2: text += "e-\(random.whole(0, 345))"
            default: break
            }
            try #require(try agrees(text), "\(text)")
        }
    }

    /// Shortest decimals of 300,000 random bit patterns and of as many numbers of everyday size.
    @Test func shortestDecimals() throws {
        var random = SplitMix64(seed: 2)
        for index in 0..<600_000 {
            let pattern = Double(bitPattern: random.next())
            let value = index % 2 == 0 ? pattern : random.uniform(-1, 1) * Double(1 << random.whole(0, 40))
            guard value.isFinite else { continue }
            try #require(try read(value.description)?.bitPattern == value.bitPattern, "\(value)")
        }
    }

    /// Decimals close to the middle of two neighbours, where one bit lost anywhere gives the wrong side: the middle
    /// itself, which has 54 bits and few enough digits to be written out, and one unit in its last digit either way.
    @Test func ties() throws {
        var random = SplitMix64(seed: 3)
        for _ in 0..<100_000 {
            let shift = random.whole(0, 10)
            let odd = (random.next() >> 11 | 1 << 52) << 1 | 1
            let (middle, overflow) = odd.multipliedReportingOverflow(by: 1 << UInt64(shift))
            guard !overflow else { continue }
            for text in ["\(middle - 1)", "\(middle)", "\(middle + 1)", "\(middle).0", "\(middle)e-17", "\(middle)e25"]
            {
                try #require(try agrees(text), "\(text)")
            }
        }
    }

    @Test(arguments: [
        "0", "-0", "-0.0", "0e400", "1", "10", "123456789012345678", "9007199254740993", "9007199254740992",
        "18446744073709551615", "18446744073709551616", "1e22", "1e23", "1e27", "1e28", "1e-27", "1e-28", "5e-324",
        "2e-324", "3e-324", "2.2250738585072011e-308", "2.2250738585072014e-308", "1.7976931348623157e308",
        "1.7976931348623159e308", "1e308", "1e309", "-1e400", "1e-400", "1e99999999999999999999",
        "1e-99999999999999999999", "0.1", "0.30000000000000004",
        "1.00000000000000011102230246251565404236316680908203125",
    ])
    func edges(text: String) throws {
        #expect(try agrees(text))
    }

    /// 400 digits are read to the nearest number, or refused where they exceed every number.
    @Test func hundredsOfDigits() throws {
        let digits = String(repeating: "3", count: 400)
        #expect(try agrees("0." + digits))
        #expect(try agrees("0." + String(repeating: "0", count: 400) + "7"))
        #expect(try agrees(digits + "e-390"))
        #expect(try agrees("1." + digits))
        #expect(try read(digits) == nil)
        let text = validScenario.with("[15, 16, 17]", "[15, \(digits), 17]")
        let error = try #require(scenarioError(text))
        #expect(error.field == "users.localStepLimit" && error.user == 1)
        #expect(error.value == String(repeating: "3", count: 24) + "… (400 characters)")
    }

    /// An exponent is not cut off where as many digits stand before it.
    @Test func millionsOfDigits() throws {
        for (digits, exponent) in [(999_999, "2000000"), (999_999, "1000000"), (1_200_000, "1200001")] {
            #expect(try agrees("0." + String(repeating: "0", count: digits) + "1e" + exponent), "\(digits)e\(exponent)")
        }
        #expect(try agrees("1" + String(repeating: "0", count: 1_000_000) + "e-2000000"))
    }

    @Test func writtenNumbersReturn() throws {
        var random = SplitMix64(seed: 4)
        var values = [
            0, -0.0, 1, -1, 15, 1e14, 1e15, 1e16, 123456789.5, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
        ]
        for _ in 0..<50_000 {
            let value = Double(bitPattern: random.next())
            if value.isFinite { values.append(value) }
        }
        for style in [JSONStyle.compact, .pretty] {
            var writer = JSONWriter(style: style)
            try writer.array { writer in for value in values { try writer.number(value) } }
            try writer.finish()
            var reader = JSONReader(writer.bytes)
            var found: [Double] = []
            #expect(reader.beginNumbers() == true)
            #expect(try reader.numbers(into: &found))
            try reader.finish()
            #expect(found.map(\.bitPattern) == values.map(\.bitPattern))
        }
    }

    @Test func wholeNumbersHaveNoFraction() throws {
        var writer = JSONWriter(style: .compact)
        try writer.array { writer in
            for value in [0, -0.0, 7, -12, 1e14, 0.5, 1e-26] { try writer.number(value) }
        }
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "[0,-0.0,7,-12,100000000000000,0.5,1e-26]")
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func writerRefuses(value: Double) throws {
        var writer = JSONWriter(style: .compact)
        let expected = ScenarioError(field: "a.b", user: 1, value: "\(value)", allowed: "a finite number")
        #expect(throws: expected) {
            try writer.object { writer in
                try writer.key("a")
                try writer.object { writer in
                    try writer.key("b")
                    try writer.array { writer in
                        try writer.number(1)
                        try writer.number(value)
                    }
                }
            }
        }
    }

    /// A sink receives the same bytes in pieces as the buffer holds in one.
    @Test func sinkReceivesEverything() throws {
        func write(_ writer: inout JSONWriter) throws {
            try writer.array { writer in for index in 0..<400_000 { try writer.number(Double(index) / 7) } }
            try writer.finish()
        }
        for style in Effort.isOptimised ? [JSONStyle.compact, .pretty] : [.compact] {
            var pieces: [[UInt8]] = []
            var streaming = JSONWriter(style: style) { pieces.append($0) }
            var whole = JSONWriter(style: style)
            try write(&streaming)
            try write(&whole)
            #expect(pieces.count > 5)
            #expect(Array(pieces.joined()) == whole.bytes)
        }
    }
}

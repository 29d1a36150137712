import OffloadModel
import ScenarioFiles
import TestSupport
import Testing

@Suite struct JSONReaderTests {
    /// Every fault of syntax is reported with its line and column.
    @Test(arguments: [
        ("", 1, 1, "the text ends"),
        ("{", 1, 2, "the text ends"),
        ("{\"format\"", 1, 10, "':' is expected"),
        ("{\"name\": \"a\",\n \"name\": \"b\"}", 2, 2, "appears twice"),
        ("{\"name\": \"a\",}", 1, 14, "a key in quotation marks"),
        ("{\"name\": \"a\"\n \"count\": 1}", 2, 2, "',' or '}'"),
        ("{\"count\": 01}", 1, 11, "superfluous 0"),
        ("{\"count\": 1.}", 1, 13, "after '.'"),
        ("{\"count\": -}", 1, 12, "after '-'"),
        ("{\"count\": 1e+}", 1, 14, "in the exponent"),
        ("{\"count\": .5}", 1, 11, "'.' where a value"),
        ("{\"count\": 3 4}", 1, 13, "'4' where ','"),
        ("{\"name\": \"a\tb\"}", 1, 12, "control character"),
        ("{\"name\": \"a\\x\"}", 1, 12, "unknown escape"),
        ("{\"name\": \"\\ud800\"}", 1, 11, "surrogate"),
        ("{\"name\": \"\\udc00\\ud800\"}", 1, 11, "surrogate"),
        // The second half must lie within U+DC00 … U+DFFF; these are its neighbours.
        ("{\"name\": \"\\ud83d\\udbff\"}", 1, 11, "surrogate"),
        ("{\"name\": \"\\ud83d\\ue000\"}", 1, 11, "surrogate"),
        ("{\"name\": \"\\u12g4\"}", 1, 15, "hexadecimal"),
        ("{\"name\": \"äöü", 1, 14, "within a string"),
        ("{\"name\": nul}", 1, 10, "'n' where a value"),
    ])
    func syntax(text: String, line: Int, column: Int, reason: String) throws {
        let error = try #require(syntaxError(text.bytes), "\(text) was accepted")
        #expect(error.line == line && error.column == column, "\(error)")
        #expect(error.reason.contains(reason), "\(error)")
    }

    /// A key that stands twice is refused in every object and at every place in it: readers disagree on which one counts.
    @Test(arguments: [
        "\"format\": \"stepwell-scenario/1\",", "\"count\": 3,", "\"time\": 0.5,", "\"cost\": 0.5,",
        "\"stepBudget\": 40,", "\"localStepTime\": 0.002,", "\"utilityRate\": 0.04,",
        "\"localStepLimit\": [15, 16, 17],",
    ])
    func keysStandOnce(member: String) throws {
        let key = String(member.prefix { $0 != ":" })
        let error = try #require(syntaxError(validScenario.with(member, "\(member) \(member)").bytes))
        #expect(error.reason == "the key \(key) appears twice")
        // Once more at the end of its object is no better.
        let last = try #require(
            syntaxError(validScenario.with("\"utility\": 0.75", "\"utility\": 0.75, \"time\": 1").bytes))
        #expect(last.reason == "the key \"time\" appears twice")
    }

    @Test func trailingGarbage() throws {
        let error = try #require(syntaxError((validScenario + "\n x").bytes))
        #expect(error.line == validScenario.split(separator: "\n").count + 1)
        #expect(error.reason.contains("end of the text"))
        #expect(try scenario(validScenario + " \r\n\t").count == 3)
    }

    /// Whatever the place at which a file is cut off, the reader says so instead of guessing.
    @Test func truncationAnywhere() {
        let bytes = validScenario.bytes
        for length in 0..<bytes.count { #expect(syntaxError(Array(bytes.prefix(length))) != nil, "length \(length)") }
    }

    /// Random damage may be an error of any type, but never a crash, and never an unlocated one.
    @Test func damageAnywhere() {
        var random = SplitMix64(seed: 7)
        var refused = 0
        for _ in 0..<20_000 {
            var bytes = validScenario.bytes
            for _ in 0..<random.whole(1, 3) {
                bytes[random.whole(0, bytes.count - 1)] = UInt8(truncatingIfNeeded: random.next())
            }
            do {
                _ = try Scenario(json: bytes)
            } catch {
                refused += 1
                #expect(error is JSONSyntaxError || error is ScenarioError)
            }
        }
        #expect(refused > 15_000)
    }

    @Test func invalidUTF8() throws {
        for bad: [UInt8] in [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xc0, 0xaf]] {
            let text = "{\"name\": \"".bytes + bad + "\"}".bytes
            let error = try #require(syntaxError(text))
            #expect(error.reason.contains("UTF-8"))
            #expect(error.column == 10)
        }
        // Outside strings such bytes have no place either.
        #expect(syntaxError("{\"count\": ".bytes + [0xe2] + "}".bytes)?.reason.contains("0xe2") == true)
        #expect(syntaxError([0, 1, 2])?.reason.contains("0x00") == true)
    }

    /// 64 levels are read, 65 are not; a million brackets do not exhaust the stack.
    @Test func nesting() throws {
        func nested(_ levels: Int) -> [UInt8] {
            Array(repeating: UInt8(ascii: "["), count: levels) + Array(repeating: UInt8(ascii: "]"), count: levels)
        }
        func descend(_ reader: inout JSONReader) throws {
            #expect(try reader.array { reader, _ in try descend(&reader) })
        }
        var reader = JSONReader(nested(64))
        try descend(&reader)
        try reader.finish()
        for levels in [65, 1_000_000] {
            var reader = JSONReader(nested(levels))
            #expect(throws: JSONSyntaxError.self) { try descend(&reader) }
            #expect(reader.position == 64)
        }
    }

    @Test func strings() throws {
        let cases = [
            ("\"\"", ""), ("\"plain\"", "plain"), ("\"a\\\"\\\\\\/b\"", "a\"\\/b"),
            ("\"\\b\\f\\n\\r\\t\"", "\u{8}\u{c}\n\r\t"), ("\"\\u00e4\\u20AC\"", "ä€"),
            ("\"\\ud83d\\ude00!\"", "😀!"), ("\"ä€😀\"", "ä€😀"), ("\"\\u0000\"", "\0"),
        ]
        for (text, value) in cases {
            var reader = JSONReader(text.bytes)
            #expect(try reader.string() == value)
            try reader.finish()
        }
    }

    /// U+0000 … U+001F must be escaped wherever they stand in a string (RFC 8259, section 7), and U+0020 need not be.
    @Test(arguments: ["", "\\n", "ä"])
    func controlCharactersMustBeEscaped(before: String) throws {
        for code: UInt8 in 0...0x20 {
            let text = "{\"name\": \"\(before)".bytes + [code] + "\"}".bytes
            let reason = syntaxError(text)?.reason
            #expect((reason?.contains("control character") == true) == (code < 0x20), "0x\(String(code, radix: 16))")
        }
    }

    @Test func byteOrderMarkIsPassedOver() throws {
        #expect(try Scenario(json: [0xef, 0xbb, 0xbf] + validScenario.bytes).count == 3)
    }

    @Test func writerEscapesAndReaderReturnsTheSame() throws {
        let name = "quote \" slash \\ / newline \n tab \t bell \u{7} ä€😀 \0 end"
        let named = try scenario(validScenario).renamed(name)
        #expect(try Scenario(json: named.json()).name == name)
        #expect(try Scenario(json: named.json(style: .pretty)).name == name)
        let controls = String(String.UnicodeScalarView((0...0x20).compactMap { UnicodeScalar($0) }))
        #expect(try Scenario(json: try scenario(validScenario).renamed(controls).json()).name == controls)
    }
}

extension Scenario {
    fileprivate func renamed(_ name: String) throws -> Scenario {
        try Scenario(name: name, count: count, weights: weights, edge: edge, users: users)
    }
}

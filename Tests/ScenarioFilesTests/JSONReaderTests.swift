import ScenarioFiles
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
        ("{\"name\": \"\\u12g4\"}", 1, 15, "hexadecimal"),
        ("{\"name\": \"äöü", 1, 14, "within a string"),
        ("{\"name\": nul}", 1, 10, "'n' where a value"),
    ])
    func syntax(text: String, line: Int, column: Int, reason: String) throws {
        let error = try #require(syntaxError(text.bytes), "\(text) was accepted")
        #expect(error.line == line && error.column == column, "\(error)")
        #expect(error.reason.contains(reason), "\(error)")
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

    @Test func byteOrderMarkIsPassedOver() throws {
        #expect(try Scenario(json: [0xef, 0xbb, 0xbf] + validScenario.bytes).count == 3)
    }

    @Test func writerEscapesAndReaderReturnsTheSame() throws {
        let name = "quote \" slash \\ / newline \n tab \t bell \u{7} ä€😀 \0 end"
        let named = try scenario(validScenario).renamed(name)
        #expect(try Scenario(json: named.json()).name == name)
        #expect(try Scenario(json: named.json(style: .pretty)).name == name)
    }
}

extension Scenario {
    fileprivate func renamed(_ name: String) throws -> Scenario {
        try Scenario(name: name, count: count, weights: weights, edge: edge, users: users)
    }
}

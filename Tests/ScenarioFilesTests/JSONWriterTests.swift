import OffloadModel
import ScenarioFiles
import TestSupport
import Testing

/// Strings are written so that they read back the same, and so that no terminal obeys them.
@Suite struct JSONWriterTests {
    private func written(_ text: String) throws -> String {
        var writer = JSONWriter(style: .compact)
        try writer.string(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("plain", "\"plain\""), ("a\"b\\c/", "\"a\\\"b\\\\c/\""), ("\n\r\t\u{1b}\u{0}", "\"\\n\\r\\t\\u001b\\u0000\""),
        ("Zürich 漢字 🧑‍🎨", "\"Zürich 漢字 🧑‍🎨\""), ("\u{7f}\u{9b}31m\u{2028}\u{202e}", "\"\\u007f\\u009b31m\\u2028\\u202e\""),
    ])
    func stringsAreEscaped(text: String, json: String) throws {
        #expect(try written(text) == json)
    }

    @Test func stringsReadBack() throws {
        var random = SeededGenerator(seed: 41)
        for _ in 0..<Effort.rounds(5000) {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                let range: ClosedRange<UInt32> = random.chance(0.5) ? 0...0xff : 0x2000...0x1ffff
                if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random)) { text.append(scalar) }
            }
            let json = try written(String(text))
            var reader = JSONReader(Array(json.utf8))
            #expect(try reader.string()?.unicodeScalars.elementsEqual(text) == true)
            #expect(!json.unicodeScalars.contains(where: PrintableText.isControl))
        }
    }
}

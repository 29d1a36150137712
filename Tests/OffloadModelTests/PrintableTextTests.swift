import OffloadModel
import Testing

/// Text from outside is shown and not obeyed.
@Suite struct PrintableTextTests {
    @Test(arguments: [
        ("plain äöü 漢字 🧑‍🎨 \\ \" '", "plain äöü 漢字 🧑‍🎨 \\ \" '"), ("", ""), ("a\nb\r\tc", "a\\nb\\r\\tc"),
        ("\u{1b}[2J", "\\u001b[2J"), ("\u{0}\u{7f}\u{9b}", "\\u0000\\u007f\\u009b"),
        ("\u{2028}\u{2029}", "\\u2028\\u2029"), ("\u{202e}fdp.\u{2066}x\u{2069}", "\\u202efdp.\\u2066x\\u2069"),
        ("\u{fffe}\u{ffff}", "\\ufffe\\uffff"), ("\r\n", "\\r\\n"), ("e\u{301}\u{1b}\u{301}", "e\u{301}\\u001b\u{301}"),
    ])
    func controlCharactersAreWrittenOut(text: String, shown: String) {
        #expect(PrintableText.escaped(text) == shown)
        #expect(PrintableText.quoted(text) == "\"\(shown)\"")
    }

    /// Of all characters just those go that move, break or turn a line, and nothing that is left does.
    @Test func everyCharacterIsEitherShownOrEscaped() {
        for value in UInt32(0)...0x1ffff {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = String(scalar)
            let isKept = PrintableText.escaped(text).unicodeScalars.elementsEqual([scalar])
            let category = scalar.properties.generalCategory
            let breaksLines = category == .control || category == .lineSeparator || category == .paragraphSeparator
            let isTurning = (0x202a...0x202e).contains(value) || (0x2066...0x2069).contains(value)
            #expect(isKept == !(breaksLines || isTurning || value == 0xfffe || value == 0xffff), "U+\(value)")
            #expect(!PrintableText.escaped(text).unicodeScalars.contains(where: PrintableText.isControl))
            #expect(!PrintableText.title(text).unicodeScalars.contains(where: PrintableText.isControl))
        }
    }

    @Test func titlesHaveSpacesForBreaks() {
        #expect(PrintableText.title("a\nb\tc\u{2028}d") == "a b c d")
        #expect(PrintableText.title("a\u{0}\u{1b}[1m\u{202e}") == "a\u{fffd}\u{fffd}[1m\u{fffd}")
        #expect(PrintableText.title("Zürich 2×") == "Zürich 2×")
    }

    @Test func errorsAreOneLine() {
        let error = SettingError(setting: "vary", value: "'a\nb\u{1b}[31m'", allowed: "a number")
        #expect(error.description == "vary is 'a\\nb\\u001b[31m', allowed is a number")
    }
}

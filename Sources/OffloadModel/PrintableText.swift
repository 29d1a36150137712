/// Text from outside, such as names in a file, keys and paths, made fit to be shown on a terminal and in a figure.
///
/// A control character there could move the cursor, change colours, begin a line of its own, or show what follows in
/// another order, so that text from a file passes for the program's own words.
package enum PrintableText {
    /// True for what is never shown as it is: control characters (C0, DEL and C1), the separators of lines and paragraphs,
    /// the marks that reverse the direction of what follows, and what XML does not allow at all.
    package static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7f...0x9f, 0x2028...0x202e, 0x2066...0x2069, 0xfffe...0xffff: true
        default: false
        }
    }

    /// The text on one line, with every control character written as in JSON, such as `\n` and `\u001b`.
    package static func escaped(_ text: String) -> String {
        replacing(text) { scalar in
            switch scalar {
            case "\n": return "\\n"
            case "\r": return "\\r"
            case "\t": return "\\t"
            default:
                let digits = String(scalar.value, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
    }

    /// The text as ``escaped(_:)`` has it, in quotation marks: spaces at its ends can be seen.
    package static func quoted(_ text: String) -> String { "\"" + escaped(text) + "\"" }

    /// The text as part of a figure: what separates words or lines becomes a space, every other control character U+FFFD.
    package static func title(_ text: String) -> String {
        replacing(text) { $0.properties.isWhitespace ? " " : "\u{fffd}" }
    }

    private static func replacing(_ text: String, by replacement: (Unicode.Scalar) -> String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var printable = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isControl(scalar) {
                printable.append(contentsOf: replacement(scalar).unicodeScalars)
            } else {
                printable.append(scalar)
            }
        }
        return String(printable)
    }
}

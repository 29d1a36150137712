import Mustache
import OffloadModel

/// Text set into a page, in an element or in a quoted attribute: whatever it is, it is shown as it is.
///
/// The five characters with a meaning in HTML are replaced one Unicode scalar at a time: a quotation mark that a
/// combining accent follows is one `Character` unlike `"`, but still ends an attribute. Control characters, which HTML does not
/// allow, and marks that reverse the direction of what follows become U+FFFD.
package struct PageText: MustacheContentType {
    /// The name by which templates ask for it.
    package static let name = "PAGE"

    package init() {}

    package func escapeText(_ text: String) -> String {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\t", "\n", "\r": escaped.unicodeScalars.append(scalar)
            case _ where PrintableText.isControl(scalar): escaped.unicodeScalars.append("\u{fffd}")
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

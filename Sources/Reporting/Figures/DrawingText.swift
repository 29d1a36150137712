/// The text of an SVG drawing, cut at its colours.
///
/// Colours are the attribute values `#rrggbb` and `rgb(r, g, b)`. What lies between them is the same for two drawings of a
/// figure that differ in their colours alone.
struct DrawingText: Equatable {
    /// What precedes the colours and follows the last one: one more than there are colours.
    private(set) var passages: [[UInt8]] = []
    /// The colours as `#rrggbb`.
    private(set) var colours: [String] = []

    init(_ text: [UInt8]) {
        var passage: [UInt8] = []
        var position = 0
        while position < text.count {
            let byte = text[position]
            passage.append(byte)
            position += 1
            guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"),
                let end = text[position...].prefix(Self.longest + 1).firstIndex(of: byte),
                let colour = Self.colour(text[position..<end])
            else { continue }
            passages.append(passage)
            colours.append(colour)
            passage = []
            position = end
        }
        passages.append(passage)
    }

    /// The most bytes of a colour, those of `rgb(255, 255, 255)`.
    private static let longest = 18

    /// A colour as `#rrggbb`, nil if the value is none.
    private static func colour(_ value: ArraySlice<UInt8>) -> String? {
        let text = String(decoding: value, as: UTF8.self).lowercased()
        if text.first == "#" {
            return text.utf8.count == 7 && text.dropFirst().allSatisfy(\.isHexDigit) ? text : nil
        }
        guard text.hasPrefix("rgb("), text.last == ")" else { return nil }
        let parts = text.dropFirst(4).dropLast().split(separator: ",").map { part in
            UInt8(String(part.filter { $0 != " " }))
        }
        guard parts.count == 3 else { return nil }
        var hex = "#"
        for part in parts {
            guard let part else { return nil }
            hex += (part < 16 ? "0" : "") + String(part, radix: 16)
        }
        return hex
    }
}

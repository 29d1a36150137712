/// An SVG drawing that stands in a page and takes the colours of the page's theme.
///
/// A figure is drawn twice, in the light and in the dark theme. Where the two drawings differ in colours alone, one of them
/// stays, with variables in place of the colours; otherwise both stay, and the page shows one.
package struct ThemedDrawing: Equatable {
    /// One drawing, or what is inside of it.
    package struct Layer: Equatable {
        /// The classes that tell the page when to show it; empty for always.
        package let themeClass: String
        /// The contents of the SVG element.
        package let contents: String
    }

    /// The attribute `viewBox`.
    package let viewBox: String
    /// One layer for both themes, or one each.
    package let layers: [Layer]

    /// Joins two drawings of a figure.
    ///
    /// - Parameters:
    ///   - light: the SVG file in the light theme.
    ///   - dark: the SVG file in the dark theme.
    ///   - prefix: set before every name in the drawing, unlike that of any other drawing on the page.
    ///   - colours: the page's colours, to which those of the drawing are added.
    /// - Returns: nil if either file is no SVG drawing.
    package init?(light: [UInt8], dark: [UInt8], prefix: String, colours: inout ThemeColours) {
        guard let (box, lightContents) = Self.open(light), let (darkBox, darkContents) = Self.open(dark),
            box == darkBox
        else { return nil }
        viewBox = box
        let (lightText, darkText) = (DrawingText(lightContents), DrawingText(darkContents))
        if lightText.passages == darkText.passages {
            let references = zip(lightText.colours, darkText.colours).map {
                colours.reference(light: $0.0, dark: $0.1)
            }
            layers = [
                Layer(
                    themeClass: "", contents: Self.join(lightText, references, prefix: prefix))
            ]
        } else {
            layers = [
                Layer(
                    themeClass: "light-only", contents: Self.join(lightText, lightText.colours, prefix: prefix + "l-")),
                Layer(
                    themeClass: "dark-only", contents: Self.join(darkText, darkText.colours, prefix: prefix + "d-")),
            ]
        }
    }

    /// The view box and the contents of the SVG element, without the program's own title and description.
    private static func open(_ file: [UInt8]) -> (viewBox: String, contents: [UInt8])? {
        let text = String(decoding: file, as: UTF8.self)
        guard let start = text.firstRange(of: "<svg"), let end = text[start.upperBound...].firstIndex(of: ">"),
            let close = text.ranges(of: "</svg>").last, text.index(after: end) <= close.lowerBound
        else { return nil }
        let attributes = text[start.upperBound..<end]
        guard let name = attributes.firstRange(of: "viewBox=\""),
            let quote = attributes[name.upperBound...].firstIndex(of: "\"")
        else { return nil }
        var contents = text[text.index(after: end)..<close.lowerBound]
        for element in ["title", "desc"] {
            while let first = contents.first, first.isWhitespace { contents.removeFirst() }
            if contents.hasPrefix("<\(element)>"), let tail = contents.firstRange(of: "</\(element)>") {
                contents = contents[tail.upperBound...]
            }
        }
        return (String(attributes[name.upperBound..<quote]), Array(contents.utf8))
    }

    /// The text with colours set in, names made the drawing's own, and lines without their indentation.
    private static func join(_ text: DrawingText, _ colours: [String], prefix: String) -> String {
        var bytes: [UInt8] = []
        for (index, passage) in text.passages.enumerated() {
            bytes += passage
            if index < colours.count { bytes += Array(colours[index].utf8) }
        }
        var joined = String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n")
            .compactMap { line in
                let rest = line.drop { $0 == "\t" || $0 == " " }
                return rest.isEmpty ? nil : String(rest)
            }
            .joined(separator: "\n")
        for opening in [" id='", " id=\"", "href='#", "href=\"#", "url(#", "url('#"] {
            joined = joined.split(separator: opening, omittingEmptySubsequences: false).joined(
                separator: opening + prefix)
        }
        return joined
    }
}

import Foundation
import Plotting
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// What gnuplot makes of figures.
@Suite struct PictureTests {
    @Test(arguments: Samples.all.indices, Theme.allCases)
    func svgIsWellFormed(sample: Int, theme: Theme) async throws {
        let figure = Samples.all[sample]
        let picture = try await Gnuplot().render(figure, as: .svg, theme: theme)
        let content = try SVGContent(picture)
        #expect(content.root == "svg")
        #expect(content.width == "\(figure.size.width)" && content.height == "\(figure.size.height)")
        for text in [figure.title, figure.x.label, figure.y.label].compactMap({ $0 }) + figure.series.compactMap(\.name)
        {
            #expect(content.texts.contains(text))
        }
    }

    /// Nothing in a text is read as XML, as gnuplot's markup, as a command or as the end of the text.
    @Test func textsAreDrawnAsTheyAre() async throws {
        let texts = [
            "a <b> & \"c\"", "it's ''quoted''", "`touch /nowhere` $(ls)", #"S_e^2 {x} @y \n %d #"#, "'71 \\0471",
            "Sₑ, ε̄ → 100 %", "",
        ]
        for text in texts {
            var figure = Samples.lines
            figure.title = text
            figure.x.label = text
            figure.y.ticks = [.init(3, text)]
            figure.series[0].name = text
            figure.legend = .below
            let content = try SVGContent(await Gnuplot().render(figure, as: .svg))
            let found = content.texts.filter { $0 == text }.count
            #expect(text.isEmpty || found == 4, "\(text): \(content.texts)")
        }
    }

    /// The signature, and width and height in the first chunk (PNG specification, 5.2 and 11.2.2).
    @Test(arguments: Samples.all.indices, 1...2)
    func pngHasItsSize(sample: Int, pixels: Int) async throws {
        var figure = Samples.all[sample]
        figure.size = .init(width: 640, height: 400, pixelsPerUnit: pixels)
        let picture = try await Gnuplot().render(figure, as: .png)
        #expect(picture.prefix(8) == [137, 80, 78, 71, 13, 10, 26, 10])
        #expect(picture[12..<16].elementsEqual("IHDR".utf8))
        let numbers = [16, 20].map { place in
            picture[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        #expect(numbers == [640 * pixels, 400 * pixels])
        #expect(picture.suffix(8).prefix(4).elementsEqual("IEND".utf8))
    }

    @Test(arguments: ImageFormat.allCases)
    func sameFigureHasSameBytes(format: ImageFormat) async throws {
        let first = try await Gnuplot().render(Samples.everything, as: format)
        let second = try await Gnuplot().render(Samples.everything, as: format)
        #expect(first == second)
        let dark = try await Gnuplot().render(Samples.everything, as: format, theme: .dark)
        #expect(dark != first)
    }

    /// One point, equal values, numbers at both ends of what a Double holds: all have a picture.
    @Test(
        arguments: [
            ([1.0], [2.0], Axis.Scale.linear), ([1, 1], [2, 2], .linear), ([1, 2, 3], [0, 0, 0], .linear),
            ([1e-300, 1e300], [1e-300, 1e300], .logarithmic), ([-1e300, 1e300], [-1e-300, 1e-300], .linear),
            ([2, 3], [2, 3], .logarithmic), ([5], [5], .logarithmic),
        ])
    func edgesAreDrawn(x: [Double], y: [Double], scale: Axis.Scale) async throws {
        for style in [Series.Style.line, .linePoints, .points, .steps, .boxes] {
            let figure = Figure(
                x: Axis("x", scale: scale), y: Axis("y", scale: scale), series: [Series("s", x: x, y: y, style: style)])
            _ = try SVGContent(await Gnuplot().render(figure, as: .svg))
        }
    }

    /// The picture moves with the data: the end of a line that rises is drawn higher.
    @Test func dataDecideThePicture() async throws {
        var figure = Samples.lines
        let first = try await Gnuplot().render(figure, as: .svg)
        figure.series[1].y[7] += 1
        #expect(try await Gnuplot().render(figure, as: .svg) != first)
    }

    @Test func manyPointsPassThrough() async throws {
        let x = (0..<50_000).map(Double.init)
        let figure = Figure(x: Axis("x"), y: Axis("y"), series: [Series("s", x: x, y: x, style: .line)])
        _ = try await Gnuplot().render(figure, as: .png)
    }
}

/// What an SVG says to a reader of XML.
final class SVGContent: NSObject, XMLParserDelegate {
    private(set) var root: String?
    private(set) var width: String?
    private(set) var height: String?
    /// The texts, one for each place.
    private(set) var texts: [String] = []
    private var current: String?

    /// Reads an SVG.
    init(_ bytes: [UInt8]) throws {
        super.init()
        let parser = XMLParser(data: Data(bytes))
        parser.delegate = self
        guard parser.parse() else { throw parser.parserError ?? CocoaError(.fileReadCorruptFile) }
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        if root == nil {
            (root, width, height) = (name, attributes["width"], attributes["height"])
        }
        if name == "text" { current = "" }
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) { current? += text }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        guard name == "text", let text = current else { return }
        texts.append(text)
        current = nil
    }
}

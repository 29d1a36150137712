import Plotting
import Reporting
import Testing

/// Two drawings of a figure become one that follows the page.
@Suite struct DrawingTests {
    private func file(_ contents: String, box: String = "0 0 10 20") -> [UInt8] {
        Array(
            """
            <?xml version="1.0"?>
            <svg
             width="10" viewBox="\(box)" xmlns="http://www.w3.org/2000/svg">
            <title>Gnuplot</title>
            <desc>Produced by</desc>
            \(contents)
            </svg>

            """.utf8)
    }

    @Test func coloursBecomeVariables() throws {
        var colours = ThemeColours()
        let drawing = try #require(
            ThemedDrawing(
                light: file(
                    """
                    <rect id='a' fill="#FFFFFF"/>
                    \t<path stroke='rgb(  1,  22, 255)' d='M0,0'/><use xlink:href='#a' color="rgb(9,9,9)"/>
                    <text>rgb(1,2,3) #ffffff</text>
                    """),
                dark: file(
                    """
                    <rect id='a' fill="#101010"/>
                    \t<path stroke='rgb(255, 255, 255)' d='M0,0'/><use xlink:href='#a' color="rgb(9,9,9)"/>
                    <text>rgb(1,2,3) #ffffff</text>
                    """), prefix: "p-", colours: &colours))
        #expect(drawing.viewBox == "0 0 10 20")
        #expect(drawing.layers.count == 1 && drawing.layers[0].themeClass.isEmpty)
        #expect(
            drawing.layers[0].contents == """
                <rect id='p-a' fill="var(--figure-0)"/>
                <path stroke='var(--figure-1)' d='M0,0'/><use xlink:href='#p-a' color="#090909"/>
                <text>rgb(1,2,3) #ffffff</text>
                """)
        #expect(colours.pairs.map(\.light) == ["#ffffff", "#0116ff"])
        #expect(colours.pairs.map(\.dark) == ["#101010", "#ffffff"])
        #expect(colours.declarations(\.dark) == "--figure-0:#101010;--figure-1:#ffffff;")
        // A second figure shares the variables.
        _ = ThemedDrawing(
            light: file("<g fill='#ffffff'/>"), dark: file("<g fill='#101010'/>"), prefix: "q-", colours: &colours)
        #expect(colours.pairs.count == 2)
    }

    @Test func unlikeDrawingsBothStay() throws {
        var colours = ThemeColours()
        let drawing = try #require(
            ThemedDrawing(
                light: file("<g id=\"x\" fill='#ffffff'/>"), dark: file("<g id=\"x\" fill='#101010'/><g/>"),
                prefix: "p-", colours: &colours))
        #expect(drawing.layers.map(\.themeClass) == ["light-only", "dark-only"])
        #expect(
            drawing.layers.map(\.contents) == [
                "<g id=\"p-l-x\" fill='#ffffff'/>", "<g id=\"p-d-x\" fill='#101010'/><g/>",
            ])
        #expect(colours.pairs.isEmpty)
    }

    @Test func whatIsNoDrawingIsRefused() {
        var colours = ThemeColours()
        let good = file("<g/>")
        for bad in [[], Array("<svg>".utf8), Array("</svg><svg viewBox=\"0\">".utf8), Array("PNG".utf8)] {
            #expect(ThemedDrawing(light: bad, dark: good, prefix: "", colours: &colours) == nil)
            #expect(ThemedDrawing(light: good, dark: bad, prefix: "", colours: &colours) == nil)
        }
        #expect(
            ThemedDrawing(light: good, dark: file("<g/>", box: "0 0 1 1"), prefix: "", colours: &colours) == nil)
    }

    /// What gnuplot draws for every style differs in its colours alone, and no colour of either theme stays behind.
    @Test func gnuplotsDrawingsAreJoined() async throws {
        let gnuplot = try Gnuplot()
        let figure = Figure(
            x: Axis("x"), y: Axis("y <&>", scale: .logarithmic),
            series: [Series.Style.line, .linePoints, .points, .steps, .boxes].enumerated().map { index, style in
                Series(
                    "s\(index)", x: [1, 2, 3], y: [1, 10, 1000].map { $0 * Double(index + 1) },
                    interval: style == .steps
                        ? nil : .init(lower: [0.5, 9, 900], upper: [9, 90, 9000].map { $0 * Double(index + 1) }),
                    style: style)
            })
        let light = try await gnuplot.render(figure, as: .svg, theme: .light)
        let dark = try await gnuplot.render(figure, as: .svg, theme: .dark)
        #expect(light != dark)
        var colours = ThemeColours()
        let drawing = try #require(ThemedDrawing(light: light, dark: dark, prefix: "p-", colours: &colours))
        #expect(drawing.layers.count == 1)
        #expect(colours.pairs.count >= 7)
        let contents = drawing.layers[0].contents
        #expect(!contents.contains("Gnuplot") && !contents.contains("<?xml"))
        for id in contents.matches(of: /\ id=['"]([^'"]*)['"]/) { #expect(id.1.hasPrefix("p-")) }
        for link in contents.matches(of: /href=['"]([^'"]*)['"]/) { #expect(link.1.hasPrefix("#p-")) }
        #expect(Markup.imbalance(in: contents) == nil)
    }

    @Test func textsAreEscapedScalarByScalar() {
        let page = PageText()
        #expect(page.escapeText("<a b='c' d=\"e\">&</a>") == "&lt;a b=&#39;c&#39; d=&quot;e&quot;&gt;&amp;&lt;/a&gt;")
        for special in ["<", ">", "&", "\"", "'"] {
            // A combining accent makes one Character of both; the browser sees two.
            let escaped = page.escapeText(special + "\u{301}")
            #expect(escaped.hasPrefix("&") && escaped.hasSuffix(";\u{301}"), "\(special)")
        }
        #expect(page.escapeText("a\u{0}b\u{1b}\u{85}\u{7f}\t\n") == "a\u{fffd}b\u{fffd}\u{fffd}\u{fffd}\t\n")
        #expect(page.escapeText("größer 中 👩‍👩‍👧") == "größer 中 👩‍👩‍👧")
    }
}

import Foundation

/// What a browser says about a page at one width.
struct PageMeasurements: Decodable {
    struct Drawing: Decodable {
        /// In pixels.
        let width, height: Double
        /// Paths, markers and texts.
        let marks: Int
        /// The smallest text as it is shown, in pixels.
        let smallestText: Double
        /// Texts that lie over one another.
        let overlaps: [String]
        /// Texts that stick out of the drawing.
        let cut: [String]
        /// What assistive technology reads.
        let name: String
    }

    struct Table: Decodable {
        let caption: String
        let width, room: Double
    }

    /// The name given to the page, and its width in pixels.
    let page: String
    let width: Double
    let isDark: Bool
    let contentWidth: Double
    let title, heading, language: String
    let headings: [String]
    let scripts, handlers: Int
    let loads: [String]
    let repeatedNames: [String]
    let hiddenDrawings: Int
    let drawings: [Drawing]
    let tables: [Table]
    /// The least contrast of any text with what is behind it, and the text.
    let contrast: Double
    let faintest: String
    let smallestText: Double
    let ground: String
}

/// Shows pages in frames of several widths and measures them with a script of its own: the pages have none.
enum Inspection {
    /// Logged before anything else, as proof that the console is heard.
    static let greeting = "the inspection begins"
    /// Asked for by the inspection, as proof that requests are noticed.
    static let canary = "http://127.0.0.1:9/canary"

    static func measure(
        _ pages: [(name: String, html: String)], widths: [Int], isDark: Bool
    ) throws -> (measurements: [PageMeasurements], outcome: Chromium.Outcome) {
        let frames = pages.flatMap { page in
            widths.map { width in
                "<iframe data-page=\"\(page.name)\" style=\"border:0;width:\(width)px;height:900px\" "
                    + "srcdoc=\"\(attribute(page.html))\"></iframe>"
            }
        }
        let harness = """
            <!DOCTYPE html><html><head><meta charset="utf-8"><script>console.log("\(greeting)")</script></head><body>
            <img src="\(canary)" alt="">
            \(frames.joined(separator: "\n"))
            <pre id="result"></pre><script>\(script)</script></body></html>
            """
        let outcome = try Chromium().open(harness, isDark: isDark)
        guard let start = outcome.document.firstRange(of: "<pre id=\"result\">"),
            let end = outcome.document[start.upperBound...].firstRange(of: "</pre>")
        else { throw Chromium.Failure(description: "the inspection has no result") }
        let json = outcome.document[start.upperBound..<end.lowerBound]
            .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
        return (try JSONDecoder().decode([PageMeasurements].self, from: Data(json.utf8)), outcome)
    }

    /// Text as the value of an attribute.
    private static func attribute(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
    }

    private static let script = #"""
        function luminance(colour) {
            const part = colour.map(x => x / 255).map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
            return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
        }
        function parse(colour) { return colour.match(/[\d.]+/g).map(Number); }
        function contrast(one, other) {
            const [a, b] = [luminance(one), luminance(other)];
            return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        }
        function ground(view, element) {
            for (let e = element; e; e = e.parentElement) {
                const colour = parse(view.getComputedStyle(e).backgroundColor);
                if (colour.length < 4 || colour[3] > 0) return colour;
            }
            return [255, 255, 255];
        }
        function ownText(element) {
            return [...element.childNodes].some(n => n.nodeType === 3 && n.data.trim() !== "");
        }
        function drawing(view, svg) {
            const box = svg.getBoundingClientRect();
            const texts = [...svg.querySelectorAll("text")].map(t => [t.textContent.trim(), t.getBoundingClientRect()])
                .filter(t => t[1].width > 0);
            const overlaps = [], cut = [];
            texts.forEach(([name, a], i) => {
                if (a.left < box.left - 1 || a.right > box.right + 1 || a.top < box.top - 1 || a.bottom > box.bottom + 1)
                    cut.push(name);
                for (const [other, b] of texts.slice(i + 1)) {
                    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
                    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
                    if (across > 1 && down > 0.3 * Math.min(a.height, b.height)) overlaps.push(name + " / " + other);
                }
            });
            const scale = box.width / svg.viewBox.baseVal.width;
            // Exponents may be smaller.
            const sizes = [...svg.querySelectorAll("text")]
                .map(t => Math.max(...[t, ...t.querySelectorAll("tspan")]
                    .map(e => parseFloat(view.getComputedStyle(e).fontSize))));
            const name = (svg.getAttribute("aria-labelledby") + " " + svg.getAttribute("aria-describedby")).split(" ")
                .map(id => view.document.getElementById(id)).map(e => e ? e.textContent.trim() : "").join(": ");
            return { width: box.width, height: box.height, marks: svg.querySelectorAll("path,use,text").length,
                smallestText: scale * Math.min(...sizes), overlaps, cut, name };
        }
        function inspect(frame) {
            const view = frame.contentWindow, page = view.document, all = [...page.querySelectorAll("body *")];
            page.querySelectorAll("details").forEach(d => d.open = true);
            let least = 99, faintest = "", smallest = 99;
            for (const e of all) {
                if (!ownText(e) || e.closest("svg, style") || e.getClientRects().length === 0) continue;
                const ratio = contrast(parse(view.getComputedStyle(e).color), ground(view, e));
                if (ratio < least) [least, faintest] = [ratio, e.textContent];
                smallest = Math.min(smallest, parseFloat(view.getComputedStyle(e).fontSize));
            }
            for (const t of page.querySelectorAll("svg.drawing text")) {
                if (t.getClientRects().length === 0) continue;
                const ratio = contrast(parse(view.getComputedStyle(t).fill), ground(view, t.closest("section")));
                if (ratio < least) [least, faintest] = [ratio, t.textContent];
            }
            const ids = [...page.querySelectorAll("[id]")].map(e => e.id);
            const svgs = [...page.querySelectorAll("svg.drawing")];
            const shown = svgs.filter(s => view.getComputedStyle(s).display !== "none");
            return {
                page: frame.dataset.page, width: view.innerWidth,
                isDark: view.matchMedia("(prefers-color-scheme: dark)").matches,
                contentWidth: Math.max(page.documentElement.scrollWidth, page.body.scrollWidth),
                title: page.title, heading: page.querySelector("h1").textContent,
                language: page.documentElement.lang,
                headings: [...page.querySelectorAll("h1,h2,h3")].map(h => h.tagName + " " + h.textContent),
                scripts: page.querySelectorAll("script, iframe, object, embed").length,
                handlers: [...page.querySelectorAll("*")].filter(e => [...e.attributes].some(a => /^on/i.test(a.name)))
                    .length,
                loads: view.performance.getEntriesByType("resource").map(r => r.name),
                repeatedNames: ids.filter((id, i) => ids.indexOf(id) !== i),
                hiddenDrawings: svgs.length - shown.length, drawings: shown.map(s => drawing(view, s)),
                tables: [...page.querySelectorAll("table")].map(t => ({
                    caption: page.getElementById(t.getAttribute("aria-labelledby")).textContent,
                    width: t.scrollWidth, room: t.parentElement.clientWidth })),
                contrast: least, faintest, smallestText: smallest,
                ground: view.getComputedStyle(page.body).backgroundColor,
            };
        }
        window.onload = () => {
            document.getElementById("result").textContent =
                JSON.stringify([...document.querySelectorAll("iframe")].map(inspect));
        };
        """#
}

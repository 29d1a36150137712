import CrossChecking
import Experiments
import OffloadModel
import Reporting
import SuccessiveConvex
import Testing

/// The pages in a real browser, light and dark, on a desk and on a telephone.
@Suite struct BrowserTests {
    private static let (desk, telephone) = (1280, 390)

    private static func pages() async throws -> [(name: String, html: String)] {
        let scenario = try Reports.scenario(named: Reports.hostileName)
        let problem = try OffloadProblem(scenario)
        let checker = try CrossChecker()
        let agreements =
            try checker.compareIterations(of: problem, penalty: 1, count: 3) + checker.compare(problem)
        var settings = StartPointStudySettings()
        settings.seeds = 2
        settings.penalties = try ["0", "0.01", "1", "1e5", "0.001:2:1"].map { try PenaltySchedule($0) }
        let study = try StartPointStudy(settings).run(problem)
        let sweep = try Reports.sweep(
            scenario, ["edge.stepBudget=100:1000:100", "users.localStepLimit*=0.5,1", "weights.energy*=1,1.5"],
            methods: [.certified, .random, .greedy])
        var phases = PhaseTimes()
        for (index, phase) in ["feasibility", "local", "price", "branch and bound"].enumerated() {
            phases.add(Double(index + 1) * 1e-4, to: phase)
        }
        let reports: [(String, Report)] = [
            ("solve", try Reports.solve(scenario).report),
            ("large", try Reports.solve(Reports.scenario(users: 30_000)).report),
            ("paper", try Reports.paper(scenario).report),
            (
                "crosscheck",
                AgreementReport(subject: scenario.name, system: .arrow, agreements: agreements, version: "1").report
            ),
            ("study", StudyReport(subject: scenario.name, problem: problem, result: study, version: "1").report),
            ("sweep", sweep.report),
            (
                "profile",
                ProfileReport(
                    subject: scenario.name, method: "certified", users: 30, streamingPassSeconds: 1e-7,
                    solveSeconds: 1e-3, phases: phases, passes: 3, relativeGap: 1e-12, instructionSet: "avx512",
                    threads: 2, version: "1"
                ).report
            ),
        ]
        var pages: [(name: String, html: String)] = []
        for (name, report) in reports { pages.append((name, try await Reports.page(report))) }
        return pages
    }

    /// The figures that each page must have.
    private static let figures = [
        "solve": 7, "large": 7, "paper": 11, "crosscheck": 1, "study": 2, "sweep": 9, "profile": 0,
    ]

    @Test func pagesAreFitToBeSeen() async throws {
        let pages = try await Self.pages()
        for isDark in [false, true] {
            let (measurements, outcome) = try Inspection.measure(
                pages, widths: [Self.desk, Self.telephone], isDark: isDark)
            #expect(measurements.count == 2 * pages.count)
            checkQuiet(outcome)
            for page in measurements { check(page, isDark: isDark) }
            let grounds = Set(measurements.map(\.ground))
            #expect(grounds == [isDark ? "rgb(13, 16, 20)" : "rgb(244, 246, 248)"])
        }
    }

    /// Nothing was asked of the network, and nothing was complained about, but what the inspection itself did.
    private func checkQuiet(_ outcome: Chromium.Outcome) {
        // Were the annotation another one some day, the inspection's own request would be missing here.
        #expect(Set(outcome.requests) == [Inspection.canary])
        #expect(outcome.console.contains { $0.contains(Inspection.greeting) })
        for line in outcome.console where !line.contains(Inspection.greeting) && !line.contains(Inspection.canary) {
            Issue.record("the console says: \(line)")
        }
    }

    private func check(_ page: PageMeasurements, isDark: Bool) {
        let name = "\(page.page), \(Int(page.width)) px, \(isDark ? "dark" : "light")"
        #expect(page.isDark == isDark, "\(name)")
        #expect(page.contentWidth <= page.width, "\(name) is \(page.contentWidth) wide")
        let subject = page.page == "large" ? "hetero-n30000-t30-seed1" : Reports.shownHostileName
        #expect(page.heading == subject)
        #expect(page.title.hasPrefix(page.heading.split(separator: " ")[0]))
        #expect(page.language == "en")
        #expect(page.headings.filter { $0.hasPrefix("H1") }.count == 1 && page.headings.count > 1)
        #expect(page.scripts == 0 && page.handlers == 0 && page.loads.isEmpty, "\(name)")
        #expect(page.repeatedNames.isEmpty, "\(name): \(page.repeatedNames)")
        #expect(page.hiddenDrawings == 0 && page.drawings.count == Self.figures[page.page], "\(name)")
        for drawing in page.drawings {
            #expect(drawing.width >= 300 && drawing.height >= 200, "\(name), \(drawing.name)")
            #expect(drawing.width <= page.width)
            #expect(drawing.marks > 20, "\(name), \(drawing.name)")
            #expect(drawing.smallestText >= 10, "\(name), \(drawing.name): \(drawing.smallestText) px")
            #expect(drawing.overlaps.isEmpty, "\(name), \(drawing.name): \(drawing.overlaps)")
            #expect(drawing.cut.isEmpty, "\(name), \(drawing.name): \(drawing.cut)")
            #expect(drawing.name.count > 20 && !drawing.name.hasPrefix(":"))
        }
        for table in page.tables {
            #expect(!table.caption.isEmpty)
            #expect(table.room <= page.width, "\(name), \(table.caption)")
        }
        // WCAG 2: at least 4.5 for text.
        #expect(page.contrast >= 4.5, "\(name): \(page.contrast) of \(page.faintest)")
        #expect(page.smallestText >= 13, "\(name)")
    }

    /// The measurements see what they are there for.
    @Test func faultsAreSeen() throws {
        let broken = """
            <!DOCTYPE html><html lang="en"><head><title>t</title><style>.drawing{width:200px}</style></head>
            <body style="margin:0;background:#fff"><h1 id="a" onclick="1" style="width:2000px;color:#ccc">t</h1>
            <img src="http://127.0.0.1:9/leak" alt=""><section id="a"><svg class="drawing" viewBox="0 0 400 200">
            <text x="10" y="50" font-size="13">one text</text><text x="30" y="50" font-size="13">another</text>
            <text x="390" y="90" font-size="13">cut off</text></svg></section>
            <script>console.error("fault"); null.fault</script></body></html>
            """
        let (measurements, outcome) = try Inspection.measure(
            [("broken", broken)], widths: [Self.telephone], isDark: true)
        let page = try #require(measurements.first)
        #expect(page.isDark && page.contentWidth > page.width)
        #expect(page.scripts == 1 && page.handlers == 1 && page.repeatedNames == ["a"])
        #expect(page.contrast < 2)
        let drawing = try #require(page.drawings.first)
        #expect(drawing.smallestText < 7 && drawing.overlaps == ["one text / another"] && drawing.cut == ["cut off"])
        #expect(outcome.requests.contains("http://127.0.0.1:9/leak"))
        #expect(outcome.console.contains { $0.contains("fault") })
        #expect(outcome.console.contains { $0.contains("TypeError") })
    }
}

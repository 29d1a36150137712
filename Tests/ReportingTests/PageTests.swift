import CertifiedSolving
import CrossChecking
import Experiments
import OffloadModel
import Plotting
import Reporting
import ScenarioFiles
import SuccessiveConvex
import TestSupport
import Testing

/// What stands on the pages.
@Suite struct PageTests {
    /// Every number that the report is about stands on the page, digit for digit.
    @Test func solvesAreTold() async throws {
        let report = try Reports.solve(Reports.scenario())
        let page = try await Reports.page(report.report)
        let outcome = try #require(report.plan.outcome)
        let bound = try #require(report.plan.lowerBound)
        let findings = try #require(report.findings)
        for number in [outcome.objective, bound, try #require(findings.objective), try #require(findings.lowerBound)] {
            #expect(page.contains(">\(number)<"))
        }
        for total in [outcome.totals.time, outcome.totals.energy, outcome.totals.error, outcome.totals.utility] {
            #expect(page.contains(DecimalText.significant(total, digits: 6)))
        }
        for user in 0..<30 {
            let site = outcome.plan.offloaded[user] ? "edge server" : "own device"
            let steps = DecimalText.significant(outcome.plan.steps[user], digits: 6)
            #expect(
                page.contains(
                    ">\(user)</th><td class=\"words\">\(site)</td><td class=\"number\">\(steps)</td>"))
        }
        for heading in [
            "Decisions", "Totals", "Price and budget", "Convergence", "KKT residuals", "Certificate", "Time",
        ] {
            #expect(page.contains("-heading\">\(heading)</h2>"))
        }
        #expect(page.contains("optimal, proven to a relative gap of 1e-09"))
        #expect(page.contains("stepwell 1.2.3"))
        #expect(Markup.imbalance(in: page) == nil)
        let proof = try #require(report.plan.certificate)
        #expect(page.matches(of: />(leaf|fixing|split)</).count == min(proof.steps.count, ReportTable.mostRows))
    }

    /// Where rounding keeps the gap above the asked one, the page says so and not that the plan is proven.
    @Test func roundingIsTold() throws {
        let scenario = try Reports.scenario(users: 12)
        let result = try CertifiedSolver(.init(relativeGap: 1e-300)).solve(OffloadProblem(scenario))
        #expect(result.status == .roundingLimit)
        let report = SolveReport(
            scenario: scenario, plan: try Reports.document(of: result, scenario: scenario), findings: nil
        ).report
        #expect(report.verdict.hasPrefix("as near the optimum as rounding allows: a relative gap of "))
        #expect(report.tone == .neutral)
    }

    /// The same report has the same bytes.
    @Test func pagesAreDeterministic() async throws {
        let report = try Reports.solve(Reports.scenario(users: 12)).report
        let page = try await Reports.page(report)
        #expect(try await Reports.page(report) == page)
    }

    @Test func traceOfThePaperIsShown() async throws {
        let report = try Reports.paper(Reports.scenario())
        #expect(!report.trace.isEmpty)
        let section = try #require(report.report.sections.first { $0.heading == "Trace of the paper's method" })
        #expect(section.figures.count == 5)
        let drawn = section.figures.map { $0.figure.series[0].y }
        // In the order of the captions: objective, penalised objective, distance from 0 and 1, δ, KKT residual.
        let limit = min(report.trace.count, 400)
        #expect(drawn.allSatisfy { $0.count == limit })
        #expect(drawn[0].last == report.trace.last?.relaxedObjective)
        #expect(drawn[1].first == report.trace.first?.penalisedObjective)
        #expect(drawn[2].first == report.trace.first?.distanceFromBinary)
        #expect(drawn[3].last == report.trace.last?.multiplier)
        #expect(drawn[4].last == report.trace.last.map { max($0.residual, 1e-18) })
        let other = try Reports.solve(Reports.scenario()).report
        #expect(!other.sections.contains { $0.heading.contains("paper") })
    }

    /// A certificate that does not hold is told at the top and beside the claims.
    @Test func brokenCertificatesAreNotHidden() async throws {
        var report = try Reports.solve(Reports.scenario(users: 12))
        report.findings?.failure = .unprovenBound(claimed: 2, proven: 1)
        #expect(report.report.tone == .bad)
        let page = try await Reports.page(report.report)
        #expect(page.contains("verdict bad"))
        #expect(page.contains("the lower bound 2 is claimed, 1 is proven"))
        #expect(page.contains("words bad\">does not hold<"))
    }

    @Test func infeasibleScenariosSayWhy() async throws {
        let scenario = try Scenario(path: ReferenceInstances.url(of: "infeasible-user-n200").path)
        let problem = try OffloadProblem(scenario)
        let reason = try #require(problem.infeasibility(under: .continuous))
        let plan = try PlanDocument(
            status: .infeasible(reason), method: "certified", stepRule: .continuous, plan: nil, objective: nil,
            lowerBound: nil, price: nil, certificate: nil, statistics: PlanStatistics(), scenario: scenario)
        let report = SolveReport(scenario: scenario, plan: plan, findings: nil).report
        #expect(report.tone == .bad)
        let page = try await Reports.page(report)
        #expect(page.contains("infeasible: \(scenario.explanation(of: reason, under: .continuous))"))
        #expect(!page.contains("<svg"))
        #expect(Markup.imbalance(in: page) == nil)
    }

    /// Whatever a text has in it, it stays a text. The oracle is what the page must never contain.
    @Test func everyTextIsEscaped() async throws {
        let name = Reports.hostileName
        let cell = ReportTable.Cell(name, tone: .bad)
        let figure = ReportFigure(
            name, description: name, note: name, x: Axis("x <b> & 'y'"), y: Axis("\"y\""),
            series: [Series("<i>", x: [1, 2], y: [1, 2]), Series("\"&\"", x: [1, 2], y: [2, 1])])
        let report = Report(
            command: name, subject: name, summary: name, verdict: name, highlights: [.init(name, name, remark: name)],
            sections: [
                Report.Section(
                    name, paragraphs: [name], facts: [.init(name, name, remark: name)],
                    bars: [ReportBars(name, bars: [.init(name, amount: 1, text: name)])],
                    figures: [try #require(figure)],
                    tables: [
                        ReportTable(name, columns: [.text(name), .number(name)], rows: [[cell, cell]], note: name),
                        ReportTable(name, columns: [.text(name)], rows: [[cell]], isFolded: true),
                    ])
            ], version: name)
        let page = try await Reports.page(report)
        for part in [
            "<script", "alert(1)</", "\"double", "'single", "\"\u{301}", "]]>", "<b>", "<i>", "\u{7}",
            "{{{version}}}</",
        ] {
            #expect(!page.unicodeScalars.contains(sequence: part.unicodeScalars), "\(part)")
        }
        // Mustache in a name is text, not a command.
        #expect(page.contains("{{subject}} {{{version}}}"))
        #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &quot;double&quot; &#39;single&#39; &amp;amp;"))
        #expect(Markup.imbalance(in: page) == nil)
        #expect(page.matches(of: /<\/style>/).count == 1 && page.matches(of: /<\/title>/).count >= 1)
    }

    @Test func checksAreTold() async throws {
        let limits = AgreementLimits()
        var good = Agreement(subject: "P2, iteration 1", userCount: 7)
        good.differences = [
            Difference("objective", 1e-12, limit: limits.objective),
            Difference("kkt residual", 0, limit: limits.residuals),
            Difference("kkt residual, BLAS", 2e-15, limit: limits.residuals),
            Difference("interior residual", 3e-11, limit: limits.residuals),
        ]
        var bad = Agreement(subject: "water-filling", userCount: 7, note: "all is <lost>")
        bad.differences = [Difference("objective", .nan, limit: 1e-9), Difference("price", 0.25, limit: 1e-5)]
        let report = AgreementReport(subject: "s", system: .arrow, agreements: [good, bad], version: "1").report
        #expect(report.tone == .bad)
        let page = try await Reports.page(report)
        #expect(page.contains("1 of 2 comparisons differ"))
        #expect(page.contains("<td class=\"number bad\">nan !</td>"))
        #expect(page.contains("<td class=\"number bad\">0.25 !</td>"))
        #expect(page.contains("water-filling: all is &lt;lost&gt;."))
        let residuals = try #require(report.sections.flatMap(\.figures).first).figure
        #expect(residuals.y.scale == .logarithmic)
        #expect(residuals.series.map(\.y) == [[1e-18], [2e-15], [3e-11], [1e-8, 1e-8]])
        // Many comparisons become rows; limits stay beside them.
        let many = AgreementReport(
            subject: "s", system: .arrow, agreements: Array(repeating: good, count: 500) + [bad], version: "1")
        let long = try #require(many.report.sections.first?.tables.first)
        #expect(long.columns.count == 6 && long.rows.count == ReportTable.mostRows && long.note != nil)
        #expect(long.rows[0].map(\.text) == ["limit", "1e-09", "1e-08", "1e-08", "1e-08", "1e-05"])
        #expect(long.rows.last?.map(\.text) == ["water-filling", "nan !", "–", "–", "–", "0.25 !"])
        #expect(try await Reports.page(many.report).utf8.count < 500_000)
        good.differences = []
        let nothing = AgreementReport(subject: "s", system: .dense, agreements: [good], version: "1").report
        #expect(nothing.tone == .good)
        #expect(Markup.imbalance(in: try await Reports.page(nothing)) == nil)
    }

    @Test func studiesAreTold() async throws {
        let problem = try OffloadProblem(Reports.scenario(users: 12))
        var settings = StartPointStudySettings()
        settings.seeds = 3
        settings.penalties = try ["0", "1", "0.001:2:1"].map { try PenaltySchedule($0) }
        let result = try StartPointStudy(settings).run(problem)
        let study = StudyReport(subject: "twelve", problem: problem, result: result, version: "1")
        let report = study.report
        let gaps = try #require(report.sections.first?.figures.first).figure
        #expect(gaps.series.map(\.name) == StartChoice.allCases.map(\.rawValue))
        for (series, start) in zip(gaps.series, StartChoice.allCases) {
            let rows = result.rows.filter { $0.start == start }
            #expect(series.y == rows.map { 100 * $0.gaps.median })
            #expect(series.interval?.upper == rows.map { 100 * $0.gaps.largest })
        }
        #expect(gaps.x.ticks?.map(\.label) == ["0", "1", "0.001:2:1"])
        let page = try await Reports.page(report)
        for row in result.rows {
            #expect(page.contains(">\(DecimalText.significant(100 * row.gaps.median, digits: 3))<"))
        }
        var none = StudyReport(
            subject: "x", problem: problem, result: .init(status: .stopped, optimum: nil, lowerBound: nil),
            version: "1")
        #expect(try await Reports.page(none.report).contains("interrupted"))
        none.result.status = .numericalFailure
        #expect(none.report.tone == .bad)
    }

    /// Ordinates that differ in their seventh digit are told apart.
    @Test func closeNumbersAreShownFromABase() throws {
        func figure(_ y: [Double], _ axis: Axis = Axis("cost")) throws -> Figure {
            try #require(
                ReportFigure("c", description: "d", x: Axis("x"), y: axis, series: [Series(nil, x: [1, 2], y: y)])
            ).figure
        }
        let close = try figure([-247968.5, -247968.25])
        #expect(close.y.label == "cost minus -247968")
        #expect(close.series[0].y == [-0.5, -0.25])
        for far in [[1, 2], [5, 5], [0, 1e-9], [-1, 1.0]] {
            let plain = try figure(far)
            #expect(plain.y.label == "cost" && plain.series[0].y == far)
        }
        #expect(try figure([1, 1.000001], Axis("cost", scale: .logarithmic)).series[0].y == [1, 1.000001])
        // What cannot be drawn is left out; a figure of nothing is none.
        #expect(try figure([.nan, 2]).series[0].x == [2])
        #expect(
            ReportFigure(
                "c", description: "d", x: Axis("x"), y: Axis("y"), series: [Series(nil, x: [1], y: [.infinity])]) == nil
        )
    }

    @Test func profilesAreTold() async throws {
        var phases = PhaseTimes()
        phases.add(0.03, to: "price")
        phases.add(0.01, to: "branch and bound")
        let report = ProfileReport(
            subject: "hetero", method: "certified", users: 1_000_000, streamingPassSeconds: 0.002, solveSeconds: 0.04,
            phases: phases, passes: 3, relativeGap: 7e-11, instructionSet: "avx2", threads: 2, version: "1"
        ).report
        let page = try await Reports.page(report)
        #expect(page.contains("20 streaming passes"))
        #expect(page.contains("<th scope=\"row\" class=\"words\">price</th><td class=\"number\">0.03</td>"))
        // The bars are as long as the seconds, in percent of the longest.
        #expect(page.matches(of: /style="width:([^%]*)%"/).map { String($0.1) } == ["100", "33.3", "6.67"])
    }
}

extension Collection where Element: Equatable {
    /// True if the elements of another collection stand here next to each other.
    fileprivate func contains(sequence other: some Collection<Element>) -> Bool {
        indices.contains { self[$0...].starts(with: other) }
    }
}

import Experiments
import OffloadModel
import Plotting
import Reporting
import ScenarioFiles
import Testing

/// What stands on the page of a sweep.
@Suite struct SweepPageTests {
    private static let axes = ["edge.stepBudget=100:400:100", "users.localStepLimit*=0.5,1"]

    /// Every row is in the table and a point of the figures, with its interval.
    @Test func rowsAreTold() async throws {
        let sweep = try Reports.sweep(
            Reports.scenario(users: 12), Self.axes, methods: [.certified, .random, .greedy], seeds: 4)
        let report = sweep.report
        #expect(report.sections.map(\.heading) == ["Figures", "Methods", "Rows", "Settings"])
        #expect(report.tone == .good)
        #expect(report.summary.contains("8 points along edge.stepBudget × users.localStepLimit*"))
        let table = try #require(report.sections[2].tables.first)
        #expect(table.rows.count == 24)
        for (cells, row) in zip(table.rows, sweep.result.rows) {
            let objective = try #require(row[.objective])
            #expect(cells[2].text == row.method.rawValue && cells[11].text == row.status)
            #expect(cells[5].text == DecimalText.significant(objective.mean, digits: 6))
            let half = objective.upper.map { DecimalText.significant($0 - objective.mean, digits: 3) }
            #expect(cells[6].text == half ?? "–")
        }
        let figures = report.sections[0].figures
        #expect(figures.count == 9)
        for (figure, quantity) in zip(figures, SweepQuantity.allCases.filter { $0 != .lowerBound }) {
            #expect(quantity.label.hasPrefix(figure.caption))
            let points = figure.figure.series.flatMap { one in
                one.x.indices.map { [one.x[$0], one.y[$0], one.interval?.lower[$0] ?? .infinity] }
            }
            let rows = sweep.result.rows.compactMap { row in
                row[quantity].map { [row.values[0], $0.mean, $0.lower ?? .infinity] }
            }
            #expect(Set(points) == Set(rows) && points.count == rows.count, "\(quantity)")
            // The same method and values look the same everywhere.
            for one in figure.figure.series {
                let same = figures[0].figure.series.first { $0.name == one.name }
                #expect(one.look != nil && one.look == same?.look)
            }
        }
        let page = try await Reports.page(report)
        #expect(page.contains("4 values") || page.contains("100, 200, 300, 400"))
        #expect(Markup.imbalance(in: page) == nil)
    }

    /// The extremes at the top and the table of methods are those of the rows.
    @Test func methodsAreCompared() throws {
        let sweep = try Reports.sweep(Reports.scenario(users: 12), Self.axes, methods: [.certified, .local, .greedy])
        let report = sweep.report
        let gaps = { (method: SolveMethod) in
            sweep.result.rows.filter { $0.method == method }.compactMap { $0[.gap].map { 100 * $0.mean } }
        }
        let rows = report.sections[1].tables[0].rows
        for (cells, method) in zip(rows, [SolveMethod.certified, .local, .greedy]) {
            #expect(cells[0].text == method.rawValue && cells[2].text == "8")
            let values = gaps(method)
            #expect(cells[3].text == DecimalText.significant(values.min() ?? .nan, digits: 3))
            #expect(cells[4].text == DecimalText.significant(values.reduce(0, +) / 8, digits: 3))
            #expect(cells[5].text == DecimalText.significant(values.max() ?? .nan, digits: 3))
        }
        let least = sweep.result.rows.compactMap { $0[.objective]?.mean }.min()
        #expect(
            report.highlights.first { $0.name == "Least objective" }?.value
                == least.map { DecimalText.significant($0, digits: 6) })
        // With one method alone there is nothing to compare, and no gap to draw.
        let alone = try Reports.sweep(Reports.scenario(users: 12), Self.axes).report
        #expect(alone.sections.map(\.heading) == ["Figures", "Rows", "Settings"])
        #expect(alone.sections[0].figures.count == 8)
    }

    @Test func verdictsAreTold() throws {
        let scenario = try Reports.scenario(users: 12)
        let none = try Reports.sweep(scenario, ["users.minimumSteps=1000"])
        #expect(none.report.tone == .bad && none.report.verdict.contains("infeasible"))
        #expect(none.report.sections.map(\.heading) == ["Rows", "Settings"])
        let some = try Reports.sweep(scenario, ["users.minimumSteps=0,1000"]).report
        #expect(some.tone == .neutral && some.verdict == "complete; in 1 of 2 rows a run has no plan")
        var settings = SweepSettings(axes: [try SweepAxis("edge.stepBudget=100:400:100")])
        settings.certified.threads = 1
        let stopped = try Sweep(settings).run(scenario, while: { false })
        let report = SweepReport(subject: "s", users: 12, settings: settings, result: stopped, version: "1").report
        #expect(report.tone == .neutral && report.verdict == "interrupted after 0 rows")
        settings.certified.nodeLimit = 0
        settings.certified.relativeGap = 1e-15
        let limited = try Sweep(settings).run(scenario)
        if limited.rows.contains(where: { $0.status == "nodeLimit" }) {
            let report = SweepReport(subject: "s", users: 12, settings: settings, result: limited, version: "1").report
            #expect(report.tone == .neutral && report.verdict.contains("a limit came first"))
        }
    }

    /// What was asked is on the page.
    @Test func settingsAreTold() throws {
        var settings = SweepSettings(axes: [
            try SweepAxis("edge.stepBudget=100:1000:50"), try SweepAxis("weights.time=1,2"),
        ])
        settings.methods = [.paper]
        settings.seeds = 7
        settings.jitter = try SweepJitter(["0.25", "users.errorDecay=0.1"])
        settings.start = .greedy
        settings.certified.timeLimit = 1.5
        let none = try Sweep(settings).run(Reports.scenario(users: 12), while: { false })
        let report = SweepReport(subject: "s", users: 12, settings: settings, result: none, version: "1").report
        let facts = try #require(report.sections.last).facts
        func value(_ name: String) -> String? { facts.first { $0.name == name }?.value }
        #expect(value("edge.stepBudget") == "19 values, 100 to 1000" && value("weights.time") == "1, 2")
        #expect(value("Methods") == "paper" && value("Seeds") == "7" && value("Steps") == "continuous")
        #expect(value("Jitter") == "±25 %, users.errorDecay ±10 %" && value("Time limit") == "1.5 s a solve")
        #expect(value("The paper's method") == "from greedy, τ 100000")
    }

    /// A sweep of many points and combinations stays a small page, which says what it leaves out.
    @Test func longSweepsFit() async throws {
        let sweep = try Reports.sweep(
            Reports.scenario(users: 2), ["edge.stepBudget=1:60:0.1", "weights.time=1:30:1"],
            methods: [.local, .random], seeds: 2)
        let page = try await Reports.page(sweep.report)
        #expect(page.utf8.count < 1_000_000, "\(page.utf8.count)")
        #expect(page.contains("Of 30 combinations of the values behind edge.stepBudget 6 are drawn."))
        #expect(page.contains("100 of 591 points of a line are shown."))
        for figure in sweep.report.sections[0].figures { #expect(figure.figure.series.count == 12) }
    }

    /// Names too long for a legend stand above the figures, by letters.
    @Test func longNamesStandAbove() throws {
        let report = try Reports.sweep(
            Reports.scenario(users: 2),
            ["edge.stepBudget=1,2", "users.localPowerCoefficient*=1,2", "users.edgeInitialError=0.5,1"]
        ).report
        let figure = report.sections[0].figures[0]
        #expect(figure.figure.series.map(\.name) == ["A", "B", "C", "D"])
        let facts = report.sections[0].facts
        #expect(facts.map(\.name) == ["A", "B", "C", "D"])
        #expect(facts[2].value == "certified, users.localPowerCoefficient* = 2, users.edgeInitialError = 0.5")
    }
}

import Experiments
import OffloadModel
import Plotting
import SuccessiveConvex

/// The report of a study of start points: how far from the optimum the paper's method ends.
public struct StudyReport: Sendable {
    /// The scenario's name.
    public var subject: String
    /// The problem's users and budget.
    public var problem: OffloadProblem
    /// What was found.
    public var result: StartPointResult
    /// The version of the program.
    public var version: String

    /// Gathers what is known of a study.
    public init(subject: String, problem: OffloadProblem, result: StartPointResult, version: String) {
        self.subject = subject
        self.problem = problem
        self.result = result
        self.version = version
    }

    /// The report.
    public var report: Report {
        Report(
            command: "study", subject: subject,
            summary: "\(NumberText.count(problem.count, "user")), a budget of "
                + "\(NumberText.amount(problem.stepBudget)) edge steps; the paper's method from many start points",
            verdict: verdict.text, tone: verdict.tone, highlights: highlights,
            sections: result.rows.isEmpty ? [] : [gapSection, runSection], version: version)
    }

    private var verdict: (text: String, tone: Report.Tone) {
        switch result.status {
        case .infeasible(let reason): ("infeasible: \(reason)", .bad)
        case .stopped: ("interrupted: the rows so far", .neutral)
        case .numericalFailure: ("numerical failure", .bad)
        default: ("complete, held against the certified optimum", .good)
        }
    }

    private var highlights: [Report.Fact] {
        guard let optimum = result.optimum else { return [] }
        var facts = [
            Report.Fact("Certified optimum", NumberText.amount(optimum), remark: "the objective (8)"),
            Report.Fact("Runs", NumberText.grouped(result.rows.reduce(0) { $0 + $1.runs.count })),
        ]
        if let best = result.rows.min(by: { $0.gaps.median < $1.gaps.median }),
            let worst = result.rows.max(by: { $0.gaps.median < $1.gaps.median })
        {
            for (name, row) in [("Nearest", best), ("Farthest", worst)] {
                facts.append(
                    Report.Fact(
                        name, NumberText.percent(row.gaps.median),
                        remark: "median from \(row.start.rawValue), τ \(row.penalty)"))
            }
        }
        return facts
    }

    private var starts: [StartChoice] {
        StartChoice.allCases.filter { start in result.rows.contains { $0.start == start } }
    }

    /// The penalties in the order of the study.
    private var penalties: [PenaltySchedule] {
        var list: [PenaltySchedule] = []
        for row in result.rows where !list.contains(row.penalty) { list.append(row.penalty) }
        return list
    }

    private func row(_ start: StartChoice, _ penalty: PenaltySchedule) -> StartPointRow? {
        result.rows.first { $0.start == start && $0.penalty == penalty }
    }

    private var gapSection: Report.Section {
        let cells = starts.map { start -> [ReportTable.Cell] in
            [.init(start.rawValue)]
                + penalties.map { penalty in
                    row(start, penalty).map { .init(NumberText.short(100 * $0.gaps.median)) } ?? "–"
                }
        }
        let table = ReportTable(
            "Median gap in percent, by start point and penalty τ",
            columns: [.text("Start")] + penalties.map { .number("τ \($0)") }, rows: cells)
        let figures = [
            figure(
                "Gap to the certified optimum",
                "The median of the runs with its range from the least to the largest.", "gap (%)"
            ) { row in
                Spread([row.gaps.least, row.gaps.median, row.gaps.largest].map { 100 * $0 })
            },
            figure(
                "Sub-problems P2 solved", "The median of the runs with its range from the least to the largest.",
                "P2 solved"
            ) { $0.iterations },
        ]
        return Report.Section(
            "Gaps",
            paragraphs: [
                "A gap is the distance of a run's plan from the certified optimum, relative to the larger of both."
            ],
            figures: figures.compactMap { $0 }, tables: [table])
    }

    /// One series for each start point over the penalties, beside each other.
    private func figure(
        _ caption: String, _ description: String, _ label: String, _ spread: (StartPointRow) -> Spread?
    ) -> ReportFigure? {
        let starts = starts
        let penalties = penalties
        let series = starts.enumerated().map { place, start in
            var points: [(x: Double, spread: Spread)] = []
            let offset = (Double(place) - Double(starts.count - 1) / 2) * 0.8 / Double(starts.count)
            for (index, penalty) in penalties.enumerated() {
                guard let row = row(start, penalty), let spread = spread(row) else { continue }
                points.append((Double(index + 1) + offset, spread))
            }
            return Series(
                start.rawValue, x: points.map(\.x), y: points.map(\.spread.median),
                interval: .init(lower: points.map(\.spread.least), upper: points.map(\.spread.largest)),
                style: .points, look: place)
        }
        let names = penalties.map(\.description)
        let hasRoom = names.allSatisfy { $0.count * names.count <= Self.tickRoom }
        let ticks = names.enumerated().map { index, name in
            Axis.Tick(Double(index + 1), hasRoom ? name : "\(index + 1)")
        }
        return ReportFigure(
            caption, description: description,
            x: Axis(
                hasRoom ? "penalty τ" : "penalty τ, by its column in the table",
                range: 0.5...(Double(penalties.count) + 0.5), ticks: names.count > 20 ? nil : ticks),
            y: Axis(label), series: series)
    }

    /// The most characters that have room under an axis.
    private static let tickRoom = 36

    private var runSection: Report.Section {
        func texts(_ spread: Spread, _ scale: Double = 1) -> [ReportTable.Cell] {
            [spread.least, spread.median, spread.largest].map { .init(NumberText.short(scale * $0)) }
        }
        return Report.Section(
            "Rows",
            tables: [
                ReportTable(
                    "Every start point with every penalty",
                    columns: [
                        .text("Start"), .text("τ"), .number("Runs"), .number("Converged"), .number("Median objective"),
                        .number("Least gap (%)"), .number("Median gap (%)"), .number("Largest gap (%)"),
                        .number("Moved decisions"), .number("P2 solved"),
                    ],
                    rows: result.rows.map { row in
                        [
                            .init(row.start.rawValue), .init(row.penalty.description), .init("\(row.runs.count)"),
                            .init("\(row.convergedRuns)"), .init(NumberText.amount(row.objectives.median)),
                        ] + texts(row.gaps, 100) + [
                            .init(NumberText.amount(row.movedDecisions.median)),
                            .init(NumberText.amount(row.iterations.median)),
                        ]
                    }, note: "Moved decisions and P2 solved are medians.")
            ])
    }
}

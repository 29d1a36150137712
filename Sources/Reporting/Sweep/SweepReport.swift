import Experiments
import OffloadModel

/// The report of a sweep: what becomes of the plan along the way, by each method.
public struct SweepReport: Sendable {
    /// The scenario's name.
    public var subject: String
    /// N.
    public var users: Int
    /// What was asked.
    public var settings: SweepSettings
    /// What was found.
    public var result: SweepResult
    /// The version of the program.
    public var version: String

    /// Gathers what is known of a sweep.
    public init(subject: String, users: Int, settings: SweepSettings, result: SweepResult, version: String) {
        self.subject = subject
        self.users = users
        self.settings = settings
        self.result = result
        self.version = version
    }

    /// The report.
    public var report: Report {
        var sections: [Report.Section] = []
        if !drawnQuantities.isEmpty { sections.append(figureSection) }
        if settings.methods.contains(where: { $0 != .certified }), !planned.isEmpty { sections.append(methodSection) }
        if !result.rows.isEmpty { sections.append(rowSection) }
        sections.append(settingSection)
        return Report(
            command: "sweep", subject: subject,
            summary: "\(NumberText.count(users, "user")); \(NumberText.count(pointCount, "point")) along "
                + settings.axes.map(\.name).joined(separator: " × ")
                + ", " + NumberText.count(settings.methods.count, "method"),
            verdict: verdict.text, tone: verdict.tone, highlights: highlights, sections: sections, version: version)
    }

    private var pointCount: Int { settings.axes.reduce(1) { $0 * $1.values.count } }

    /// The rows of which some run has a plan.
    private var planned: [SweepRow] { result.rows.filter { $0.plans > 0 } }

    private var verdict: (text: String, tone: Report.Tone) {
        func count(_ verdicts: [SolveStatus]) -> Int {
            let names = Set(verdicts.map(\.name))
            return result.rows.count { names.contains($0.status) }
        }
        let rows = result.rows.count
        if result.wasStopped { return ("interrupted after \(NumberText.count(rows, "row"))", .neutral) }
        let failed = count([.numericalFailure])
        if failed > 0 { return ("numerical failure in \(NumberText.grouped(failed)) of \(rows) rows", .bad) }
        if result.isInfeasible { return ("infeasible: no point has a plan", .bad) }
        let limited = count([.timeLimit, .nodeLimit, .roundingLimit])
        if limited > 0 { return ("a limit came first in \(NumberText.grouped(limited)) of \(rows) rows", .neutral) }
        let missing = result.rows.count { $0.plans < $0.runs }
        if missing > 0 {
            return ("complete; in \(NumberText.grouped(missing)) of \(rows) rows a run has no plan", .neutral)
        }
        return ("complete: every point has its plans", .good)
    }

    private var highlights: [Report.Fact] {
        var facts = [
            Report.Fact("Points", NumberText.grouped(pointCount)),
            Report.Fact(
                "Runs", NumberText.grouped(result.rows.reduce(0) { $0 + $1.runs }), remark: "of all methods and seeds"),
        ]
        func extreme(
            _ name: String, _ quantity: SweepQuantity, _ text: (Double) -> String, by isBefore: (Double, Double) -> Bool
        ) {
            let known = planned.compactMap { row in row[quantity].map { (row, $0.mean) } }
            guard let (row, value) = known.min(by: { isBefore($0.1, $1.1) }) else { return }
            facts.append(Report.Fact(name, text(value), remark: "\(row.method.rawValue), \(place(of: row))"))
        }
        extreme("Least objective", .objective, NumberText.amount, by: <)
        extreme("Largest price", .price, NumberText.short, by: >)
        extreme("Largest gap", .gap, NumberText.percent, by: >)
        return facts
    }

    /// The values of a row's point.
    private func place(of row: SweepRow) -> String {
        zip(settings.axes, row.values).map { "\($0.name) = \(NumberText.amount($1))" }.joined(separator: ", ")
    }

    private var methodSection: Report.Section {
        let rows = settings.methods.map { method -> [ReportTable.Cell] in
            let rows = planned.filter { $0.method == method }
            let gaps = rows.compactMap { row in row[.gap].map { (row, 100 * $0.mean) } }
            let values = gaps.map(\.1)
            let worst = gaps.max { $0.1 < $1.1 }
            return [
                .init(method.rawValue), .init(NumberText.grouped(settings.runs(of: method))),
                .init(NumberText.grouped(rows.count)), Self.cell(values.min()),
                Self.cell(values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)), Self.cell(worst?.1),
                .init(worst.map { place(of: $0.0) } ?? "–"),
            ]
        }
        return Report.Section(
            "Methods",
            paragraphs: [
                "A gap is the distance of an objective from the proven bound, relative to the larger magnitude of the two; "
                    + "here the means over the runs of a point, by point."
            ],
            tables: [
                ReportTable(
                    "Gaps over the points, by method",
                    columns: [
                        .text("Method"), .number("Runs per point"), .number("Points with a plan"),
                        .number("Least gap (%)"), .number("Mean gap (%)"), .number("Largest gap (%)"),
                        .text("Largest at"),
                    ], rows: rows)
            ])
    }

    private var rowSection: Report.Section {
        let names = settings.axes.map { ReportTable.Column.number($0.name) } + [.text("Method")]
        func start(_ row: SweepRow) -> [ReportTable.Cell] {
            row.values.map { .init(NumberText.amount($0)) } + [.init(row.method.rawValue)]
        }
        let outcomes = result.rows.map { row in
            start(row) + [
                .init("\(row.runs)"), .init("\(row.plans)"), Self.cell(row[.objective]?.mean, NumberText.amount),
                Self.cell(row[.objective]?.halfWidth), Self.cell(row[.gap].map { 100 * $0.mean }),
                Self.cell(row[.offloadedCount]?.mean, NumberText.amount),
                Self.cell(row[.edgeStepsUsed]?.mean, NumberText.amount), Self.cell(row[.price]?.mean),
                .init(row.status),
            ]
        }
        let totals = result.rows.map { row in
            start(row)
                + [SweepQuantity.time, .error, .energy, .utility, .lowerBound].flatMap { quantity in
                    [Self.cell(row[quantity]?.mean, NumberText.amount), Self.cell(row[quantity]?.halfWidth)]
                }
        }
        return Report.Section(
            "Rows",
            tables: [
                ReportTable(
                    "Every point with every method",
                    columns: names + [
                        .number("Runs"), .number("Plans"), .number("Objective"), .number("± 95 %"), .number("Gap (%)"),
                        .number("Users at the edge"), .number("Edge steps"), .number("Price"), .text("Status"),
                    ], rows: outcomes, note: "Means over the runs with a plan; ± is half the 95 % interval."),
                ReportTable(
                    "Time, error, energy, utility and the proven bound",
                    columns: names
                        + ["Time (s)", "Error", "Energy (J)", "Utility", "Proven bound"].flatMap { name in
                            [.number(name), .number("± 95 %")]
                        }, rows: totals, isFolded: true),
            ])
    }

    private var settingSection: Report.Section {
        let certified = settings.certified
        var facts = settings.axes.map { Report.Fact($0.name, values(of: $0), remark: $0.label) }
        facts += [
            Report.Fact("Methods", settings.methods.map(\.rawValue).joined(separator: ", ")),
            Report.Fact("Seeds", NumberText.grouped(settings.seeds), remark: "for whatever is random"),
            Report.Fact("Jitter", jitter),
            Report.Fact("Steps", certified.stepRule.rawValue),
            Report.Fact("Asked gap", NumberText.short(certified.relativeGap)),
            Report.Fact("Node limit", NumberText.grouped(certified.nodeLimit)),
            Report.Fact("Time limit", certified.timeLimit.map { "\(NumberText.amount($0)) s a solve" } ?? "none"),
        ]
        if settings.methods.contains(.paper) {
            let paper = settings.paper
            let numbers =
                paper.firstPenalty == paper.penalty
                ? [paper.penalty] : [paper.firstPenalty, paper.penaltyGrowth, paper.penalty]
            facts.append(
                Report.Fact(
                    "The paper's method",
                    "from \(settings.start.rawValue), τ \(numbers.map(NumberText.amount).joined(separator: ":"))"))
        }
        return Report.Section("Settings", facts: facts)
    }

    /// All values of an axis, or how many there are between which.
    private func values(of axis: SweepAxis) -> String {
        let shown = axis.values.count > 8 ? [axis.values[0], axis.values[axis.values.count - 1]] : axis.values
        let texts = shown.map(NumberText.amount)
        guard shown.count < axis.values.count else { return texts.joined(separator: ", ") }
        return "\(NumberText.grouped(axis.values.count)) values, \(texts[0]) to \(texts[1])"
    }

    private var jitter: String {
        let jitter = settings.jitter
        guard !jitter.isZero else { return "none" }
        let fields = jitter.fields.map { "\($0.key.path) ±\(NumberText.percent($0.value))" }.sorted()
        return (["±\(NumberText.percent(jitter.general))"] + fields).joined(separator: ", ")
    }

    private static func cell(
        _ value: Double?, _ text: (Double) -> String = NumberText.short
    ) -> ReportTable.Cell {
        value.map { .init(text($0)) } ?? "–"
    }
}

extension MeanEstimate {
    /// Half the length of the interval, nil without one.
    fileprivate var halfWidth: Double? { upper.map { $0 - mean } }
}

import CrossChecking
import Plotting

/// The report of a cross-check: every difference between two methods, with its limit.
public struct AgreementReport: Sendable {
    /// The scenario's name.
    public var subject: String
    /// The Newton system of the interior-point method.
    public var system: NewtonSystem
    /// The comparisons.
    public var agreements: [Agreement]
    /// The version of the program.
    public var version: String

    /// Gathers what is known of a cross-check.
    public init(subject: String, system: NewtonSystem, agreements: [Agreement], version: String) {
        self.subject = subject
        self.system = system
        self.agreements = agreements
        self.version = version
    }

    /// The report.
    public var report: Report {
        let differing = agreements.filter { !$0.isWithin }.count
        let compared = agreements.flatMap(\.differences)
        let users = agreements.first?.userCount ?? 0
        var highlights = [
            Report.Fact("Comparisons", "\(agreements.count)"),
            Report.Fact("Differences measured", "\(compared.count)"),
            Report.Fact("Outside their limits", "\(compared.filter { !$0.isWithin }.count)"),
        ]
        if let closest = compared.filter({ $0.limit > 0 }).map({ $0.value / $0.limit }).max(), closest.isFinite {
            highlights.append(
                Report.Fact("Largest difference", NumberText.percent(closest), remark: "of its limit"))
        }
        return Report(
            command: "crosscheck", subject: subject,
            summary: "\(NumberText.count(users, "user")), \(system.rawValue) Newton system",
            verdict: differing == 0
                ? "every difference is within its limit" : "\(differing) of \(agreements.count) comparisons differ",
            tone: differing == 0 ? .good : .bad, highlights: highlights, sections: [differences, residuals, effort],
            version: version)
    }

    private static func words(_ verdict: Agreement.Verdict) -> ReportTable.Cell {
        switch verdict {
        case .agrees: .init("agrees", tone: .good)
        case .differs: .init("differs", tone: .bad)
        case .notComparable: "not comparable"
        case .noAnswer: .init("no answer", tone: .bad)
        }
    }

    /// The quantities in the order in which they first occur.
    private var quantities: [String] {
        var names: [String] = []
        for difference in agreements.flatMap(\.differences) where !names.contains(difference.quantity) {
            names.append(difference.quantity)
        }
        return names
    }

    private var differences: Report.Section {
        let notes = agreements.compactMap { agreement in agreement.note.map { "\(agreement.subject): \($0)." } }
        return Report.Section(
            "Differences",
            paragraphs: [
                "Every problem is solved twice, by the solver under check and by a general interior-point method. An "
                    + "exclamation mark stands beside a difference above its limit."
            ] + notes.prefix(Self.mostNotes), tables: [table])
    }

    /// The most notes that are told.
    private static let mostNotes = 20
    /// The most comparisons that have columns of the table; more of them are its rows.
    private static let mostColumns = 12

    private var table: ReportTable {
        let caption = "Difference of every quantity, by comparison"
        let quantities = quantities
        let limits = quantities.map { quantity -> ReportTable.Cell in
            let limits = agreements.flatMap(\.differences).filter { $0.quantity == quantity }.map(\.limit)
            return .init(limits.max().map(NumberText.short) ?? "–")
        }
        func cell(_ quantity: String, _ agreement: Agreement) -> ReportTable.Cell {
            guard let difference = agreement.differences.first(where: { $0.quantity == quantity }) else { return "–" }
            return .init(
                NumberText.short(difference.value) + (difference.isWithin ? "" : " !"),
                tone: difference.isWithin ? nil : .bad)
        }
        guard agreements.count > Self.mostColumns else {
            return ReportTable(
                caption, columns: [.text("Quantity"), .number("Limit")] + agreements.map { .number($0.subject) },
                rows: zip(quantities, limits).map { quantity, limit in
                    [.init(quantity), limit] + agreements.map { cell(quantity, $0) }
                })
        }
        return ReportTable(
            caption, columns: [.text("Comparison")] + quantities.map { .number($0) },
            rows: [["limit"] + limits]
                + agreements.map { agreement in
                    [.init(agreement.subject)] + quantities.map { cell($0, agreement) }
                })
    }

    private var residuals: Report.Section {
        let series = [
            ("KKT", "kkt residual"), ("KKT by BLAS", "kkt residual, BLAS"),
            ("interior point", "interior residual"),
        ].enumerated().map { look, names in
            let points = agreements.enumerated().compactMap { place, agreement in
                agreement[names.1].map { (x: Double(place + 1), y: max($0, ReportFigure.smallestResidual)) }
            }
            let kept = PointReduction.indices(count: points.count).map { points[$0] }
            return Series.curve(names.0, x: kept.map(\.x), y: kept.map(\.y), look: look)
        }
        let limit = agreements.flatMap(\.differences).first { $0.quantity.hasPrefix("kkt residual") }?.limit
        let width = Double(agreements.count)
        let line = limit.map { Series("limit", x: [0.6, width + 0.4], y: [$0, $0], style: .line, look: 6) }
        let ticks = agreements.indices.map { Axis.Tick(Double($0 + 1), "\($0 + 1)") }
        let figure = ReportFigure(
            "Scaled KKT residuals",
            description:
                "The largest scaled residual of the optimality conditions (18) to (20), by comparison in the order "
                + "of the table. A residual of 0 is drawn at \(NumberText.short(ReportFigure.smallestResidual)).",
            x: Axis("comparison", ticks: agreements.count > Self.mostColumns ? nil : ticks),
            y: Axis("scaled residual", scale: .logarithmic), series: series + [line].compactMap { $0 })
        let hasResiduals = series.contains { !$0.x.isEmpty }
        return Report.Section(
            "KKT residuals", paragraphs: hasResiduals ? [] : ["No comparison has residuals."],
            figures: hasResiduals ? [figure].compactMap { $0 } : [])
    }

    private var effort: Report.Section {
        Report.Section(
            "Effort",
            tables: [
                ReportTable(
                    "Time of both methods",
                    columns: [
                        .text("Comparison"), .number("Objective"), .number("Solver (s)"), .number("Interior point (s)"),
                        .number("Its iterations"), .text("Verdict"),
                    ],
                    rows: agreements.map { agreement in
                        [
                            .init(agreement.subject), .init(agreement.objective.map(NumberText.amount) ?? "–"),
                            .init(NumberText.short(agreement.solverSeconds)),
                            .init(NumberText.short(agreement.interiorPointSeconds)), .init("\(agreement.iterations)"),
                            Self.words(agreement.verdict),
                        ]
                    })
            ])
    }
}

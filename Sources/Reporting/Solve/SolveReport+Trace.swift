import Plotting
import SuccessiveConvex

extension SolveReport {
    /// What the paper's method did, one P2 after the other; nil for other methods.
    var traceSection: Report.Section? {
        guard !trace.isEmpty else { return nil }
        let kept = PointReduction.indices(count: trace.count)
        var note: String?
        if kept.count < trace.count {
            note = "\(kept.count) of \(NumberText.grouped(trace.count)) sub-problems P2 are shown."
        }
        let unit = AxisUnit(for: [Double(trace.count)])
        let places = unit.scaled(kept.map { Double($0 + 1) })
        func figure(
            _ caption: String, _ description: String, _ label: String, scale: Axis.Scale = .linear, _ series: [Series]
        ) -> ReportFigure? {
            ReportFigure(
                caption, description: description, note: note, x: unit.axis("P2 solved"), y: Axis(label, scale: scale),
                series: series)
        }
        func curve(_ name: String?, _ look: Int, _ value: (SuccessiveConvexIteration) -> Double) -> Series {
            .curve(name, x: places, y: kept.map { value(trace[$0]) }, look: look)
        }
        func level(_ name: String, _ look: Int, _ value: Double?) -> Series {
            let ends = value == nil ? [] : [places[0], places[places.count - 1]]
            return Series(name, x: ends, y: ends.map { _ in value ?? 0 }, style: .line, look: look)
        }
        let figures = [
            figure(
                "Objective of the paper's method",
                "The objective (8) with decisions between 0 and 1 as they are, beside that of the plan made of it and the "
                    + "proven bound.", "objective",
                [
                    curve("relaxed", 0, \.relaxedObjective), level("bound", 1, plan.lowerBound),
                    level("plan", 2, plan.outcome?.objective),
                ]),
            figure(
                "Penalised objective and surrogate",
                "The linearised penalised objective and the surrogate (15), which is an upper bound of it.",
                "objective with penalty",
                [curve("penalised", 0, \.penalisedObjective), curve("surrogate", 1, \.surrogate)]),
            figure(
                "Distance of the decisions from 0 and 1", "The largest distance of any user, at most one half.",
                "largest distance", [curve(nil, 0, \.distanceFromBinary)]),
            figure(
                "Multiplier of the budget", "δ of the P2 solved, see (19) and (20).", "δ", [curve(nil, 0, \.multiplier)]
            ),
            figure(
                "Scaled KKT residuals",
                "The largest scaled residual of the optimality conditions (18) to (20) of each P2. A residual of 0 is "
                    + "drawn at \(NumberText.short(ReportFigure.smallestResidual)).", "scaled residual",
                scale: .logarithmic,
                [curve(nil, 0) { max($0.residual, ReportFigure.smallestResidual) }]),
        ]
        let last = trace[trace.count - 1]
        return Report.Section(
            "Trace of the paper's method",
            paragraphs: [
                "\(NumberText.count(trace.count, "sub-problem")) P2 in "
                    + "\(NumberText.count(last.subproblem, "outer iteration")) of Algorithm 3; the penalty τ ended at "
                    + "\(NumberText.amount(last.penalty))."
            ],
            figures: figures.compactMap { $0 }, tables: [traceTable])
    }

    private var traceTable: ReportTable {
        ReportTable(
            "Every P2",
            columns: [
                .number("Outer"), .number("Inner"), .number("τ"), .number("Relaxed objective"), .number("Penalised"),
                .number("Surrogate"), .number("From 0 and 1"), .number("δ"), .number("Largest change"),
                .number("KKT residual"),
            ],
            rows: trace.map { row in
                [
                    .init("\(row.subproblem)"), .init("\(row.iteration)"), .init(NumberText.amount(row.penalty)),
                    .init(NumberText.amount(row.relaxedObjective)), .init(NumberText.amount(row.penalisedObjective)),
                    .init(NumberText.amount(row.surrogate)), .init(NumberText.short(row.distanceFromBinary)),
                    .init(NumberText.amount(row.multiplier)), .init(NumberText.short(row.change)),
                    .init(NumberText.short(row.residual)),
                ]
            }, isFolded: true)
    }
}

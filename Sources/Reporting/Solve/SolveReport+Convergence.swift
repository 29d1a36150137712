import OffloadModel
import Plotting

extension SolveReport {
    /// How bound and plan approached each other; nil if the solver had nothing to report.
    var convergenceSection: Report.Section? {
        guard !iterations.isEmpty else { return nil }
        let kept = PointReduction.indices(count: iterations.count).map { iterations[$0] }
        var note: String?
        if kept.count < iterations.count {
            note = "\(kept.count) of \(NumberText.grouped(iterations.count)) iterations are shown."
        }
        let table = ReportTable(
            "Iterations",
            columns: [
                .number("Iteration"), .number("Plan"), .number("Bound"), .number("Relative gap"), .number("Price"),
                .number("Passes"), .number("Seconds"),
            ],
            rows: iterations.map { record in
                [
                    .init("\(record.iteration)"), .init(record.primal.map(NumberText.exact) ?? "–"),
                    .init(record.dual.map(NumberText.exact) ?? "–"),
                    .init(record.relativeGap.map(NumberText.short) ?? "–"), .init(NumberText.amount(record.price)),
                    .init("\(record.passes)"), .init(NumberText.short(record.seconds)),
                ]
            }, isFolded: true)
        let paragraphs = [
            (isCertified ? "" : "The certified bound was found beside the plan of the method \(plan.method). ")
                + "\(NumberText.count(iterations.count, "iteration")), each a price tried or a node explored."
        ]
        return Report.Section(
            isCertified ? "Convergence" : "Convergence of the bound", paragraphs: paragraphs,
            figures: [boundFigure(kept, note), distanceFigure(kept, note)].compactMap { $0 }, tables: [table])
    }

    /// Bound and plan by iteration, if there is more than one to see.
    private func boundFigure(_ records: [IterationRecord], _ note: String?) -> ReportFigure? {
        guard records.count > 1 else { return nil }
        let unit = AxisUnit(for: [Double(iterations.count)])
        let (plans, bounds) = courses(records, in: unit)
        return ReportFigure(
            "Bound and plan by iteration",
            description:
                "The objective of the best plan falls and the best bound rises until they meet; the last point is "
                + "the outcome.",
            note: note, x: axis(unit), y: Axis("objective"),
            series: [
                .curve("best plan", x: plans.map(\.x), y: plans.map(\.y), look: 1),
                .curve("proven bound", x: bounds.map(\.x), y: bounds.map(\.y), look: 0),
            ])
    }

    /// How far both still were from the other's end, on a logarithmic axis.
    private func distanceFigure(_ records: [IterationRecord], _ note: String?) -> ReportFigure? {
        guard records.count > 1 else { return nil }
        let unit = AxisUnit(for: [Double(iterations.count)])
        let (plans, bounds) = courses(records, in: unit)
        guard let bound = plan.lowerBound else { return nil }
        let best = isCertified ? plan.outcome?.objective ?? bound : bound
        func distance(_ value: Double, _ end: Double) -> Double {
            abs(value - end) / max(abs(value), abs(end), .leastNormalMagnitude)
        }
        return ReportFigure(
            "What was left of the gap",
            description:
                "The relative distance of the best plan from the final bound, and of the best bound from the final "
                + "objective; a distance of 0 has no place on the logarithmic axis.",
            note: note, x: axis(unit), y: Axis("relative distance", scale: .logarithmic),
            series: [
                .curve("best plan", x: plans.map(\.x), y: plans.map { distance($0.y, bound) }, look: 1),
                .curve("proven bound", x: bounds.map(\.x), y: bounds.map { distance($0.y, best) }, look: 0),
            ])
    }

    /// The axis of iterations, and of the outcome behind them; few of them are counted one by one.
    private func axis(_ unit: AxisUnit) -> Axis {
        var axis = unit.axis("iteration")
        if iterations.count < 10 { axis.ticks = (1...iterations.count + 1).map { .init(Double($0), "\($0)") } }
        return axis
    }

    /// The best plan and the best bound known at each iteration, and in the end.
    private func courses(
        _ records: [IterationRecord], in unit: AxisUnit
    ) -> (plans: [(x: Double, y: Double)], bounds: [(x: Double, y: Double)]) {
        var plans: [(x: Double, y: Double)] = []
        var bounds: [(x: Double, y: Double)] = []
        for record in records {
            let place = Double(record.iteration) / unit.factor
            if let primal = record.primal, primal.isFinite { plans.append((place, primal)) }
            if let dual = record.dual, dual.isFinite { bounds.append((place, dual)) }
        }
        let end = Double(iterations.count + 1) / unit.factor
        if isCertified, let objective = plan.outcome?.objective { plans.append((end, objective)) }
        if let bound = plan.lowerBound { bounds.append((end, bound)) }
        return (plans, bounds)
    }
}

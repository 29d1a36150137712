import OffloadModel
import Plotting
import ScenarioFiles
import SuccessiveConvex

extension Reproduction {
    /// How far the paper's method ends from the optimum: a ``StartPointStudy`` of the preset's users.
    func gapFigure(_ solves: FigureSolves, _ report: (Double) -> Void) throws -> ReproducedFigure? {
        let scenario = try PaperPopulation(users: settings.users, seed: settings.seed).scenario
        var study = StartPointStudySettings()
        study.seeds = settings.seeds
        study.threads = settings.threads
        study.kernels = settings.kernels
        var finished = 0
        let total = study.starts.count * study.penalties.count
        let result = try StartPointStudy(study).run(
            try OffloadProblem(scenario), while: solves.mayContinue,
            onRow: { _ in
                finished += 1
                report(Double(finished) / Double(total))
            })
        if result.status == .stopped { return nil }
        guard result.status == .optimal, result.rows.count == total else {
            throw ReproductionError(scenario: scenario.name, method: "study", status: result.status)
        }
        // The penalties stand beside each other within the place of a start point.
        let distance = 0.7 / Double(study.penalties.count)
        let series = study.penalties.enumerated().map { index, penalty in
            let rows = result.rows.filter { $0.penalty == penalty }
            let shift = (Double(index) - Double(study.penalties.count - 1) / 2) * distance
            return Series(
                Self.title(penalty), x: rows.indices.map { Double($0) + shift },
                y: rows.map { 100 * $0.gaps.median },
                interval: .init(lower: rows.map { 100 * $0.gaps.least }, upper: rows.map { 100 * $0.gaps.largest }),
                style: .points)
        }
        let largest = result.rows.map { 100 * $0.gaps.largest }.max() ?? 0
        let figure = Figure(
            title: "The paper's method by start point and penalty τ",
            x: Axis(
                "start point", range: -0.5...(Double(study.starts.count) - 0.5),
                ticks: study.starts.enumerated().map { .init(Double($0), title($1)) }),
            y: Axis("gap to the proven optimum (%)", range: -0.02 * max(largest, 1)...1.1 * max(largest, 1)),
            series: series, legend: .below, size: .init(width: 800, height: 520))
        return ReproducedFigure(
            name: .gaps, drawings: [.init(name: "gaps", figure: figure)], table: result.csv, scenarios: [scenario],
            isMeasured: false)
    }

    private static func title(_ penalty: PenaltySchedule) -> String {
        if penalty.growth > 1 { return "τ from \(number(penalty.first)) to \(number(penalty.last))" }
        return penalty.last == 1e5 ? "τ = 10⁵, the paper's" : "τ = \(number(penalty.last))"
    }

    private static func number(_ value: Double) -> String { DecimalText.significant(value, digits: 6) }

    private func title(_ start: StartChoice) -> String {
        switch start {
        case .half: "½"
        case .random: "random (\(settings.seeds))"
        case .local: "all local"
        case .edge: "all edge"
        case .greedy: "greedy"
        case .certified: "optimum"
        }
    }
}

import OffloadModel
import Plotting
import ScenarioFiles
import SuccessiveConvex
import VectorKernels

extension Reproduction {
    /// Above this N the paper's method is timed once only.
    static let oftenTimedUsers = 10_000

    /// Seconds against N: the certified solve, the paper's method up to a tenth of the largest N, and one streaming pass,
    /// which is what memory allows.
    ///
    /// The scenarios are those of `stepwell generate --family hetero --tightness 0.3`. Each time is that of the solve
    /// alone, from `OffloadProblem` to plan and bound.
    func scalingFigure(_ solves: FigureSolves, _ report: (Double) -> Void) throws -> ReproducedFigure? {
        let sizes = Self.sizes(upTo: settings.largestUsers)
        let work = sizes.map { Double($0) }.reduce(0, +)
        var done = 0.0
        var rows = ScalingRows()
        for users in sizes {
            guard solves.mayContinue() else { return nil }
            let scenario = try ScenarioGenerator(family: .hetero, users: users, seed: settings.seed).scenario()
            let problem = try OffloadProblem(scenario)
            guard let best = try solves.certified(scenario, problem),
                let certified = try timed(
                    settings.repetitions, solves, { try solves.certifiedResult(problem).status != .stopped })
            else { return nil }
            rows.add("certified", users, certified, best, settings.seed)
            if users <= max(settings.largestUsers / 10, 1000) {
                let repetitions = users > Self.oftenTimedUsers ? 1 : settings.repetitions
                var result: SuccessiveConvexResult?
                let seconds = try timed(repetitions, solves) {
                    result = try solves.paperResult(problem)
                    return result?.status != .stopped
                }
                guard let seconds else { return nil }
                let plan = try result.flatMap {
                    try solves.describe($0, scenario, problem, lowerBound: best.lowerBound)
                }
                rows.add("paper", users, seconds, plan, settings.seed)
            }
            var pass = StreamingPass(count: users, kernels: settings.kernels)
            var sum = try pass.run(over: problem.edge)
            let streaming = try timed(settings.repetitions, solves) {
                sum += try pass.run(over: problem.edge)
                return sum.isFinite
            }
            guard let streaming else { return nil }
            rows.add("streaming pass", users, streaming, nil, settings.seed)
            done += Double(users)
            report(done / work)
        }
        let figure = Figure(
            title: "Time of one solve (median and range)",
            x: Axis("users N", scale: .logarithmic), y: Axis("time (s)", scale: .logarithmic),
            series: [
                rows.series("paper", "the paper's method", look: 1),
                rows.series("certified", "certified optimum, gap 10⁻⁹, \(settings.threads) threads", look: 0),
                rows.series("streaming pass", "one streaming pass over memory", look: 2),
            ],
            legend: .below, size: .init(width: 800, height: 540))
        return ReproducedFigure(
            name: .scaling, drawings: [.init(name: "scaling", figure: figure)], table: rows.table, scenarios: [],
            isMeasured: true)
    }

    /// 10, 30, 100, 300 and so on, and the largest.
    static func sizes(upTo largest: Int) -> [Int] {
        var sizes: [Int] = []
        var decade = 10
        while decade <= largest {
            sizes += [decade, 3 * decade].filter { $0 <= largest }
            decade *= 10
        }
        if sizes.last != largest { sizes.append(largest) }
        return sizes
    }

    /// The seconds of each of some runs; nil if one was stopped.
    private func timed(
        _ repetitions: Int, _ solves: FigureSolves, _ body: () throws -> Bool
    ) throws -> Spread? {
        var seconds: [Double] = []
        for _ in 0..<repetitions {
            guard solves.mayContinue() else { return nil }
            let start = ContinuousClock.now
            guard try body() else { return nil }
            seconds.append((ContinuousClock.now - start) / .seconds(1))
        }
        return Spread(seconds)
    }
}

/// The numbers of the figure `scaling`.
private struct ScalingRows {
    private var points: [(method: String, users: Int, seconds: Spread)] = []
    private(set) var table = CSVTable(columns: [
        "users", "method", "leastSeconds", "medianSeconds", "largestSeconds", "objective", "gap", "scenario",
    ])

    mutating func add(_ method: String, _ users: Int, _ seconds: Spread, _ plan: FigurePlan?, _ seed: UInt64) {
        points.append((method, users, seconds))
        table.add([
            "\(users)", method, "\(seconds.least)", "\(seconds.median)", "\(seconds.largest)",
            plan.map { "\($0.objective)" } ?? "", plan.map { "\($0.gap)" } ?? "",
            "stepwell generate --family hetero --users \(users) --seed \(seed) --output scenario.json",
        ])
    }

    func series(_ method: String, _ name: String, look: Int) -> Series {
        let points = points.filter { $0.method == method }
        return Series(
            name, x: points.map { Double($0.users) }, y: points.map(\.seconds.median),
            interval: .init(lower: points.map(\.seconds.least), upper: points.map(\.seconds.largest)), look: look)
    }
}

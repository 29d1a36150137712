import BatchSolving
import CertifiedSolving
import OffloadModel
import ScenarioFiles

/// Solves a scenario again and again while entries of it vary, by one or more methods.
///
/// Points are taken in short chains along the path; in a chain the certified solver starts from the price of the
/// point before. Chains and their seeds are shared out to threads, but their boundaries do not depend on how many there
/// are, so the rows have the same bits for every number of threads.
public struct Sweep: Sendable {
    /// The settings, valid.
    public let settings: SweepSettings

    /// A sweep with the given settings.
    ///
    /// - Throws: `SettingError` that names the setting, the value and what is allowed.
    public init(_ settings: SweepSettings) throws(SettingError) {
        try settings.validate()
        self.settings = settings
    }

    /// Runs the sweep.
    ///
    /// Every point is checked before the first one is solved. A point at which no plan exists is a row that says so.
    ///
    /// - Parameters:
    ///   - scenario: what varies.
    ///   - mayContinue: asked every few thousand users by every solver, on any of the threads.
    ///   - onProgress: called with the share that is done, from 0 to 1, on the caller's thread.
    ///   - onRow: called with every finished row in the order of the points, on the caller's thread.
    /// - Throws: `SettingError` if a value makes the scenario invalid, and what `onRow` throws.
    public func run(
        _ scenario: Scenario, while mayContinue: @Sendable () -> Bool = { true },
        onProgress: (Double) -> Void = { _ in }, onRow: (SweepRow) throws -> Void = { _ in }
    ) throws -> SweepResult {
        let variation = ScenarioVariation(scenario: scenario, axes: settings.axes, jitter: settings.jitter)
        for point in 0..<variation.pointCount {
            _ = try variation.problem(of: variation.scenario(at: point), at: point)
            guard mayContinue() else { break }
        }
        let chains = SweepChains(points: variation.pointCount, seeds: settings.methods.map(settings.runs).max() ?? 1)
        var pieces = chains.makeIterator()
        var result = SweepResult(axes: settings.axes)
        var waiting: [SweepPiece.Outcome] = []
        var finished = 0
        var isCut = false
        try withoutActuallyEscaping(mayContinue) { mayContinue in
            let solving = try SweepPointSolver(
                variation: variation, settings: settings, isAlone: chains.count == 1, mayContinue: mayContinue)
            try OrderedPipeline(threads: settings.certified.threads, groupSize: 1).run(
                take: { mayContinue() ? pieces.next() : nil }, room: { SolveWorkspace() },
                work: { solving.outcome(of: $0, using: &$1) },
                deliver: { outcomes in
                    for outcome in outcomes {
                        waiting.append(outcome)
                        finished += 1
                        onProgress(Double(finished) / Double(chains.count))
                        guard waiting.count == chains.seeds else { continue }
                        // After a stop, what was solved behind a gap is left out: the rows are the first ones.
                        let rows = isCut ? [] : try rows(of: waiting, variation)
                        for row in rows {
                            result.rows.append(row)
                            try onRow(row)
                        }
                        let points = try waiting[0].get().piece.points
                        isCut = isCut || rows.count < points.count * settings.methods.count
                        waiting.removeAll(keepingCapacity: true)
                    }
                })
        }
        result.wasStopped = result.rows.count < variation.pointCount * settings.methods.count
        return result
    }

    /// The rows of a chain from the outcomes of its seeds, as far as all of them came.
    private func rows(of outcomes: [SweepPiece.Outcome], _ variation: ScenarioVariation) throws -> [SweepRow] {
        let seeds = try outcomes.map { try $0.get() }
        var rows: [SweepRow] = []
        for position in 0..<(seeds.map(\.points.count).min() ?? 0) {
            for (place, method) in settings.methods.enumerated() {
                let runs = seeds.prefix(settings.runs(of: method)).compactMap { $0.points[position][place] }
                rows.append(
                    SweepRow(
                        values: variation.values(of: seeds[0].piece.points.lowerBound + position), method: method,
                        runs: runs))
            }
        }
        return rows
    }
}

import Experiments
import OffloadModel
import SuccessiveConvex
import TestSupport
import Testing

/// The study of start points: every column recomputed from runs that are made here, by other means where there are any.
@Suite struct StartPointStudyTests {
    static let names = ["hetero-n1-t30", "hetero-n2-t70", "hetero-n5-t30", "hetero-n12-t30", "hetero-n30-t70"]

    private static func settings(seeds: Int = 4) -> StartPointStudySettings {
        var settings = StartPointStudySettings()
        settings.seeds = seeds
        return settings
    }

    /// The outcome of one run and how many decisions ever moved from its rounded start.
    private struct Expected {
        var objective: Double
        var moved: Int
        var iterations: Int
        var converged: Bool
    }

    private static func runs(
        _ problem: OffloadProblem, _ start: StartChoice, _ penalty: PenaltySchedule, seeds: Int
    ) throws -> [Expected] {
        let points: [StartPoint] =
            switch start {
            case .half: [.middle]
            case .random: (1...seeds).map { .random(seed: UInt64($0)) }
            case .local:
                [
                    .plan(
                        Plan(
                            sites: Array(repeating: false, count: problem.count),
                            steps: (0..<problem.count).map {
                                BruteForce.minimiser(of: problem.local[$0], price: 0)
                            }))
                ]
            case .edge: [.plan(try #require(Baseline.allEdge.solve(problem).plan))]
            case .greedy: [.plan(try #require(Baseline.greedy.solve(problem).plan))]
            case .certified: []
            }
        return try points.map { point in
            var settings = SuccessiveConvexSettings()
            settings.start = point
            settings.firstPenalty = penalty.first
            settings.penaltyGrowth = penalty.growth
            settings.penalty = penalty.last
            let result = try SuccessiveConvexSolver(settings).solve(problem)
            let plan = try #require(result.plan)
            return Expected(
                objective: plan.cost(in: problem),
                moved: result.hasMoved.filter { $0 }.count,
                iterations: result.trace.count, converged: result.statistics.hasConverged)
        }
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let count = sorted.count
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    }

    @Test(arguments: names) func everyColumnIsRecomputed(name: String) throws {
        let problem = try ReferenceInstances.problem(name)
        let optimum = try #require(ReferenceInstances.optima.first { $0.name == name }?.objective)
        let settings = Self.settings()
        let result = try StartPointStudy(settings).run(problem)
        #expect(result.status == .optimal)
        #expect(abs(try #require(result.optimum) - optimum) <= 2e-9 * abs(optimum))
        #expect(try #require(result.lowerBound) <= optimum + 2e-9 * abs(optimum))
        #expect(result.rows.count == settings.starts.count * settings.penalties.count)
        for row in result.rows where row.start != .certified {
            let runs = try Self.runs(problem, row.start, row.penalty, seeds: 4)
            let objectives = runs.map(\.objective)
            let context = "\(name) \(row.start) \(row.penalty)"
            #expect(row.users == problem.count && row.runs.count == runs.count, "\(context)")
            #expect(row.convergedRuns == runs.filter(\.converged).count, "\(context)")
            for (found, expected) in [
                (row.objectives.least, objectives.min()), (row.objectives.median, Self.median(objectives)),
                (row.objectives.largest, objectives.max()),
            ] {
                #expect(abs(found - (expected ?? .nan)) <= 1e-9 * abs(found), "\(context)")
            }
            let gaps = objectives.map { ($0 - optimum) / max(abs($0), abs(optimum)) }
            for (found, expected) in [
                (row.gaps.least, gaps.min()), (row.gaps.median, Self.median(gaps)), (row.gaps.largest, gaps.max()),
            ] {
                #expect(abs(found - (expected ?? .nan)) <= 1e-8, "\(context)")
            }
            let moved = runs.map { Double($0.moved) }
            #expect(row.movedDecisions.least == moved.min() && row.movedDecisions.largest == moved.max(), "\(context)")
            #expect(row.movedDecisions.median == Self.median(moved), "\(context)")
            let iterations = runs.map { Double($0.iterations) }
            if row.start != .local {
                #expect(row.iterations.median == Self.median(iterations), "\(context)")
                #expect(row.iterations.least == iterations.min(), "\(context)")
                #expect(row.iterations.largest == iterations.max(), "\(context)")
            }
        }
    }

    /// With the paper's τ the start decides, so that the optimal plan stays what it is.
    @Test func theCertifiedStartIsKeptByALargePenalty() throws {
        for name in Self.names {
            var settings = Self.settings()
            settings.starts = [.certified]
            settings.penalties = [try PenaltySchedule(constant: 1e5)]
            let rows = try StartPointStudy(settings).run(try ReferenceInstances.problem(name)).rows
            #expect(rows.map(\.movedDecisions.largest) == [0], "\(name)")
            #expect(rows[0].gaps.largest <= 1e-8, "\(name)")
        }
    }

    @Test func infeasibleProblemsHaveNoRows() throws {
        let result = try StartPointStudy(Self.settings()).run(try ReferenceInstances.problem("infeasible-budget-n60"))
        guard case .infeasible = result.status else {
            Issue.record("\(result.status)")
            return
        }
        #expect(result.rows.isEmpty && result.optimum == nil && result.lowerBound == nil)
    }

    @Test func theCallerStopsTheStudy() throws {
        let problem = try ReferenceInstances.problem("hetero-n30-t30")
        let stop = StopAfter(calls: 3)
        let result = try StartPointStudy(Self.settings()).run(
            problem, while: { !stop.hasCome }, onRow: { _ in _ = stop.isDue })
        #expect(result.status == .stopped && result.rows.count == 3)
        #expect(result.optimum != nil)
    }

    /// A row that cannot be written ends the study at once.
    @Test func anErrorOfARowEndsTheStudy() throws {
        struct NoSpace: Error {}
        let problem = try ReferenceInstances.problem("hetero-n12-t30")
        var rows = 0
        #expect(throws: NoSpace.self) {
            try StartPointStudy(Self.settings()).run(
                problem,
                onRow: { _ in
                    rows += 1
                    throw NoSpace()
                })
        }
        #expect(rows == 1)
    }

    @Test func repeatedStudiesAreIdentical() throws {
        let problem = try ReferenceInstances.problem("hetero-n30-t30")
        let first = try StartPointStudy(Self.settings()).run(problem)
        let second = try StartPointStudy(Self.settings()).run(problem)
        #expect(first.rows == second.rows && first.csv == second.csv)
    }

    @Test func settingsAreChecked() throws {
        for change: (inout StartPointStudySettings) -> Void in [
            { $0.seeds = 0 }, { $0.penalties = [] }, { $0.starts = [] }, { $0.method.innerLimit = 0 },
        ] {
            var settings = StartPointStudySettings()
            change(&settings)
            #expect(throws: SettingError.self) { try StartPointStudy(settings) }
        }
        #expect(StartPointStudySettings.standardPenalties.count == StartPointStudySettings.standardPenaltyNames.count)
    }
}

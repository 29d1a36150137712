import CertifiedSolving
import Experiments
import OffloadModel
import ScenarioFiles
import SuccessiveConvex
import Synchronization
import TestSupport
import Testing

/// Sweeps: every row recomputed from scenarios that are put together here, by exhaustive search where that is possible.
@Suite struct SweepTests {
    private static func sweep(
        _ axes: [String], _ methods: [SolveMethod] = [.certified],
        _ change: (inout SweepSettings) throws -> Void = { _ in }
    ) throws -> Sweep {
        var settings = SweepSettings(axes: try axes.map { try SweepAxis($0) })
        settings.methods = methods
        try change(&settings)
        return try Sweep(settings)
    }

    private static func scenario(users: Int, seed: UInt64 = 1, tightness: Double = 0.4) throws -> Scenario {
        try ScenarioGenerator(family: .hetero, users: users, seed: seed, tightness: tightness).scenario()
    }

    /// The same scenario with parts replaced.
    private static func varied(
        _ scenario: Scenario, budget: Double? = nil, energy: Double? = nil, _ field: UserField? = nil,
        _ change: (Double) -> Double = { $0 }
    ) throws -> Scenario {
        var weights = scenario.weights
        weights.energy = energy ?? weights.energy
        var users = scenario.users
        if let field { users[field] = .perUser((0..<scenario.count).map { change(scenario[field][$0]) }) }
        return try Scenario(
            name: "", count: scenario.count, weights: weights,
            edge: EdgeServer(
                stepBudget: budget ?? scenario.edge.stepBudget, powerCoefficient: scenario.edge.powerCoefficient),
            users: users)
    }

    @Test func rowsAreTheGridInOrderAndOptimal() throws {
        let scenario = try Self.scenario(users: 6, tightness: 0.5)
        let result = try Self.sweep(
            ["edge.stepBudget=0,40,90", "users.localStepLimit*=0.5,1", "weights.energy=0.0001,0.001"],
            [.certified, .local]
        ).run(scenario)
        #expect(!result.wasStopped && !result.isInfeasible)
        var rows = result.rows[...]
        for budget in [0.0, 40, 90] {
            for factor in [0.5, 1] {
                for energy in [0.0001, 0.001] {
                    let point = try Self.varied(scenario, budget: budget, energy: energy, .localStepLimit) {
                        $0 * factor
                    }
                    let problem = try OffloadProblem(point)
                    let optimum = try #require(BruteForce.continuousOptimum(of: problem))
                    let row = rows.removeFirst()
                    #expect(row.values == [budget, factor, energy] && row.method == .certified)
                    #expect(row.status == "optimal" && row.runs == 1 && row.plans == 1)
                    let scale = BruteForce.scale(of: problem)
                    let found = try #require(row[.objective]).mean
                    #expect(abs(found - optimum) <= 2e-9 * abs(optimum) + 1e-12 * scale)
                    #expect(row[.objective]?.lower == nil)
                    #expect(try #require(row[.gap]).mean <= 1e-9)
                    #expect(try #require(row[.edgeStepsUsed]).mean <= budget)

                    let local = rows.removeFirst()
                    #expect(local.values == row.values && local.method == .local && local.status == "feasible")
                    let plan = try #require(Baseline.allLocal.solve(problem).plan)
                    let totals = PlanTotals(adding: plan, in: point)
                    #expect(local[.objective]?.mean == plan.cost(in: problem))
                    #expect(local[.time]?.mean == totals.time && local[.energy]?.mean == totals.energy)
                    #expect(local[.error]?.mean == totals.error && local[.utility]?.mean == totals.utility)
                    #expect(local[.offloadedCount]?.mean == 0 && local[.edgeStepsUsed]?.mean == 0)
                    #expect(local[.price] == nil && local[.lowerBound] == row[.lowerBound])
                }
            }
        }
        #expect(rows.isEmpty)
    }

    @Test func wholeStepsAreTheDynamicProgramsOptimum() throws {
        let scenario = try Self.scenario(users: 5, seed: 4)
        let result = try Self.sweep(["edge.stepBudget=0:120:15"]) { $0.certified.stepRule = .integer }.run(scenario)
        #expect(result.rows.count == 9)
        for row in result.rows {
            let problem = try OffloadProblem(Self.varied(scenario, budget: row.values[0]))
            let optimum = try #require(BruteForce.wholeOptimum(of: problem))
            let found = try #require(row[.objective]).mean
            #expect(abs(found - optimum) <= 2e-9 * abs(optimum))
        }
    }

    /// In chains of 16 the solver starts from the last price; every answer is that of a solve from nothing.
    @Test(arguments: [(StepRule.continuous, 30), (.integer, 30), (.continuous, 5000)])
    func warmStartsGiveTheAnswersOfColdOnes(rule: StepRule, users: Int) throws {
        let scenario = try Self.scenario(users: users, seed: 9)
        let points = users > 1000 ? 64 : Effort.isOptimised ? 256 : 48
        let step = 1.8 / Double(points)
        let axis = try SweepAxis(.stepBudget, .scale, values: (0..<points).map { 0.1 + step * Double($0) })
        var settings = SweepSettings(axes: [axis])
        settings.certified.stepRule = rule
        let result = try Sweep(settings).run(scenario)
        #expect(result.rows.count == points)
        let cold = try CertifiedSolver(.init(stepRule: rule))
        for row in result.rows {
            let problem = try OffloadProblem(
                Self.varied(scenario, budget: scenario.edge.stepBudget * row.values[0]))
            let answer = cold.solve(problem)
            let objective = try #require(answer.objective)
            let bound = try #require(answer.lowerBound)
            let warm = try #require(row[.objective]).mean
            #expect(row.status == "optimal" && answer.status == .optimal)
            // Either is within the gap of the optimum, which lies between bound and objective of both.
            let warmBound = try #require(row[.lowerBound]).mean
            #expect(warm >= bound - 1e-12 * abs(bound))
            #expect(warm <= objective + 1e-9 * abs(objective))
            #expect(warmBound <= objective)
            #expect(warmBound >= objective - 2e-9 * abs(objective))
        }
    }

    /// The limit is one of every solve: what proves nothing, and the plans to start from, end by it too.
    @Test func theTimeLimitHoldsForEveryMethod() throws {
        let scenario = try Self.scenario(users: 300)
        let result = try Self.sweep(["edge.stepBudget=500,900"], [.certified, .greedy, .random, .paper]) {
            $0.certified.timeLimit = 1e-9
            $0.start = .greedy
        }.run(scenario)
        for row in result.rows {
            #expect(row.status == "timeLimit" && row.plans == (row.method == .certified ? 1 : 0), "\(row.method)")
        }
        #expect(result.rows.count == 8)
    }

    @Test func rowsDoNotDependOnThreads() throws {
        let scenario = try Self.scenario(users: 12)
        func rows(_ threads: Int) throws -> [SweepRow] {
            try Self.sweep(["edge.stepBudget=10:200:5", "weights.energy*=1,3"], SolveMethod.allCases) {
                $0.seeds = 3
                $0.start = .random
                $0.jitter = try SweepJitter(0.2)
                $0.certified.threads = threads
            }.run(scenario).rows
        }
        let alone = try rows(1)
        #expect(alone.count == 39 * 2 * 6)
        #expect(try rows(2) == alone && rows(5) == alone)
    }

    /// Seeds 1, 2, … are those of the methods, and the interval is that of their objectives.
    @Test func seedsRedrawWhatIsRandom() throws {
        let scenario = try Self.scenario(users: 15, seed: 2)
        let result = try Self.sweep(["edge.stepBudget=150"], SolveMethod.allCases) {
            $0.seeds = 4
            $0.start = .random
        }.run(scenario)
        let problem = try OffloadProblem(scenario.withStepBudget(150))
        for row in result.rows {
            let isRandom = row.method == .random || row.method == .paper
            #expect(row.runs == (isRandom ? 4 : 1) && row.plans == row.runs)
            guard isRandom else { continue }
            let objectives = try (1...4).map { (seed: UInt64) in
                guard row.method == .paper else {
                    return try #require(Baseline.random(seed: seed).solve(problem).objective)
                }
                var settings = SuccessiveConvexSettings()
                settings.start = .random(seed: seed)
                return try #require(try SuccessiveConvexSolver(settings).solve(problem).objective)
            }
            #expect(row[.objective] == MeanEstimate(objectives))
            let bound = try #require(row[.lowerBound]).mean
            let gaps = objectives.map { PlanCertificate.relativeGap(objective: $0, lowerBound: bound) }
            #expect(row[.gap] == MeanEstimate(gaps))
        }
        let fixed = try Self.sweep(["edge.stepBudget=150"], [.paper]).run(scenario)
        #expect(fixed.rows[0].runs == 1)
        let half = try #require(try SuccessiveConvexSolver().solve(problem).objective)
        #expect(fixed.rows[0][.objective]?.mean == half)
    }

    @Test func jitterScattersUsersButNotPoints() throws {
        var users = try Self.scenario(users: 400).users
        users[.deadline] = .perUser((0..<400).map { $0 % 2 == 0 ? .infinity : 1 })
        users[.errorFloor] = .uniform(0.79)
        let plain = try Self.scenario(users: 400)
        let scenario = try Scenario(
            name: "", count: 400, weights: plain.weights, edge: plain.edge, users: users)
        let jitter = try SweepJitter(0.3, fields: [.utilityRate: 0, .uplinkTime: 0.5])
        let first = jitter.applied(to: scenario, seed: 1)
        #expect(first == jitter.applied(to: scenario, seed: 1))
        let second = jitter.applied(to: scenario, seed: 2)
        var factors: [[Double]] = []
        for field in UserField.allCases {
            guard let old = scenario.users[field], field != .utilityRate else {
                if field != .uplinkTime { #expect(first[field] == scenario.users[field]) }
                continue
            }
            guard field != .deadline, field != .errorFloor else { continue }
            let new = try #require(first[field])
            let ratios = (0..<400).map { new[$0] / old[$0] }
            factors.append(ratios)
            // Mean 1 within four standard deviations, 0.3/√(3·400) each; both ends reached.
            let mean = ratios.reduce(0, +) / 400
            #expect(abs(mean - 1) <= 4 * 0.3 / 1200.0.squareRoot())
            let (least, largest) = (try #require(ratios.min()), try #require(ratios.max()))
            #expect(least >= 0.7 - 1e-12 && least < 0.72)
            #expect(largest < 1.3 + 1e-12 && largest > 1.28)
            #expect(first[field] != second[field])
            // The draws of an entry do not depend on the other entries, nor on the values.
            let alone = try SweepJitter(0, fields: [field: 0.3]).applied(to: scenario, seed: 1)
            #expect(alone[field] == first[field])
        }
        // Different entries have different draws.
        #expect(Set(factors.map { $0[0] }).count == factors.count)
        let (floors, starts) = (try #require(first[.errorFloor]), try #require(first[.initialError]))
        let (deadlines, uplinks) = (try #require(first[.deadline]), try #require(first[.uplinkTime]))
        for user in 0..<400 {
            #expect(floors[user] <= starts[user] && uplinks[user] == 0)
            #expect((deadlines[user] == .infinity) == (user % 2 == 0))
        }

        // Every run of a sweep is the optimum of its own users.
        let small = try Self.scenario(users: 5)
        let rows = try Self.sweep(["edge.stepBudget=30,60"], [.certified, .greedy]) {
            $0.seeds = 3
            $0.jitter = jitter
        }.run(small).rows
        for row in rows where row.method == .certified {
            let optima = try (1...3).map { (seed: UInt64) in
                let jittered = try Scenario(
                    name: "", count: 5, weights: small.weights,
                    edge: EdgeServer(stepBudget: row.values[0], powerCoefficient: small.edge.powerCoefficient),
                    users: jitter.applied(to: small, seed: seed))
                return try #require(BruteForce.continuousOptimum(of: OffloadProblem(jittered)))
            }
            let expected = try #require(MeanEstimate(optima))
            let found = try #require(row[.objective])
            #expect(row.runs == 3)
            #expect(abs(found.mean - expected.mean) <= 2e-9 * abs(expected.mean))
            let (upper, expectedUpper) = (try #require(found.upper), try #require(expected.upper))
            #expect(abs(upper - expectedUpper) <= 2e-8 * abs(expected.mean))
        }
        #expect(rows.allSatisfy { $0.runs == 3 })
    }

    @Test func pointsWithoutAPlanAreRows() throws {
        let scenario = try Self.scenario(users: 8)
        let result = try Self.sweep(["users.minimumSteps=0,1000,2"], [.certified, .paper, .random, .greedy]) {
            $0.seeds = 2
        }.run(scenario)
        #expect(result.rows.map(\.plans) == [1, 1, 2, 1, 0, 0, 0, 0, 1, 1, 2, 1])
        for row in result.rows[4..<8] {
            #expect(row.status == "infeasible" && row[.objective] == nil && row[.gap] == nil)
        }
        #expect(!result.isInfeasible)
        #expect(try Self.sweep(["users.minimumSteps=1000"]).run(scenario).isInfeasible)
        // The seeds for which there is a plan count, and the row says that there are others.
        let scattered = try Self.sweep(["users.minimumSteps=9.9"], [.certified]) {
            $0.seeds = 20
            $0.jitter = try SweepJitter(0, fields: [.localStepLimit: 0.9, .edgeStepLimit: 0.9])
        }.run(scenario).rows[0]
        #expect(scattered.runs == 20 && scattered.status == "infeasible")
        #expect(scattered.plans > 0 && scattered.plans < 20)
        #expect(scattered[.objective]?.count == scattered.plans)
    }

    @Test func invalidPointsAreNamedBeforeAnythingIsSolved() throws {
        let scenario = try Self.scenario(users: 4)
        for (axes, words) in [
            (["users.errorFloor=0,2"], ["users.errorFloor", "users.errorFloor = 2,", "initial error"]),
            (["edge.stepBudget=1,2", "users.initialError*=1e28", "users.errorDecay*=1"], []),
            (["users.initialError*=1,1e31"], ["users.initialError", "B of the local curve", "1e+30"]),
            (["users.initialError*=1e300,1e309"], ["inf"]),
            (["users.uplinkTime*=2"], ["users.uplinkTime", "default, 0"]), (["users.deadline*=2"], ["default, none"]),
            (["weights.energy=1e306"], ["weights.energy = 1e+306"]),
        ] {
            var rows = 0
            do {
                _ = try Self.sweep(axes).run(scenario, onRow: { _ in rows += 1 })
                #expect(words.isEmpty)
            } catch let error as SettingError {
                #expect(rows == 0)
                for word in words { #expect(error.description.contains(word), "\(error)") }
                #expect(!words.isEmpty)
            }
        }
    }

    @Test func stoppedSweepsHaveTheFirstRows() throws {
        let scenario = try Self.scenario(users: 20)
        let sweep = try Self.sweep(["edge.stepBudget=1:100:1"], [.certified, .random]) {
            $0.seeds = 3
            $0.certified.threads = 2
        }
        let questions = Atomic<Int>(0)
        let whole = try sweep.run(
            scenario,
            while: {
                questions.wrappingAdd(1, ordering: .relaxed)
                return true
            })
        #expect(whole.rows.count == 200 && !whole.wasStopped)
        let half = questions.load(ordering: .relaxed) / 2
        let asked = Atomic<Int>(0)
        let shares = Mutex<[Double]>([])
        let part = try sweep.run(
            scenario, while: { asked.wrappingAdd(1, ordering: .relaxed).newValue < half },
            onProgress: { share in shares.withLock { $0.append(share) } })
        #expect(part.wasStopped && part.rows.count < 200 && part.rows.count.isMultiple(of: 2))
        #expect(part.rows == Array(whole.rows.prefix(part.rows.count)))
        for stop in 1...Effort.rounds(40) {
            let asked = Atomic<Int>(0)
            // One thread is stopped in the middle of a piece while another still works.
            let cut = try sweep.run(
                scenario, while: { asked.wrappingAdd(1, ordering: .relaxed).newValue % (20 * stop) != 0 })
            #expect(cut.rows == Array(whole.rows.prefix(cut.rows.count)))
        }
        let told = shares.withLock { $0 }
        #expect(told == told.sorted())
        #expect(told.allSatisfy { $0 > 0 && $0 <= 1 })
        #expect(try sweep.run(scenario, while: { false }).rows.isEmpty)

        struct Full: Error {}
        var seen = 0
        #expect(throws: Full.self) {
            try sweep.run(
                scenario,
                onRow: { _ in
                    seen += 1
                    if seen == 7 { throw Full() }
                })
        }
        #expect(seen == 7)
    }

    @Test func rowsAreWritten() throws {
        let scenario = try Self.scenario(users: 6)
        let result = try Self.sweep(["edge.stepBudget=40", "users.initialError*=1,0.5"], [.certified, .random]) {
            $0.seeds = 2
        }.run(scenario)
        let csv = result.csv
        #expect(
            csv.columns.prefix(6) == ["edge.stepBudget", "users.initialError*", "method", "status", "runs", "plans"])
        #expect(csv.columns.count == 6 + 3 * SweepQuantity.allCases.count)
        for (row, cells) in zip(result.rows, csv.rows) {
            let entry = Dictionary(uniqueKeysWithValues: zip(csv.columns, cells))
            #expect(entry["edge.stepBudget"] == "40.0" && entry["users.initialError*"] == "\(row.values[1])")
            #expect(entry["method"] == row.method.rawValue && entry["runs"] == "\(row.runs)")
            for quantity in SweepQuantity.allCases {
                let estimate = row[quantity]
                #expect(entry[quantity.rawValue] == (estimate.map { "\($0.mean)" } ?? ""))
                #expect(entry[quantity.rawValue + "Lower"] == (estimate?.lower.map { "\($0)" } ?? ""))
                #expect(entry[quantity.rawValue + "Upper"] == (estimate?.upper.map { "\($0)" } ?? ""))
            }
            #expect((entry["price"] == "") == (row.method == .random))
            #expect((entry["priceBelow"] == "") == (row.method == .random))
        }
        let table = SweepTable(axes: result.axes)
        for row in result.rows { #expect(table.row(row).count == table.header.count) }
        #expect(table.row(result.rows[0]).hasSuffix("optimal"))
    }
}

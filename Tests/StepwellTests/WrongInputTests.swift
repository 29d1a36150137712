import Stepwell
import Testing

/// Arrays of the wrong length, users that are not there, negative counts, and numbers such as NaN, given to everything public
/// that takes arrays: an error is thrown or a violation named, but the process goes on.
///
/// A trap would end the whole run of the tests, so a call that comes back has passed; where more can be said, it is.
@Suite struct WrongInputTests {
    /// Draws lengths and numbers that are mostly wrong.
    struct Draw {
        private var state: UInt64

        init(seed: UInt64) {
            state = seed
        }

        mutating func word() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let mixed = state ^ state >> 29
            return (mixed &* 0xbf58_476d_1ce4_e5b9) ^ mixed >> 32
        }

        mutating func below(_ count: Int) -> Int { Int(word() % UInt64(count)) }

        mutating func one<Element>(of elements: [Element]) -> Element { elements[below(elements.count)] }

        mutating func number() -> Double {
            one(of: [
                .nan, .infinity, -.infinity, -1, -0.0, 0, .leastNonzeroMagnitude, 1e-300, 0.5, 1, 3, 17, 1e15, 1e30,
                1e100,
                1e300, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1e15.nextUp,
            ])
        }

        /// A number that is mostly right.
        mutating func fairNumber() -> Double { below(4) == 0 ? number() : Double(1 + below(20)) / 4 }

        mutating func count() -> Int { one(of: [Int.min, -1, 0, 1, 2, 3, 4, 5, 1000]) }

        /// As many numbers as asked, or another number of them.
        mutating func column(_ count: Int) -> [Double] {
            let length = below(4) == 0 ? max(count + below(5) - 2, 0) : count
            return (0..<length).map { _ in fairNumber() }
        }

        mutating func flags(_ count: Int) -> [Bool] { column(count).map { $0 > 2 } }

        mutating func curves(_ count: Int) -> CostCurves {
            CostCurves(
                constant: column(count), stepCost: column(count), errorWeight: column(count), errorDecay: column(count),
                utilityWeight: column(count), utilityRate: column(count), fewestSteps: column(count),
                mostSteps: column(count))
        }
    }

    private static let rounds: UInt64 = 300

    /// A problem of four users as it should be.
    private static func problem(stepBudget: Double = 40) throws -> OffloadProblem {
        func curves(_ stepCost: Double, _ most: Double) -> CostCurves {
            CostCurves(
                (0..<4).map { user in
                    CostCurve(
                        constant: -0.5, stepCost: stepCost, errorWeight: 0.15, errorDecay: 0.03 + 0.01 * Double(user),
                        utilityWeight: 0.5, utilityRate: 0.02, fewestSteps: 1, mostSteps: most)
                })
        }
        return try OffloadProblem(local: curves(0.004, 12), edge: curves(0.001, 60), stepBudget: stepBudget)
    }

    /// Runs a call that may throw, and says whether it did.
    @discardableResult
    private func refuses(_ call: () throws -> Void) -> Bool {
        do {
            try call()
            return false
        } catch {
            // One line that says something.
            #expect(!"\(error)".isEmpty && !"\(error)".contains("\n"))
            return true
        }
    }

    @Test func problemsAreCheckedBeforeTheyAreSolved() throws {
        var draw = Draw(seed: 1)
        let solver = try CertifiedSolver(.init(nodeLimit: 50))
        var solved = 0
        for _ in 0..<20 * Self.rounds {
            let count = 1 + draw.below(5)
            // Most columns are right, or no problem would ever be made.
            func curves() -> CostCurves {
                var curves = draw.curves(count)
                guard draw.below(6) > 0 else { return curves }
                let fair = (0..<count).map { _ in Double(1 + draw.below(20)) / 4 }
                curves = CostCurves(
                    constant: fair, stepCost: fair, errorWeight: fair, errorDecay: fair, utilityWeight: fair,
                    utilityRate: fair, fewestSteps: fair.map { $0 - 0.25 }, mostSteps: fair)
                switch draw.below(8) {
                case 0: curves.stepCost = draw.column(count)
                case 1: curves.fewestSteps = draw.column(count)
                case 2: curves.mostSteps = draw.column(count)
                case 3: curves.constant = draw.column(count)
                default: break
                }
                return curves
            }
            let (local, edge) = (curves(), curves())
            refuses {
                let problem = try OffloadProblem(local: local, edge: edge, stepBudget: draw.fairNumber())
                solved += 1
                let result = solver.solve(problem, startingFrom: draw.number())
                #expect(result.plan.map { $0.violation(in: problem) == nil } ?? true)
                #expect(result.objective.map(\.isFinite) ?? true)
                _ = solver.dualBound(of: problem, startingFrom: draw.number())
                refuses { _ = try problem.withStepBudget(draw.number()) }
                _ = problem.stepLimits(of: draw.count(), at: .edge, under: .integer)
            }
        }
        #expect(solved > 300)
    }

    @Test func plansAndProofsOfOtherProblemsAreNamed() throws {
        let problem = try Self.problem()
        var draw = Draw(seed: 2)
        var made = 0
        for _ in 0..<10 * Self.rounds {
            let size = draw.below(7)
            let (offloaded, steps) = (draw.flags(size), draw.column(size))
            guard let plan = try? Plan(offloaded: offloaded, steps: steps, stepRule: draw.one(of: StepRule.allCases))
            else {
                #expect(offloaded.count != steps.count)
                continue
            }
            made += 1
            let isRefused = refuses {
                let objective = try plan.objective(in: problem)
                #expect(objective.isFinite)
            }
            if plan.count != 4 { #expect(isRefused) }
            #expect(!isRefused || plan.violation(in: problem) != nil)
            var moved = plan
            refuses { try moved.move(user: draw.count(), to: .edge, steps: draw.number()) }
            let proof = (0..<draw.below(4)).map { _ in
                draw.one(of: [
                    BoundStep.price(draw.number()), .fixing(price: draw.number()), .count(limit: draw.count()),
                    .twins(user: draw.count(), limit: draw.count()),
                ])
            }
            let certificate = PlanCertificate(
                plan: moved, objective: draw.number(), lowerBound: draw.number(), proof: BoundProof(steps: proof))
            let findings = certificate.verify(for: problem)
            #expect(findings.failure != nil || moved.violation(in: problem) == nil)
        }
        #expect(made > 100)
    }

    @Test func settingsOutOfTheirRangesAreRefused() throws {
        var draw = Draw(seed: 3)
        for _ in 0..<Self.rounds {
            let gap = draw.number()
            let settings = CertifiedSolverSettings(
                relativeGap: gap, nodeLimit: draw.count(), timeLimit: draw.number(), threads: draw.count())
            let isRefused = refuses { _ = try CertifiedSolver(settings) }
            if !(gap > 0 && gap < 1) || settings.nodeLimit < 0 || settings.threads < 1 { #expect(isRefused) }
            refuses {
                var paper = SuccessiveConvexSettings()
                (paper.penalty, paper.innerLimit, paper.outerTolerance) = (draw.number(), draw.count(), draw.number())
                (paper.timeLimit, paper.interiorMargin) = (draw.number(), draw.number())
                _ = try SuccessiveConvexSolver(paper, threads: draw.count())
            }
            refuses { _ = try PenaltySchedule(first: draw.number(), growth: draw.number(), last: draw.number()) }
        }
        for threads in [Int.min, -1, 0] {
            #expect(throws: SettingError.self) { try SuccessiveConvexSolver(threads: threads) }
            #expect(throws: SettingError.self) { try BatchSolver(threads: threads) }
        }
        let problems = Array(repeating: try Self.problem(), count: 3)
        #expect(try BatchSolver(threads: .max).solve(problems).count == 3)
    }

    @Test func columnsOfTheKernelsMustFit() {
        var draw = Draw(seed: 4)
        let kernels = Kernels()
        for _ in 0..<10 * Self.rounds {
            let count = draw.below(40)
            let curves = draw.curves(count)
            let isRagged = Set(curves.columns.map(\.values.count)).count > 1
            let room = draw.one(of: [-1, 0, count, count, 50])
            let price = draw.number()
            var minima = MinimumColumns(count: room)
            let isRefused = refuses { try minima.minimise(curves, price: price, rule: .continuous, with: kernels) }
            #expect(isRefused == (isRagged || max(room, 0) < curves.count || !(price >= 0 && price <= 1e100)))
            var values = CurveValues()
            let steps = draw.column(count)
            #expect(
                refuses { try values.evaluate(curves, at: steps, with: kernels) }
                    == (isRagged || steps.count < curves.count))
            #expect(refuses { try values.evaluate(curves, atAbout: draw.number(), with: kernels) } == isRagged)
            let x = draw.column(count)
            var y = draw.column(count)
            let fits = x.count == y.count
            #expect(refuses { try kernels.exponentials(of: x, into: &y) } != fits)
            #expect(refuses { try kernels.logarithms(of: x, into: &y) } != fits)
            var pass = StreamingPass(count: room)
            #expect(refuses { _ = try pass.run(over: curves) } == (isRagged || max(room, 0) != curves.count))
        }
    }

    @Test func partsOfP2MustFit() throws {
        let problem = try Self.problem()
        let curves = ShiftedCurves(problem)
        var draw = Draw(seed: 5)
        var solved = 0
        for _ in 0..<10 * Self.rounds {
            refuses {
                let p2 = try P2Problem(
                    curves: curves, u: draw.column(4), v: draw.column(4), z: draw.column(4), penalty: draw.fairNumber(),
                    previous: draw.column(4).map { $0 / 8 }, stepBudget: draw.fairNumber())
                solved += 1
                var solution = KKTSolver().solve(p2)
                solution.steps = draw.column(4)
                _ = KKTSolver().solve(p2, startingFrom: solution)
                var workspace = KKTWorkspace()
                workspace.reset(count: draw.one(of: [-1, 0, 3, 4, 5]))
                workspace.multiplier = draw.number()
                _ = KKTSolver().solve(p2, in: &workspace)
                workspace.reset(steps: draw.column(4))
                _ = KKTSolver().solve(p2, in: &workspace)
                let (a, s) = (draw.column(4), draw.column(4))
                let fits = a.count == 4 && s.count == 4
                #expect(refuses { _ = try p2.objective(decisions: a, steps: s) } != fits)
                #expect(refuses { _ = try p2.demand(decisions: a, steps: s) } != fits)
            }
            refuses {
                _ = try P2Problem(
                    problem, decisions: draw.column(4).map { $0 / 8 }, steps: draw.column(4),
                    penalty: draw.fairNumber(),
                    previous: draw.below(2) == 0 ? nil : draw.column(4))
            }
            refuses {
                var settings = SuccessiveConvexSettings()
                settings.start = .given(decisions: draw.column(4).map { $0 / 8 }, steps: draw.column(4))
                (settings.outerLimit, settings.innerLimit) = (2, 2)
                _ = try SuccessiveConvexSolver(settings).solve(problem)
                settings.start = .plan(try Plan(offloaded: draw.flags(4), steps: draw.column(4)))
                _ = try SuccessiveConvexSolver(settings).solve(problem)
            }
        }
        #expect(solved > 30)
    }

    private static func scenario() throws -> Scenario {
        try ScenarioGenerator(family: .hetero, users: 4, seed: 1).scenario()
    }

    @Test func scenariosAndPlanFilesAreChecked() throws {
        let scenario = try Self.scenario()
        var draw = Draw(seed: 6)
        for _ in 0..<10 * Self.rounds {
            refuses {
                var users = scenario.users
                let field = draw.one(of: UserField.allCases)
                users[field] = draw.one(of: [.uniform(draw.number()), .perUser(draw.column(4)), nil])
                let changed = try Scenario(
                    name: "", count: draw.one(of: [4, 4, 4, draw.count()]), weights: scenario.weights,
                    edge: EdgeServer(stepBudget: draw.fairNumber(), powerCoefficient: draw.fairNumber()), users: users)
                _ = try OffloadProblem(changed)
            }
            refuses { _ = try scenario.totals(of: draw.count(), at: .edge, steps: draw.number()) }
            refuses { _ = try scenario.withStepBudget(draw.number()) }
            refuses {
                _ = try ScenarioGenerator(
                    family: draw.one(of: ScenarioFamily.allCases), users: draw.count(), seed: 1,
                    tightness: draw.number(), typeCount: draw.count()
                ).scenario()
            }
            refuses { _ = try Preset.paperPopulation(users: draw.one(of: [draw.count(), .max]), seed: 1) }
            guard let plan = try? Plan(offloaded: draw.flags(4), steps: draw.column(4)) else { continue }
            #expect(refuses { _ = try PlanTotals(of: plan, in: scenario) } == (plan.count != 4))
            refuses {
                let document = try PlanDocument(
                    status: draw.one(of: [
                        .optimal, .timeLimit, .feasible(relativeGap: 1), .infeasible(.user(draw.count())),
                    ]),
                    method: "certified", stepRule: .continuous, askedGap: draw.number(), plan: plan,
                    objective: draw.fairNumber(), lowerBound: draw.number(), price: draw.number(),
                    certificate: BoundProof(price: draw.number()),
                    statistics: PlanStatistics(nodes: draw.count(), passes: draw.count(), threads: draw.count()),
                    scenario: scenario)
                #expect(try !document.verify(against: scenario).holds)
                // A scenario of another number of users.
                let other = try ScenarioGenerator(family: .hetero, users: 5, seed: 1).scenario()
                #expect(try !document.verify(against: other).holds)
                #expect(try PlanDocument(json: document.json()) == document)
            }
        }
        #expect(throws: (any Error).self) { try InputFile.bytes(path: "/nowhere", limit: -1) }
        #expect(try InputFile.bytes(path: "/dev/null", limit: .max).isEmpty)
        #expect(try InputFile.bytes(path: "/dev/null", limit: .min).isEmpty)
    }

    /// A least-squares problem whose parts need not fit.
    private struct Ragged: LeastSquaresProblem {
        var lowerBounds: [Double]
        var upperBounds: [Double]
        var residualCount: Int
        var rows: Int
        var columns: Int

        func residuals(at parameters: [Double]) -> [Double] { (0..<residualCount).map { Double($0) } }

        func jacobian(at parameters: [Double]) -> Matrix { Matrix(repeating: 1, rows: rows, columns: columns) }
    }

    @Test func tablesAndFitsAreChecked() throws {
        var draw = Draw(seed: 7)
        for _ in 0..<10 * Self.rounds {
            refuses { _ = try StudentDistribution(degreesOfFreedom: draw.count()).centralProbability(draw.number()) }
            _ = MeanEstimate(draw.column(4))
            _ = Spread(draw.column(4))
            _ = RunsTest(draw.column(6)).probability
            var table = CSVTable(columns: draw.column(2).map { "\($0)" })
            let row = draw.column(2).map { "\($0)" }
            #expect(refuses { try table.append(row) } == (row.count != table.columns.count))
            _ = table.text
            refuses {
                let points = try StepMeasurements(
                    name: "fid", steps: draw.column(5), values: draw.column(5),
                    deviations: draw.below(2) == 0 ? nil : draw.column(5))
                let calibration = try Calibration(
                    points, of: draw.one(of: [.error, .utility]), floor: draw.one(of: FloorRule.allCases))
                _ = calibration.warnings
                _ = try calibration.scenarioValues(scale: draw.number())
            }
            let ragged = Ragged(
                lowerBounds: draw.column(2).map { _ in 0 }, upperBounds: draw.column(2).map { _ in 1 },
                residualCount: draw.below(5), rows: draw.below(5), columns: draw.below(4))
            let start = draw.column(2)
            let fits =
                ragged.lowerBounds.count == start.count && ragged.upperBounds.count == start.count
                && ragged.residualCount >= start.count && ragged.rows == ragged.residualCount
                && ragged.columns == start.count
            #expect(refuses { _ = try LevenbergMarquardt().minimize(ragged, from: start) } != fits)
        }
        _ = DecimalText.significant(1.5, digits: .max) + DecimalText.significant(1.5, digits: .min)
        _ = PhaseWork(passes: 1, users: .max, columns: .max, exponentials: 1)
    }

    @Test func sweepsAndExplanationsAreChecked() throws {
        let scenario = try Self.scenario()
        let problem = try OffloadProblem(scenario)
        var draw = Draw(seed: 8)
        for _ in 0..<Self.rounds {
            refuses { _ = try SweepAxis(.stepBudget, values: draw.column(3)) }
            refuses { _ = try SweepJitter(draw.number(), fields: [.errorDecay: draw.number()]) }
            refuses {
                _ = try Explainer(.init(threads: draw.count())).explain(user: draw.count(), of: scenario)
            }
            if let plan = try? Plan(offloaded: draw.flags(4), steps: draw.column(4).map(\.magnitude)), plan.count != 4 {
                #expect(throws: SettingError.self) { try Explainer().explain(user: 1, of: scenario, plan: plan) }
            }
        }
        for text in [
            "edge.stepBudget=1e-9223372036854775808", "edge.stepBudget=1:2:1e-9223372036854775808", "=", "", "a=b",
        ] {
            refuses { _ = try SweepAxis(text) }
        }
        let values = (0..<100_000).map { Double($0) }
        let axes = try [SweepField.stepBudget, .timeWeight, .energyWeight, .errorWeight].map {
            try SweepAxis($0, values: values)
        }
        #expect(throws: SettingError.self) { try Sweep(SweepSettings(axes: axes)) }
        let more = try OffloadProblem(ScenarioGenerator(family: .hetero, users: 9, seed: 1).scenario())
        #expect(throws: SettingError.self) { try OffloadObstacle(scenario, more) }
        #expect(throws: Never.self) { try OffloadObstacle(scenario, problem) }
        let population = try PaperPopulation(users: 3, seed: 1)
        #expect(population.budgets(count: -1).isEmpty && population.budgets(count: 1) == [0])
        for users in [-1, 0, Int.max] {
            #expect(throws: (any Error).self) { try PaperPopulation(users: users, seed: 1) }
        }
    }
}

import OffloadModel
import SuccessiveConvex
import TestSupport
import Testing

/// Algorithms 1 and 3.
@Suite struct SuccessiveConvexSolverTests {
    /// Random P1 that are feasible, with users who have no choice among them.
    static func randomProblem(seed: UInt64) throws -> OffloadProblem {
        var random = SeededGenerator(seed: seed)
        let count = [1, 2, 5, 16, 30, 61][Int(random.next() % 6)]
        let base = try RandomP2.problem(count: count, sharesRates: random.chance(0.5), random: &random)
        var required = PreciseSum()
        var most = 0.0
        for user in 0..<count {
            let fewest = base.edge.fewestSteps[user]
            if fewest > base.local.mostSteps[user] { required.add(fewest) }
            most += max(base.edge.mostSteps[user], 0)
        }
        let extra = random.chance(0.1) ? 0 : random.uniform(0.05, 1.2)
        return try base.withStepBudget(required.value + extra * max(most - required.value, 0))
    }

    private static let gentle: SuccessiveConvexSettings = {
        var settings = SuccessiveConvexSettings()
        settings.penalty = 0.5
        settings.firstPenalty = 0.01
        settings.penaltyGrowth = 4
        return settings
    }()

    @Test func plansAreExactlyFeasible() throws {
        for seed in 0..<150 {
            let problem = try Self.randomProblem(seed: UInt64(seed))
            var settings = seed % 2 == 0 ? SuccessiveConvexSettings() : Self.gentle
            settings.polish = seed % 3 != 0
            settings.stepRule = seed % 5 == 0 ? .integer : .continuous
            settings.start = seed % 7 == 0 ? .random(seed: UInt64(seed)) : .middle
            settings.interiorMargin = seed % 11 == 0 ? 1e-3 : 0
            let result = try SuccessiveConvexSolver(settings).solve(problem)
            if let reason = problem.infeasibility(under: settings.stepRule) {
                #expect(result.status == .infeasible(reason))
                continue
            }
            let plan = try #require(result.plan, "seed \(seed)")
            #expect(plan.violation(in: problem) == nil, "seed \(seed)")
            #expect(result.objective == plan.cost(in: problem))
            #expect(result.status == .feasible(relativeGap: .infinity))
            #expect(result.trace.allSatisfy { $0.residual <= 1e-10 }, "seed \(seed)")
        }
    }

    /// The surrogate lies above the function and touches it at the point of expansion, so within a sub-problem
    /// value(k+1) ≤ surrogate(k+1) ≤ value(k).
    @Test func penalisedObjectiveNeverIncreases() throws {
        var steps = 0
        for seed in 0..<150 {
            let problem = try Self.randomProblem(seed: UInt64(1000 + seed))
            guard problem.infeasibility(under: .continuous) == nil else { continue }
            let settings = seed % 2 == 0 ? SuccessiveConvexSettings() : Self.gentle
            let trace = try SuccessiveConvexSolver(settings).solve(problem).trace
            for (before, after) in zip(trace, trace.dropFirst()) where before.subproblem == after.subproblem {
                // The budget is met to 1e-12 of its size, at a multiplier of the order of the curves and of τ.
                let slack = 1e-12 * (1 + abs(before.penalisedObjective) + before.penalty * Double(problem.count))
                #expect(after.penalisedObjective <= after.surrogate + slack, "seed \(seed)")
                #expect(after.surrogate <= before.penalisedObjective + slack, "seed \(seed)")
                steps += 1
            }
        }
        #expect(steps > 300)
    }

    /// With the paper's τ = 1e5 the linearised penalty outweighs all else: the decisions are the start, rounded.
    @Test func withTheLargePenaltyTheAnswerIsTheRoundedStart() throws {
        var kept = 0
        var users = 0
        for seed in 0..<20 {
            let problem = try ReferenceInstances.problem("hetero-n100-t30")
            var random = SeededGenerator(seed: UInt64(seed))
            let start = (0..<problem.count).map { _ in random.uniform(0.01, 0.99) }
            var settings = SuccessiveConvexSettings()
            settings.start = .given(decisions: start, steps: Array(repeating: 1, count: problem.count))
            let result = try SuccessiveConvexSolver(settings).solve(problem)
            let plan = try #require(result.plan)
            for user in 0..<problem.count {
                users += 1
                if plan.offloaded[user] == (start[user] >= 0.5) { kept += 1 }
            }
        }
        print("τ = 1e5: \(kept) of \(users) decisions are the rounded start")
        #expect(kept == users)
        // From ½ the first sub-problem has no penalty at all, and decisions do move.
        let problem = try ReferenceInstances.problem("hetero-n100-t30")
        let result = try SuccessiveConvexSolver().solve(problem)
        let offloaded = try #require(result.plan).offloadedCount
        #expect(offloaded > 0 && offloaded < problem.count)
    }

    /// How near to ½ a start must be for the decisions to be more than the start, rounded. At a = ½ ± ε the linearised
    /// penalty pulls with 2τε per unit of a, against curves that differ by about 0.1.
    @Test func onlyStartsVeryNearOneHalfMove() throws {
        let problem = try ReferenceInstances.problem("hetero-n100-t30")
        var random = SeededGenerator(seed: 7)
        let signs = (0..<problem.count).map { _ in random.chance(0.5) ? 1.0 : -1.0 }
        var moved: [Double: Int] = [:]
        for distance in [1e-1, 1e-3, 1e-5, 1e-6, 1e-7, 1e-9] {
            var settings = SuccessiveConvexSettings()
            settings.start = .given(
                decisions: signs.map { 0.5 + distance * $0 }, steps: Array(repeating: 10, count: problem.count))
            moved[distance] = try SuccessiveConvexSolver(settings).solve(problem).movedDecisions
            print("τ = 1e5, start at ½ ± \(distance): \(moved[distance] ?? -1) of \(problem.count) decisions moved")
        }
        #expect(moved[1e-1] == 0 && moved[1e-3] == 0 && moved[1e-5] == 0)
        #expect(try #require(moved[1e-9]) > 0)
    }

    /// A decision that moved and came back has moved: counted from the iterates of runs that are stopped one iteration
    /// later each time, of which only the last relaxed decisions are looked at.
    @Test(
        .enabled(if: Effort.isOptimised),
        arguments: [("hetero-n30-t30", "0"), ("hetero-n100-t70", "0.001:2:1"), ("uplink-n80", "0.01")])
    func decisionsThatCameBackHaveMoved(name: String, penalty: String) throws {
        let problem = try ReferenceInstances.problem(name)
        var settings = SuccessiveConvexSettings()
        settings.start = .random(seed: 3)
        settings.use(try PenaltySchedule(penalty))
        let solver = try SuccessiveConvexSolver(settings)
        let result = try solver.solve(problem)
        let rounded = result.startDecisions.map { $0 >= 0.5 }
        var hasMoved = zip(try #require(result.plan).offloaded, rounded).map { $0 != $1 }
        let movedInTheEnd = hasMoved.filter { $0 }.count
        for last in 1...result.trace.count {
            let stopped = try solver.solve(problem) { $0.iteration == last ? .stop : .proceed }
            #expect(stopped.trace.count == last)
            for (user, decision) in stopped.relaxedDecisions.enumerated() where (decision >= 0.5) != rounded[user] {
                hasMoved[user] = true
            }
        }
        #expect(result.hasMoved == hasMoved)
        let moved = try #require(result.movedDecisions)
        #expect(moved == hasMoved.filter { $0 }.count && moved >= movedInTheEnd)
        print("\(name), τ = \(penalty): \(moved) decisions moved, \(movedInTheEnd) of them for good")
    }

    /// The distance to the known optima, measured: it is what the certified solver is for.
    @Test func objectivesAreAboveTheOptima() throws {
        for name in ["hetero-n30-t30", "hetero-n30-t70", "hetero-n100-t30", "twins-n30", "uplink-n80"] {
            let optimum = try #require(ReferenceInstances.optima.first { $0.name == name }?.objective)
            let problem = try ReferenceInstances.problem(name)
            let result = try SuccessiveConvexSolver().solve(problem).bounded(by: optimum)
            let objective = try #require(result.objective)
            #expect(objective >= optimum - 1e-9 * abs(optimum))
            let gap = try #require(result.relativeGap)
            #expect(gap < 0.2)
            var random = SuccessiveConvexSettings()
            random.start = .random(seed: 1)
            let other = try SuccessiveConvexSolver(random).solve(problem).bounded(by: optimum)
            print("\(name): gap from ½ \(gap), from a random start \(other.relativeGap ?? .nan)")
            #expect(result.status == .feasible(relativeGap: gap))
        }
    }

    @Test func aPlanAsStartIsKeptOrImproved() throws {
        let problem = try ReferenceInstances.problem("hetero-n30-t30")
        let greedy = try #require(Baseline.greedy.solve(problem).plan)
        var settings = SuccessiveConvexSettings()
        settings.start = .plan(greedy)
        let result = try SuccessiveConvexSolver(settings).solve(problem)
        #expect(try #require(result.objective) <= greedy.cost(in: problem) + 1e-9)
    }

    @Test func repeatedRunsAreIdentical() throws {
        let problem = try ReferenceInstances.problem("hetero-n100-t30")
        var first = try SuccessiveConvexSolver().solve(problem)
        var second = try SuccessiveConvexSolver().solve(problem)
        first.statistics.times = PhaseTimes()
        second.statistics.times = PhaseTimes()
        #expect(first == second)
    }

    @Test func theHandlerAndTheClockStopTheSolve() throws {
        let problem = try ReferenceInstances.problem("hetero-n30-t30")
        var calls = 0
        let stopped = try SuccessiveConvexSolver().solve(problem) { record in
            calls += 1
            #expect(record.iteration == calls && record.primal != nil)
            return calls == 2 ? .stop : .proceed
        }
        #expect(calls == 2 && stopped.status == .stopped && stopped.trace.count == 2)
        #expect(try #require(stopped.plan).violation(in: problem) == nil)

        var settings = SuccessiveConvexSettings()
        settings.timeLimit = .leastNonzeroMagnitude
        let late = try SuccessiveConvexSolver(settings).solve(problem)
        #expect(late.status == .timeLimit && late.trace.isEmpty)
        #expect(try #require(late.plan).violation(in: problem) == nil)
    }

    /// With a budget of next to nothing s and a/(2s) of the start point leave the numbers that P2 can multiply.
    @Test(arguments: [1e-30, 1e-60, 1e-100, 1e-200, 1e-300, Double.leastNonzeroMagnitude])
    func aBudgetOfNextToNothingHasAPlan(budget: Double) throws {
        let problem = try ReferenceInstances.problem("hetero-n30-t30").withStepBudget(budget)
        for start in [StartPoint.middle, .random(seed: 3)] {
            var settings = SuccessiveConvexSettings()
            settings.start = start
            let result = try SuccessiveConvexSolver(settings).solve(problem)
            guard case .feasible = result.status else {
                Issue.record("\(start): \(result.status)")
                continue
            }
            #expect(try #require(result.plan).violation(in: problem) == nil)
        }
    }

    @Test func settingsAreChecked() throws {
        #expect(SuccessiveConvexSettings.faults(defaults: .init()) { try $0.validate() } == [])
        for change in [
            { $0.innerLimit = 0 }, { $0.outerLimit = 1_000_001 }, { $0.penalty = -1 }, { $0.timeLimit = 0 },
            { $0.penaltyGrowth = .nan }, { $0.interiorMargin = 0.5 }, { $0.timeLimit = .infinity },
        ] as [(inout SuccessiveConvexSettings) -> Void] {
            var settings = SuccessiveConvexSettings()
            change(&settings)
            #expect(throws: SettingError.self) { try SuccessiveConvexSolver(settings) }
        }
        var settings = SuccessiveConvexSettings()
        settings.start = .given(decisions: [0.5], steps: [1])
        let problem = try ReferenceInstances.problem("hetero-n30-t30")
        #expect(throws: P2Error.self) { try SuccessiveConvexSolver(settings).solve(problem) }
    }
}

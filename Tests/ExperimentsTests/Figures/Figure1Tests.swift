import CertifiedSolving
import Experiments
import OffloadModel
import ScenarioFiles
import TestSupport
import Testing

/// Fig. 1: what the paper says of its curves, what must hold of any optimum, and where the two part.
@Suite struct Figure1Tests {
    private static let weightings = ["equal", "time", "error", "energy"]
    private static let figure = Result { try figure(users: 30, budgets: Effort.isOptimised ? 25 : 7, seeds: 5) }

    private static func figure(users: Int, budgets: Int, seeds: Int, threads: Int = 1) throws -> ReproducedFigure {
        var settings = ReproductionSettings()
        settings.users = users
        settings.budgets = budgets
        settings.seeds = seeds
        settings.threads = threads
        return try #require(try Reproduction(settings).run(.fig1))
    }

    private func curve(_ column: String, _ limits: String, _ weights: String, _ method: String) throws -> [Double] {
        try TableRows(Self.figure.get().table).with(["limits": limits, "weights": weights, "method": method])
            .numbers(column)
    }

    /// Fig. 1(c): the more edge steps, the more energy, whatever the weights and limits.
    @Test(arguments: ["short", "long"], weightings) func energyRises(limits: String, weights: String) throws {
        let energy = try curve("energy", limits, weights, "certified")
        for (before, after) in zip(energy, energy.dropFirst()) { #expect(after >= before * (1 - 1e-9)) }
        #expect(energy.last! > 100 * energy.first!)
    }

    /// Fig. 1(b): accuracy rises with every budget unless time weighs most, where it rises in the end.
    @Test(arguments: ["short", "long"], weightings) func accuracyRises(limits: String, weights: String) throws {
        let accuracy = try curve("accuracy", limits, weights, "certified")
        if weights != "time" {
            for (before, after) in zip(accuracy, accuracy.dropFirst()) { #expect(after >= before - 1e-9) }
        }
        #expect(accuracy.last! > accuracy.first! + 0.05)
    }

    /// Fig. 1(a) where an edge generation takes fewer than Δt_0/Δt_1 times the local steps: time falls. Not with every
    /// budget, for one more step for some may need another set of users at the edge.
    @Test(arguments: weightings) func timeFallsWithShortEdgeRuns(weights: String) throws {
        let time = try curve("time", "short", weights, "certified")
        #expect(time.allSatisfy { $0 <= time.first! })
        #expect(time.last! < 0.95 * time.first!)
        guard weights != "time" else { return }
        let third = time.count / 3
        let means = [time.prefix(third), time.dropFirst(third).prefix(third), time.suffix(third)].map {
            $0.reduce(0, +) / Double(third)
        }
        #expect(means[0] > means[1] && means[1] >= means[2])
    }

    /// Fig. 1(a) with the limits of the preset: time rises, against the paper's claim.
    @Test(arguments: ["equal", "error", "energy"]) func timeRisesWithLongEdgeRuns(weights: String) throws {
        let time = try curve("time", "long", weights, "certified")
        #expect(time.last! > 1.3 * time.first!)
    }

    /// A larger budget allows every plan of a smaller one.
    @Test(arguments: ["short", "long"], weightings) func optimumFalls(limits: String, weights: String) throws {
        let objective = try curve("objective", limits, weights, "certified")
        for (before, after) in zip(objective, objective.dropFirst()) { #expect(after <= before + 1e-9 * abs(before)) }
    }

    /// No plan is below the bound, and the certified plan is within 10⁻⁹ of it.
    @Test func nothingIsBelowTheBound() throws {
        let rows = TableRows(try Self.figure.get().table)
        let pairs = zip(try rows.numbers("objective"), try rows.numbers("lowerBound"))
        for (row, pair) in zip(rows.rows, pairs) {
            #expect(pair.0 >= pair.1)
            if row["method"] == "certified" { #expect(pair.0 - pair.1 <= 1e-9 * abs(pair.0)) }
        }
    }

    /// Whoever weighs a quantity more gets no more of it: if x is optimal with c and y with c' > c in front of T, then
    /// (c' − c)·(T(y) − T(x)) ≤ 0, from adding the two optimality conditions.
    @Test(arguments: ["short", "long"]) func weightedQuantityIsTheLeast(limits: String) throws {
        for (weights, column, sign) in [("time", "time", 1.0), ("error", "accuracy", -1), ("energy", "energy", 1)] {
            let weighted = try curve(column, limits, weights, "certified")
            let equal = try curve(column, limits, "equal", "certified")
            // The optima are proven up to a gap, which leaves the quantities a little play.
            for (one, other) in zip(weighted, equal) { #expect(sign * one <= sign * other + 1e-6 * abs(other)) }
        }
    }

    /// The paper's method beats random plans in the objective and in accuracy with equal weights, but random plans are
    /// shorter.
    @Test func randomPlansAreWorseButShorter() throws {
        let rows = TableRows(try Self.figure.get().table).with(["limits": "short", "weights": "equal"])
        for row in rows.with(["method": "paper"]).rows {
            let random = rows.with(["method": "random", "line": row["line"]!])
            #expect(random.rows.count == 5)
            let objective = try #require(Double(row["objective"]!))
            let accuracy = try #require(Double(row["accuracy"]!))
            #expect(try random.numbers("objective").allSatisfy { $0 > objective })
            #expect(try random.numbers("accuracy").allSatisfy { $0 < accuracy })
        }
        let time = try rows.with(["method": "random"]).numbers("time")
        #expect(time.max()! < (try rows.with(["method": "certified"]).numbers("time").min()!))
    }

    /// Where everybody is at the edge, a step is 1 ms and 10 kW.
    @Test func edgeStepsHaveTheirPhysicalPrice() throws {
        let rows = TableRows(try Self.figure.get().table).with(["offloaded": "30", "method": "certified"])
        #expect(!rows.rows.isEmpty)
        let steps = try rows.numbers("edgeStepsUsed")
        for (used, time) in zip(steps, try rows.numbers("time")) { #expect(abs(time - 1e-3 * used) <= 1e-12 * used) }
        for (used, energy) in zip(steps, try rows.numbers("energy")) { #expect(abs(energy - 10 * used) <= 1e-9 * used) }
    }

    /// Every line names the scenario that it belongs to, and exhaustive search over 2^6 decisions finds its optimum.
    @Test func scenariosAreThoseSolved() throws {
        let figure = try Self.figure(users: 6, budgets: 4, seeds: 1)
        let rows = TableRows(figure.table)
        #expect(figure.scenarios.count == 2 * 4 * 4)
        for row in rows.rows {
            let scenario = figure.scenarios[try #require(Int(row["line"]!)) - 1]
            #expect(scenario.name == row["scenario"] && "\(scenario.edge.stepBudget)" == row["stepBudget"])
            guard row["method"] == "certified" else { continue }
            let problem = try OffloadProblem(scenario)
            let best = try #require(BruteForce.continuousOptimum(of: problem))
            let found = try #require(Double(row["objective"]!))
            #expect(abs(found - best) <= 1e-8 * max(abs(best), 1), "\(scenario.name)")
        }
    }

    @Test func usersOfTheSeedAreThePreset() throws {
        let settings = ReproductionSettings()
        let population = try PaperPopulation(users: settings.users, seed: settings.seed)
        #expect(try population.scenario == Preset.paper.scenario())
        #expect(try PaperPopulation(users: 30, seed: 3).scenario != population.scenario)
        #expect(try PaperPopulation(users: 77, seed: 2).scenario.count == 77)
    }

    @Test func sameSettingsGiveTheSameNumbers() throws {
        let first = try Self.figure(users: 9, budgets: 3, seeds: 2)
        let second = try Self.figure(users: 9, budgets: 3, seeds: 2, threads: 2)
        #expect(first.table == second.table && first.scenarios == second.scenarios)
        #expect(first.drawings.map(\.figure) == second.drawings.map(\.figure))
        #expect(!first.isMeasured)
    }
}

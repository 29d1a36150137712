import Experiments
import OffloadModel
import Plotting
import ScenarioFiles
import Testing

/// What a sweep's figure shows is what its rows say.
@Suite struct SweepFigureTests {
    private static func result(_ axes: [String], _ methods: [SolveMethod], seeds: Int = 3) throws -> SweepResult {
        var settings = SweepSettings(axes: try axes.map { try SweepAxis($0) })
        settings.methods = methods
        settings.seeds = seeds
        return try Sweep(settings).run(Preset.example.scenario())
    }

    @Test(arguments: SweepQuantity.allCases) func seriesAreTheRows(quantity: SweepQuantity) throws {
        let result = try Self.result(
            ["edge.stepBudget=300,100,200", "users.localStepLimit*=1,0.5"], [.certified, .random])
        let figure = try #require(result.figure(of: quantity, title: "title"))
        try figure.validate()
        let methods: [SolveMethod] =
            [.price, .priceBelow].contains(quantity) ? [.certified] : [.certified, .random]
        #expect(figure.series.count == 2 * methods.count && figure.title == "title")
        #expect(figure.x.label == "Edge step budget (steps)" && figure.y.label == quantity.label)
        for method in methods {
            for factor in [1, 0.5] {
                let name = "\(method), users.localStepLimit* = \(factor == 1 ? "1" : "0.5")"
                let series = try #require(figure.series.first { $0.name == name })
                #expect(series.x == [100, 200, 300])
                for (place, budget) in [100.0, 200, 300].enumerated() {
                    let row = try #require(result.rows.first { $0.method == method && $0.values == [budget, factor] })
                    let estimate = try #require(row[quantity])
                    #expect(series.y[place] == estimate.mean)
                    #expect(series.interval?.lower[place] == estimate.lower)
                    #expect(series.interval?.upper[place] == estimate.upper)
                }
                #expect((series.interval != nil) == (method == .random))
            }
        }
    }

    /// The name of a scenario can have any character, a title cannot.
    @Test func titlesAreMadePrintable() throws {
        let result = try Self.result(["edge.stepBudget=100,200"], [.certified])
        let figure = try #require(result.figure(of: .objective, title: "a\u{0}\nb\u{202e}"))
        #expect(figure.title == "a\u{fffd} b\u{fffd}")
        try figure.validate()
    }

    /// Values that all series share stand in the title, and names get the room that they need.
    @Test func namesHaveRoom() throws {
        let shared = try #require(
            Self.result(["edge.stepBudget=1,2", "users.minimumSteps=0.5", "weights.time*=2"], [.certified, .local])
                .figure(of: .objective, title: "example"))
        #expect(shared.title == "example, users.minimumSteps = 0.5, weights.time* = 2")
        #expect(shared.series.map(\.name) == ["certified", "local"] && shared.legend == .automatic)
        let long = try #require(
            Self.result(
                [
                    "edge.stepBudget=1,2", "users.localPowerCoefficient*=1,2", "users.edgeInitialError=0.25,1",
                    "users.localFrequency*=0.123456,1",
                ], [.certified]
            ).figure(of: .objective))
        #expect(long.title == nil && long.legend == .below)
        let names = long.series.compactMap(\.name)
        let longest = names.map(\.count).max() ?? 0
        #expect(names.count == 8)
        #expect(long.size.width >= 8 * longest + 100)
        #expect(long.size.height >= 500 + 8 * 20)
    }

    /// A factor has no unit.
    @Test func axesAreLabelled() throws {
        let factors = try SweepAxis("users.localStepLimit*=1,2")
        #expect(factors.label == "Local step limit, multiple of the scenario's")
        #expect(try SweepAxis("users.localStepLimit=1").label == "Local step limit (steps)")
    }

    @Test func pointsWithoutAPlanAreLeftOut() throws {
        let result = try Self.result(["users.minimumSteps=1000,0,5"], [.certified])
        #expect(try #require(result.figure(of: .energy)).series[0].x == [0, 5])
        #expect(try Self.result(["users.minimumSteps=1000"], [.local]).figure(of: .energy) == nil)
    }

    @Test func figuresHaveALimit() throws {
        var settings = SweepSettings(axes: [
            try SweepAxis("edge.stepBudget=1:1000:1"), try SweepAxis("weights.time=1,2,3"),
        ])
        settings.methods = [.certified, .paper, .local, .edge]
        try settings.validateFigure(of: .price)
        settings.methods.append(.greedy)
        #expect(throws: SettingError.self) { try settings.validateFigure(of: .objective) }
        settings.methods = [.local]
        try settings.validateFigure(of: .objective)
        #expect(throws: SettingError.self) { try settings.validateFigure(of: .price) }
        #expect(throws: SettingError.self) { try settings.validateFigure(of: .priceBelow) }
    }
}

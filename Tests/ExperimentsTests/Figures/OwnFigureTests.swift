import CertifiedSolving
import Experiments
import OffloadModel
import Plotting
import ScenarioFiles
import Testing

/// The figures of gaps and of times, and what all figures have in common.
@Suite struct OwnFigureTests {
    /// From ½ the paper's method ends nearer to the optimum than from the median random start, and at the optimum it
    /// stays.
    @Test func startPointsDecideTheGap() throws {
        var settings = ReproductionSettings()
        settings.seeds = 9
        let figure = try #require(try Reproduction(settings).run(.gaps))
        let paper = TableRows(figure.table).with(["penalty": "100000"])
        let gap = { (start: String) in try #require(try paper.with(["start": start]).numbers("medianGap").first) }
        #expect(try gap("half") < gap("random"))
        #expect(try gap("random") < gap("local"))
        #expect(try gap("certified") <= 1e-9)
        #expect(try TableRows(figure.table).numbers("leastGap").allSatisfy { $0 >= -1e-9 })
        let drawing = try #require(figure.drawings.first?.figure)
        #expect(drawing.series.count == StartPointStudySettings.standardPenalties.count)
        #expect(drawing.x.ticks?.count == StartChoice.allCases.count)
        #expect(drawing.series.allSatisfy { $0.x.count == StartChoice.allCases.count })
    }

    /// Objectives and gaps of the timed solves are those of the scenarios that the table tells how to generate.
    @Test func timedSolvesAreReal() throws {
        var settings = ReproductionSettings()
        settings.largestUsers = 120
        settings.repetitions = 2
        let figure = try #require(try Reproduction(settings).run(.scaling))
        #expect(figure.isMeasured)
        let rows = TableRows(figure.table)
        let certified = rows.with(["method": "certified"])
        #expect(try certified.numbers("users") == [10, 30, 100, 120])
        for (row, users) in zip(certified.rows, [10, 30, 100, 120]) {
            #expect(row["scenario"]!.contains("--users \(users) --seed 2 "))
            let scenario = try ScenarioGenerator(family: .hetero, users: users, seed: 2).scenario()
            let result = try CertifiedSolver(.init()).solve(try OffloadProblem(scenario))
            #expect(row["objective"] == "\(try #require(result.objective))")
        }
        #expect(try certified.numbers("gap").allSatisfy { (0...1e-9).contains($0) })
        #expect(try rows.with(["method": "paper"]).numbers("gap").allSatisfy { $0 >= 0 })
        for column in ["leastSeconds", "medianSeconds", "largestSeconds"] {
            #expect(try rows.numbers(column).allSatisfy { $0 > 0 })
        }
        #expect(zip(try rows.numbers("leastSeconds"), try rows.numbers("largestSeconds")).allSatisfy { $0 <= $1 })
    }

    @Test(arguments: FigureName.allCases) func everyFigureCanBeStopped(name: FigureName) throws {
        var settings = ReproductionSettings()
        settings.largestUsers = 1000
        #expect(try Reproduction(settings).run(name, while: { false }) == nil)
    }

    @Test(arguments: FigureName.allCases) func everyFigureCanBeDrawn(name: FigureName) throws {
        var settings = ReproductionSettings()
        (settings.users, settings.budgets, settings.seeds) = (1, 3, 1)
        (settings.largestUsers, settings.repetitions) = (10, 1)
        var shares: [Double] = []
        let figure = try Reproduction(settings).run(name, onProgress: { shares.append($0.share) })
        for drawing in try #require(figure).drawings { try drawing.figure.validate() }
        #expect(shares.first == 0 && shares.last == 1 && shares == shares.sorted())
    }

    @Test(arguments: ["users", "budgets", "seeds", "largestUsers", "repetitions", "threads"])
    func rangesAreChecked(name: String) {
        var settings = ReproductionSettings()
        switch name {
        case "users": settings.users = 0
        case "budgets": settings.budgets = 2
        case "seeds": settings.seeds = 1001
        case "largestUsers": settings.largestUsers = 9
        case "repetitions": settings.repetitions = 0
        default: settings.threads = 0
        }
        let error = #expect(throws: SettingError.self) { try Reproduction(settings) }
        #expect(error?.setting == name)
    }
}

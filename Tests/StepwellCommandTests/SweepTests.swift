import Foundation
import TestSupport
import Testing

/// `stepwell sweep`: the table, the CSV file, interruption and the exit status.
@Suite struct SweepTests {
    private let folder = Folder()

    /// The CSV file, by heading.
    private func rows(_ text: String) -> [[String: String]] {
        let lines = text.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
    }

    @Test func tableAndFileTellTheSame() throws {
        let sweep = try folder.stepwell(
            "sweep", example("example"), "--vary", "edge.stepBudget=100:500:200", "--vary", "users.initialError*=1,0.5",
            "--methods", "certified,random,greedy", "--seeds", "3", "--csv", "rows.csv")
        #expect(sweep.status == 0, "\(sweep.errors)")
        #expect(sweep.errors.isEmpty)
        #expect(folder.contents == ["rows.csv"])
        let lines = sweep.output.split(separator: "\n")
        let rows = rows(try folder.text(of: "rows.csv"))
        #expect(lines.count == rows.count + 1 && rows.count == 18)
        #expect(lines.allSatisfy { $0.count == lines[0].count })
        for (line, row) in zip(lines.dropFirst(), rows) {
            let cells = line.split(separator: " ").map(String.init)
            #expect(cells[2] == row["method"] && cells[3] == row["runs"] && cells.last == row["status"])
            for (cell, name, scale) in [
                (0, "edge.stepBudget", 1.0), (1, "users.initialError*", 1), (4, "objective", 1), (6, "gap", 100),
                (7, "offloadedCount", 1), (8, "edgeStepsUsed", 1),
            ] {
                let shown = try #require(Double(cells[cell]))
                let exact = scale * (try #require(row[name].flatMap(Double.init)))
                #expect(abs(shown - exact) <= 5.1e-3 * abs(exact))
            }
            guard row["method"] == "random" else {
                #expect(cells[5] == "-" && row["objectiveUpper"] == "")
                continue
            }
            let half = try #require(row["objectiveUpper"].flatMap(Double.init)) - Double(row["objective"]!)!
            #expect(abs(try #require(Double(cells[5])) - half) <= 5.1e-3 * half)
        }
        #expect(rows[12]["objective"] == "-7.192323855186437")
    }

    /// A point of one run is what `solve` finds.
    @Test(arguments: ["certified", "paper", "edge", "local", "greedy", "random"])
    func rowsAreWhatSolveFinds(method: String) throws {
        let sweep = try folder.stepwell(
            "sweep", reference("hetero-n12-t30"), "--vary", "edge.stepBudget*=1", "--methods", method, "--seeds", "1",
            "--steps", "integer", "--csv", "-")
        #expect(sweep.status == 0)
        let row = try #require(rows(sweep.output).first)
        let solve = try folder.stepwell(
            "solve", reference("hetero-n12-t30"), "--method", method, "--steps", "integer", "--quiet", "--output", "-")
        let plan = JSONText(solve.output)
        #expect(row["objective"] == plan["objective"])
        #expect(row["energy"].flatMap(Double.init) == plan.number("totals.energy"))
        #expect(row["offloadedCount"].flatMap(Double.init) == plan.number("offloadedCount"))
        #expect(row["edgeStepsUsed"].flatMap(Double.init) == plan.number("edgeStepsUsed"))
        guard method == "certified" else { return }
        #expect(row["price"].flatMap(Double.init) == plan.number("price"))
        #expect(row["priceBelow"].flatMap(Double.init) == plan.number("priceBelow"))
    }

    @Test func pointsWithoutAPlanDoNotStopIt() throws {
        let some = try folder.stepwell("sweep", example("example"), "--vary", "users.minimumSteps=0,1000,2")
        #expect(some.status == 0)
        #expect(some.output.split(separator: "\n").map { $0.hasSuffix(" infeasible") } == [false, false, true, false])
        let none = try folder.stepwell(
            "sweep", example("example"), "--vary", "users.minimumSteps=1000", "--csv", "rows.csv")
        #expect(none.status == 3)
        #expect(rows(try folder.text(of: "rows.csv")).map { $0["status"] } == ["infeasible"])
    }

    @Test func limitsAreOnRecord() throws {
        try folder.write(endlessScenario(), to: "endless.json")
        let sweep = try folder.stepwell(
            "sweep", "endless.json", "--vary", "edge.stepBudget*=1,0", "--gap", "1e-14", "--node-limit", "3", "--csv",
            "-")
        #expect(sweep.status == 2)
        #expect(rows(sweep.output).map { $0["status"] } == ["nodeLimit", "optimal"])
        // Also where it ended the certified solve that a method's gap is measured by.
        let greedy = try folder.stepwell(
            "sweep", "endless.json", "--vary", "edge.stepBudget*=1,0", "--gap", "1e-14", "--node-limit", "3",
            "--methods", "greedy", "--csv", "-")
        #expect(greedy.status == 2)
        #expect(rows(greedy.output).map { $0["status"] } == ["nodeLimit", "feasible"])
    }

    @Test(arguments: [SIGINT, SIGTERM]) func signalEndsItWithTheRowsSoFar(signal: Int32) throws {
        try folder.write(endlessScenario(), to: "endless.json")
        // The first point is solved at once, the second one never.
        let sweep = try RunningCommand(
            [
                "sweep", "endless.json", "--vary", "edge.stepBudget*=0,1", "--gap", "1e-14", "--node-limit",
                "1000000000", "--csv", "rows.csv",
            ], in: folder)
        usleep(700_000)
        #expect(sweep.isRunning)
        sweep.send(signal)
        let outcome = try sweep.outcome()
        #expect(outcome.status == 2 && !outcome.wasKilled)
        #expect(outcome.errors.hasSuffix("interrupted, 1 rows done\n"))
        #expect(rows(try folder.text(of: "rows.csv")).map { $0["edge.stepBudget*"] } == ["0.0"])
    }

    /// A figure is a whole file of its kind, the same every time.
    @Test func figuresAreDrawn() throws {
        for (file, options) in [("a.svg", []), ("b.svg", []), ("c.SVG", ["--plot-of", "price"]), ("d.png", [])] {
            let outcome = try RunningCommand(
                [
                    "sweep", example("example"), "--vary", "edge.stepBudget=100:500:100", "--methods",
                    "certified,random",
                    "--seeds", "3", "--plot", file,
                ] + options, in: folder
            ).outcome()
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        let picture = try folder.text(of: "a.svg")
        #expect(try picture == folder.text(of: "b.svg"))
        #expect(picture.hasSuffix("</svg>\n") || picture.hasSuffix("</svg>\n\n"))
        for word in ["certified", "random", "Edge step budget (steps)", "Objective", "example"] {
            #expect(picture.contains(word), "\(word)")
        }
        #expect(try folder.text(of: "c.SVG").contains("Price of an edge step"))
        #expect(try folder.data(of: "d.png").prefix(4) == Data([0x89, 0x50, 0x4e, 0x47]))
        #expect(folder.contents == ["a.svg", "b.svg", "c.SVG", "d.png"])

        // Without any plan there is nothing to draw.
        let empty = try folder.stepwell(
            "sweep", example("example"), "--vary", "users.minimumSteps=1000", "--plot", "e.svg")
        #expect(empty.status == 3 && empty.errors.contains("e.svg"))
        #expect(!folder.contents.contains("e.svg"))
    }

    @Test func unusableFilesAreRefused() throws {
        let vary = ["--vary", "edge.stepBudget=1"]
        #expect(try RunningCommand(["sweep", "none.json"] + vary, in: folder).outcome().status == 74)
        try folder.write("{}", to: "bad.json")
        #expect(try RunningCommand(["sweep", "bad.json"] + vary, in: folder).outcome().status == 65)
        let unwritable = try RunningCommand(
            ["sweep", example("example"), "--csv", "none/rows.csv"] + vary, in: folder
        ).outcome()
        #expect(unwritable.status == 74 && unwritable.output.isEmpty)
    }
}

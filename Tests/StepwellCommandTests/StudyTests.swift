import Foundation
import TestSupport
import Testing

/// `stepwell study`: the table, the CSV file and the exit status.
@Suite struct StudyTests {
    private let folder = Folder()

    /// The CSV file, by heading.
    private func rows(_ text: String) -> [[String: String]] {
        let lines = text.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
    }

    @Test func tableAndFileTellTheSame() throws {
        let study = try folder.stepwell(
            "study", example("example"), "--seeds", "3", "--penalties", "0,1e5,0.01:10:1", "--csv", "rows.csv")
        #expect(study.status == 0, "\(study.errors)")
        #expect(folder.contents == ["rows.csv"])
        let lines = study.output.split(separator: "\n")
        let rows = rows(try folder.text(of: "rows.csv"))
        #expect(lines.count == rows.count + 2 && rows.count == 18)
        #expect(lines.last == "certified objective -7.192323855186437")
        #expect(lines.dropLast().allSatisfy { $0.count == lines[0].count })
        for (line, row) in zip(lines.dropFirst(), rows) {
            let cells = line.split(separator: " ").map(String.init)
            #expect(cells[0] == row["start"] && cells[1] == row["penalty"] && cells[2] == row["runs"])
            #expect(row["runs"] == (row["start"] == "random" ? "3" : "1"))
            for (cell, name, scale) in [
                (3, "leastObjective", 1.0), (4, "medianObjective", 1), (5, "largestObjective", 1),
                (6, "leastGap", 100), (7, "medianGap", 100), (8, "largestGap", 100), (9, "medianMoved", 1),
                (10, "medianIterations", 1),
            ] {
                let shown = try #require(Double(cells[cell]))
                let exact = scale * (try #require(row[name].flatMap(Double.init)))
                #expect(abs(shown - exact) <= 5.1e-3 * abs(exact))
            }
        }
    }

    /// A row of one run is what `solve` finds with the same options.
    @Test func rowsAreWhatSolveFinds() throws {
        let study = try folder.stepwell(
            "study", reference("hetero-n12-t30"), "--seeds", "1", "--starts", "half,random,certified", "--penalties",
            "0.01,1", "--csv", "-")
        #expect(study.status == 0)
        let rows = rows(study.output)
        #expect(rows.count == 6)
        for row in rows {
            let solve = try folder.stepwell(
                "solve", reference("hetero-n12-t30"), "--method", "paper", "--start", try #require(row["start"]),
                "--penalty", try #require(row["penalty"]), "-o", "plan.json", "--log", "log.txt")
            #expect(solve.status == 0)
            let plan = JSONText(try folder.text(of: "plan.json"))
            #expect(row["medianObjective"].flatMap(Double.init) == plan.number("objective"))
            let iterations = try folder.text(of: "log.txt").split(separator: "\n").count - 1
            #expect(row["medianIterations"] == "\(Double(iterations))")
            let gap = try #require(row["medianGap"].flatMap(Double.init))
            #expect(abs(gap - plan.number("relativeGap")) <= 2e-9)
        }
    }

    @Test func specialScenariosAreStudied() throws {
        for name in ["hetero-n1-t30", "zero-budget-n40", "no-local-steps-n40"] {
            let study = try folder.stepwell(
                "study", reference(name), "--seeds", "2", "--steps", "integer", "--csv", "-")
            #expect(study.status == 0, "\(name): \(study.errors)")
            #expect(rows(study.output).count == 30)
        }
        let infeasible = try folder.stepwell("study", reference("infeasible-user-n200"), "--csv", "none.csv")
        #expect(infeasible.status == 3)
        #expect(
            infeasible.output.contains(
                "can run at neither site: it needs at least 17 steps; its device does at most 5;"))
        #expect(folder.contents.isEmpty)
    }

    @Test func interruptionKeepsTheFinishedRows() throws {
        // The first row takes a moment, the hundred thousand runs of the second one much longer, in either build.
        let users = Effort.isOptimised ? "3000" : "100"
        #expect(try folder.stepwell("generate", "--users", users, "-o", "many.json").status == 0)
        let study = try RunningCommand(
            ["study", "many.json", "--seeds", "100000", "--penalties", "1e5", "--csv", "rows.csv"], in: folder)
        usleep(2_000_000)
        #expect(study.isRunning)
        study.send(SIGINT)
        let outcome = try study.outcome()
        #expect(outcome.status == 2 && !outcome.wasKilled)
        #expect(outcome.output.hasSuffix("\ninterrupted\n"))
        #expect(rows(try folder.text(of: "rows.csv")).map { $0["start"] } == ["half"])
    }
}

import Foundation
import ScenarioFiles
import TestSupport
import Testing

/// The option `--report` of the commands.
@Suite struct ReportTests {
    private let folder = Folder()

    private func expectPage(_ page: String, command: String, subject: String) {
        #expect(page.hasPrefix("<!DOCTYPE html>\n"))
        #expect(page.hasSuffix("</html>\n"))
        #expect(page.contains("<p class=\"command\">stepwell \(command)</p>"))
        #expect(page.contains("<h1><bdi>\(subject)</bdi></h1>"))
        #expect(page.contains("<p>stepwell 0."))
    }

    /// The report goes beside whatever the command does without it.
    @Test func everyCommandWritesOne() throws {
        let commands: [(name: String, arguments: [String], figures: Int)] = [
            ("solve", ["solve", example("example"), "-o", "plan.json"], 7),
            ("solve", ["solve", example("example"), "--method", "paper", "--penalty", "1", "-o", "plan.json"], 11),
            ("solve", ["solve", example("example"), "--method", "greedy", "--steps", "integer", "-o", "plan.json"], 6),
            ("crosscheck", ["crosscheck", example("example"), "--iterations", "2"], 1),
            ("study", ["study", example("example"), "--seeds", "2", "--penalties", "0,1"], 2),
            (
                "sweep",
                [
                    "sweep", example("example"), "--vary", "edge.stepBudget=100:500:100", "--methods",
                    "certified,random", "--seeds", "3",
                ], 9
            ),
        ]
        for (name, arguments, figures) in commands {
            let plain = try RunningCommand(arguments, in: folder).outcome()
            let told = try RunningCommand(arguments + ["--report", "page.html"], in: folder).outcome()
            #expect(told.status == 0, "\(arguments): \(told.errors)")
            let lines = { (text: String) in text.split(separator: "\n").filter { !$0.hasPrefix("seconds") } }
            #expect(lines(told.output) == lines(plain.output))
            let page = try folder.text(of: "page.html")
            expectPage(page, command: name, subject: "example")
            // Rounding of the last bound may save a figure that would show nothing.
            let drawn = page.matches(of: /<svg\s/).count
            #expect(drawn == figures || drawn == figures - 1, "\(arguments): \(drawn) figures")
        }
        let profile = try folder.stepwell(
            "profile", example("example"), "--repetitions", "1", "--report", "page.html")
        #expect(profile.status == 0)
        expectPage(try folder.text(of: "page.html"), command: "profile", subject: "example")
        #expect(folder.contents == ["page.html", "plan.json"])
    }

    @Test func numbersAreThoseOfThePlan() throws {
        let solve = try folder.stepwell("solve", example("example"), "-o", "plan.json", "--report", "page.html")
        #expect(solve.status == 0)
        let plan = try PlanDocument(path: folder.path(of: "plan.json"))
        let page = try folder.text(of: "page.html")
        #expect(page.contains(">\(try #require(plan.outcome).objective)<"))
        #expect(page.contains(">\(try #require(plan.lowerBound))<"))
    }

    /// Whatever would be on standard output makes room for the page.
    @Test func standardOutputTakesThePage() throws {
        for arguments in [
            ["solve", example("example"), "-o", "plan.json"], ["crosscheck", example("example")],
            ["study", example("example"), "--seeds", "1", "--penalties", "0"],
            ["sweep", example("example"), "--vary", "edge.stepBudget=100,500"],
            ["profile", example("example"), "--repetitions", "1"],
        ] {
            let plain = try RunningCommand(arguments, in: folder).outcome()
            let told = try RunningCommand(arguments + ["--report", "-"], in: folder).outcome()
            #expect(told.status == 0)
            expectPage(told.output, command: arguments[0], subject: "example")
            #expect(told.errors.split(separator: "\n").count == plain.output.split(separator: "\n").count)
        }
        #expect(folder.contents == ["plan.json"])
    }

    /// A name that would be a script is shown as it is.
    @Test func namesAreEscaped() throws {
        let name = #"<script>alert(1)</script> \"q\" 'a' &amp;"#
        try folder.write(validScenario.with("\"three\"", "\"\(name)\""), to: "s.json")
        #expect(try folder.stepwell("solve", "s.json", "-q", "--report", "page.html").status == 0)
        let page = try folder.text(of: "page.html")
        expectPage(
            page, command: "solve",
            subject: "&lt;script&gt;alert(1)&lt;/script&gt; &quot;q&quot; &#39;a&#39; &amp;amp;")
        #expect(!page.contains("<script"))
    }

    /// What cannot be written is found out before the work, and nothing is left behind.
    @Test func unwritablePagesAreRefusedEarly() throws {
        try folder.write(endlessScenario(), to: "endless.json")
        for path in ["no/page.html", "."] {
            let solve = try folder.stepwell(
                "solve", "endless.json", "--gap", "1e-14", "--node-limit", "100000000", "--report", path)
            #expect(solve.status == 74)
            #expect(solve.errors.contains("cannot write \(path)"))
        }
        for command in ["crosscheck", "study"] {
            #expect(try folder.stepwell(command, example("example"), "--report", "no/page.html").status == 74)
        }
        #expect(try folder.stepwell("profile", "--users", "10", "--report", "no/page.html").status == 74)
        let sweep = try folder.stepwell(
            "sweep", "endless.json", "--vary", "edge.stepBudget*=1", "--gap", "1e-14", "--node-limit", "100000000",
            "--report", "no/page.html")
        #expect(sweep.status == 74 && sweep.output.isEmpty)
        #expect(folder.contents == ["endless.json"])
    }

    /// Without the program that draws there is no report, which is said before the work.
    @Test func missingProgramsAreNamed() throws {
        try folder.write(endlessScenario(), to: "endless.json")
        let solve = try folder.shell(
            "PATH=/nonexistent '\(Command.path)' solve endless.json --gap 1e-14 --node-limit 100000000 "
                + "--report page.html")
        #expect(solve.status == 74)
        #expect(solve.errors.contains("gnuplot") && solve.errors.contains("apt-get install"), "\(solve.errors)")
        #expect(solve.output.isEmpty)
        #expect(folder.contents == ["endless.json"])
        // Without the option it is not missed.
        let plain = try folder.shell("PATH=/nonexistent '\(Command.path)' solve '\(example("example"))' -q")
        #expect(plain.status == 0)
    }

    /// The verdict is told as well where there is no plan, or only a first one.
    @Test func verdictsKeepTheirExitStatus() throws {
        let infeasible = try folder.stepwell(
            "solve", reference("infeasible-budget-n60"), "-o", "plan.json", "--report", "page.html")
        #expect(infeasible.status == 3)
        #expect(try folder.text(of: "page.html").contains("Why there is no plan"))
        let study = try folder.stepwell("study", reference("infeasible-user-n200"), "--report", "page.html")
        #expect(study.status == 3)
        #expect(try folder.text(of: "page.html").contains("verdict bad\">infeasible"))
        let sweep = try folder.stepwell(
            "sweep", example("example"), "--vary", "users.minimumSteps=1000", "--report", "page.html")
        #expect(sweep.status == 3)
        #expect(try folder.text(of: "page.html").contains("verdict bad\">infeasible"))
        try folder.write(endlessScenario(), to: "endless.json")
        let late = try folder.stepwell(
            "solve", "endless.json", "--gap", "1e-14", "--node-limit", "5", "--report", "page.html")
        #expect(late.status == 2)
        let page = try folder.text(of: "page.html")
        #expect(page.contains("stopped by the node limit"))
        #expect(!page.contains("under other budgets"))
    }

    /// A page that is already there is replaced by a whole one.
    @Test func oldPagesAreReplaced() throws {
        try folder.write("old", to: "page.html")
        #expect(try folder.stepwell("solve", example("example"), "-q", "--report", "page.html").status == 0)
        expectPage(try folder.text(of: "page.html"), command: "solve", subject: "example")
        #expect(folder.contents == ["example.plan.json", "page.html"])
    }
}

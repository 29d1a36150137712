import Foundation
import TestSupport
import Testing

/// Every command that the documents print runs, in a folder that has the examples, and prints what the documents show of it.
@Suite struct DocumentationTests {
    /// Those whose commands compute for long are left out without optimisation.
    private static let slow = ["Documentation/Figures.md", "Documentation/Paper.md"]

    static let documents: [String] = {
        let folder = packageFolder.appendingPathComponent("Documentation").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let guides = names.filter { $0.hasSuffix(".md") }.map { "Documentation/" + $0 }.sorted()
        return (guides + ["Examples/README.md", "README.md"]).filter { Effort.isOptimised || !slow.contains($0) }
    }()

    @Test(arguments: documents) func printedCommandsRunAndPrintWhatIsShown(document: String) throws {
        let folder = Folder()
        try FileManager.default.copyItem(
            atPath: packageFolder.appendingPathComponent("Examples").path, toPath: folder.path(of: "Examples"))
        let text = try String(contentsOf: packageFolder.appendingPathComponent(document), encoding: .utf8)
        for example in DocumentedExample.all(in: text) {
            var printed = PrintedText()
            for command in example.commands {
                let outcome = try folder.shell(command.line)
                #expect(outcome.status == command.status, "\(command.line)\n\(outcome.errors)")
                #expect(!outcome.wasKilled)
                printed.add(outcome.output, outcome.errors, of: command.line)
                if let log = command.line.firstMatch(of: /--log ([^ -][^ ]*)/)?.output.1 {
                    printed.add(file: try folder.text(of: String(log)))
                }
            }
            for block in example.shown {
                #expect(
                    printed.shows(block),
                    "\(document) is stale: \(example.commands.map(\.line)) prints\n\(printed.lines.joined(separator: "\n"))"
                )
            }
        }
    }

    /// A guide without a command that runs would be one that is not read.
    @Test func documentsHaveCommandsAndOutput() throws {
        var (commands, blocks) = (0, 0)
        for document in ["Documentation/Command.md", "Documentation/Calibration.md"] {
            let text = try String(contentsOf: packageFolder.appendingPathComponent(document), encoding: .utf8)
            let examples = DocumentedExample.all(in: text)
            commands += examples.reduce(0) { $0 + $1.commands.count }
            blocks += examples.reduce(0) { $0 + $1.shown.count }
        }
        #expect(commands >= 50 && blocks >= 10)
    }

    @Test func examplesAreExtracted() {
        let examples = DocumentedExample.all(
            in: """
                text
                stepwell no
                ```sh
                stepwell a
                ls
                stepwell b  # exit status 2
                ```
                ```text
                stepwell no
                ```
                ```sh
                stepwell c
                ```
                """)
        #expect(examples.map { $0.commands.map(\.line) } == [["stepwell a", "stepwell b  "], ["stepwell c"]])
        #expect(examples.first?.commands.map(\.status) == [0, 2])
        #expect(examples.map(\.shown) == [[["stepwell no"]], []])
    }

    /// What is not the same on every machine is left aside, and nothing else.
    @Test func staleOutputIsFound() {
        var printed = PrintedText()
        printed.add("a 1\nb 2\nseconds  0.1 (local 2e-05)\n", "stepwell: warning: w\n", of: "stepwell solve s.json")
        #expect(printed.shows(["b 2", "seconds  0.3 (local 1)"]))
        #expect(printed.shows(["stepwell: warning: w"]))
        #expect(!printed.shows(["a 1", "b 3"]) && !printed.shows(["a 1", "seconds  0.1 (local 1)"]))
        #expect(!printed.shows(["seconds  0.3 (price 1)"]) && !printed.shows(["b 2", "stepwell: warning: w"]))
        printed.add(file: " iter  gap   seconds\n    1  0.5   8.2e-05\n    2  0.4  0.000156\n")
        #expect(printed.shows([" iter  gap   seconds", "    1  0.5         1"]))
        #expect(!printed.shows([" iter  gap   seconds", "    1  0.6   8.2e-05"]))
        var limited = PrintedText()
        limited.add("status     stopped\nthe gap    1\n", "", of: "stepwell solve s.json --time-limit 1")
        #expect(limited.shows(["status     timeLimit", "bound      2", "the gap    0.3"]))
        #expect(
            !limited.shows(["status     stopped", "bound      1"])
                && !limited.shows(["the gap    1", "status     stopped"]))
        #expect(!PrintedText().shows(["status     stopped"]))
    }

    /// The errors that the guide shows are those that such files give.
    @Test func printedErrorsAreThoseOfTheProgram() throws {
        let guide = try String(
            contentsOf: packageFolder.appendingPathComponent("Documentation/Command.md"), encoding: .utf8)
        let folder = Folder()
        try folder.write(validScenario.with("[0.05, 0.06, 0.07]", "[0.05, -0.06, 0.07]"), to: "bad.json")
        try folder.write(
            "{\n\"format\": \"stepwell-scenario/1\",\n\"name\": \"cut\",\n\"weights\": {\"time\": 1, \"error\": 1 \"energy\": 0}}",
            to: "cut.json")
        for name in ["bad", "cut", "none"] {
            let outcome = try folder.stepwell("solve", "\(name).json")
            #expect(outcome.status != 0 && guide.contains("\n" + outcome.errors), "\(outcome.errors)")
        }
        guard !Effort.isSanitized else { return }
        let uniform = [
            ("\"count\": 3", "\"count\": 100000000"), ("[0.001, 0.0011, 0.0012]", "0.001"),
            ("[1.2e9, 1.5e9, 1.8e9]", "1e9"),
            ("[1, 0.9, 0.8]", "1"), ("[0.05, 0.06, 0.07]", "0.05"), ("[15, 16, 17]", "15"),
        ]
        try folder.write(uniform.reduce(validScenario) { $0.with($1.0, $1.1) }, to: "huge.json")
        let outcome = try folder.shell("ulimit -v 3000000; stepwell solve huge.json")
        func masked(_ text: String) -> String {
            text.replacing(/at most \d+ on/, with: "at most # on").replacing(/leaves [0-9.]+ .B/, with: "leaves #")
        }
        #expect(masked(guide).contains("\n" + masked(outcome.errors)), "\(outcome.errors)")
    }

    /// The guide has a section for each subcommand and a row for each of its options.
    @Test func guideIsComplete() throws {
        let folder = Folder()
        let guide = try String(
            contentsOf: packageFolder.appendingPathComponent("Documentation/Command.md"), encoding: .utf8)
        for name in [
            "solve", "verify", "batch", "crosscheck", "study", "sweep", "explain", "reproduce", "calibrate", "generate",
            "profile",
            "info",
        ] {
            let heading = try #require(guide.firstRange(of: "\n## `stepwell \(name)"))
            let rest = guide[heading.upperBound...]
            let section = rest[..<(rest.firstRange(of: "\n## ")?.lowerBound ?? rest.endIndex)]
            let help = try folder.stepwell(name, "--help").output
            let options = help.matches(of: /--[a-z][a-z-]*/).map { String($0.output) }
            for option in Set(options).subtracting(["--help", "--version"]) {
                #expect(section.contains("`\(option)"), "\(name) \(option)")
            }
        }
    }
}

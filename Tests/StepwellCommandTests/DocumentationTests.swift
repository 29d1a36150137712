import Foundation
import TestSupport
import Testing

/// Every command that the documents print runs, in a folder that has the examples.
@Suite struct DocumentationTests {
    /// Without optimisation those that compute for long are left out.
    static let documents =
        ["Documentation/Command.md", "Documentation/Calibration.md", "Examples/README.md", "README.md"]
        + (Effort.isOptimised ? ["Documentation/Figures.md", "Documentation/Paper.md"] : [])

    @Test(arguments: documents) func printedCommandsRun(document: String) throws {
        let folder = Folder()
        try FileManager.default.copyItem(
            atPath: packageFolder.appendingPathComponent("Examples").path, toPath: folder.path(of: "Examples"))
        let text = try String(contentsOf: packageFolder.appendingPathComponent(document), encoding: .utf8)
        let commands = Self.commands(in: text)
        #expect(!commands.isEmpty)
        for command in commands {
            let outcome = try folder.shell(command.line)
            #expect(outcome.status == command.status, "\(command.line)\n\(outcome.errors)")
            #expect(!outcome.wasKilled)
        }
    }

    /// The lines of the fenced `sh` blocks that begin with `stepwell`, each with the exit status that a comment at its
    /// end announces, 0 without one.
    static func commands(in document: String) -> [(line: String, status: Int32)] {
        var commands: [(line: String, status: Int32)] = []
        var isInside = false
        for line in document.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                isInside = line == "```sh"
            } else if isInside, line.hasPrefix("stepwell ") {
                let parts = line.components(separatedBy: "# exit status ")
                commands.append((parts[0], parts.count > 1 ? Int32(parts[1]) ?? -1 : 0))
            }
        }
        return commands
    }

    @Test func commandsAreExtracted() {
        let commands = Self.commands(
            in: "text\nstepwell no\n```sh\nstepwell a\nls\nstepwell b  # exit status 2\n```\n```text\nstepwell no\n```")
        #expect(commands.map(\.line) == ["stepwell a", "stepwell b  "])
        #expect(commands.map(\.status) == [0, 2])
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

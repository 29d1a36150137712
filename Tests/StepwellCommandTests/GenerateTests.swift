import Foundation
import ScenarioFiles
import Testing

/// `stepwell generate`, `info`, and the help texts.
@Suite struct GenerateTests {
    private let folder = Folder()

    @Test(arguments: ScenarioFamily.allCases) func familiesAreGeneratedAndSolved(family: ScenarioFamily) throws {
        let generate = try folder.stepwell(
            "generate", "--family", family.rawValue, "--users", "40", "--seed", "7", "--tightness", "0.5", "-o",
            "s.json")
        #expect(generate.status == 0)
        #expect(generate.output.isEmpty && generate.errors.isEmpty)
        let scenario = try Scenario(path: folder.path(of: "s.json"))
        #expect(scenario.count == 40)
        #expect(scenario.name == "\(family.rawValue)-n40-t50-seed7")
        #expect(try folder.stepwell("solve", "s.json").status == 0)
        #expect(try folder.stepwell("verify", "s.json", "s.plan.json").status == 0)
    }

    /// The seed alone decides, and standard output gets the bytes that a file gets.
    @Test func sameSeedGivesTheSameBytes() throws {
        for (seed, file) in [("3", "a.json"), ("3", "b.json"), ("4", "c.json")] {
            #expect(try folder.stepwell("generate", "--seed", seed, "--output", file).status == 0)
        }
        #expect(try folder.data(of: "a.json") == folder.data(of: "b.json"))
        #expect(try folder.data(of: "a.json") != folder.data(of: "c.json"))
        #expect(try folder.stepwell("generate", "--seed", "3", "-o", "-").output == folder.text(of: "a.json"))
    }

    @Test(arguments: Preset.allCases) func presetsAreTheExamples(preset: Preset) throws {
        let generate = try folder.stepwell("generate", "--preset", preset.rawValue, "--pretty", "-o", "preset.json")
        #expect(generate.status == 0)
        #expect(try Scenario(path: folder.path(of: "preset.json")) == Scenario(path: example(preset.rawValue)))
        #expect(try folder.text(of: "preset.json").contains("\n  \"count\": 30,\n"))
    }

    @Test func infoNamesWhatRuns() throws {
        let info = try folder.stepwell("info")
        #expect(info.status == 0)
        let fields = info.output.split(separator: "\n").map { $0.prefix(16).trimmingCharacters(in: .whitespaces) }
        #expect(fields == ["version", "kernels", "linear algebra", "LAPACK", "formats"])
        #expect(info.output.hasSuffix("formats         stepwell-scenario/1, stepwell-plan/1\n"))
        #expect(folder.contents.isEmpty)
    }

    @Test func versionIsTheOneInPlans() throws {
        let version = try folder.stepwell("--version")
        #expect(version.status == 0)
        #expect(try folder.stepwell("solve", example("example"), "-q").status == 0)
        let inPlan = JSONText(try folder.text(of: "example.plan.json"))["statistics.version"]
        #expect("\"\(version.output)" == inPlan.dropLast() + "\n")
    }

    /// Help goes to standard output, and names every subcommand and every option.
    @Test func helpIsComplete() throws {
        let help = try folder.stepwell("--help")
        #expect(help.status == 0)
        for name in ["solve", "verify", "generate", "info"] {
            #expect(help.output.contains("\n  \(name) "))
            #expect(try folder.stepwell(name, "--help").output.contains("USAGE: stepwell \(name)"))
        }
        let solve = try folder.stepwell("help", "solve")
        #expect(solve.status == 0)
        for option in [
            "steps", "gap", "time-limit", "node-limit", "threads", "start-price", "instruction-set", "output", "log",
            "quiet",
        ] { #expect(solve.output.contains("--\(option)")) }
        #expect(try folder.stepwell().output.contains("USAGE: stepwell <subcommand>"))
    }
}

import Foundation
import TestSupport
import Testing

/// A command does not write over what it reads, nor one output over another, under whatever name.
@Suite struct SameFileTests {
    private let folder = Folder()

    init() throws {
        try folder.write(validScenario.replacing("\n", with: " ") + "\n", to: "s.json")
        try FileManager.default.createDirectory(atPath: folder.path(of: "d"), withIntermediateDirectories: false)
        #expect(symlink("s.json", folder.path(of: "soft.json")) == 0)
        #expect(link(folder.path(of: "s.json"), folder.path(of: "hard.json")) == 0)
    }

    static let commands = [
        "solve s.json -o OUT", "solve s.json -q -o p.json --log OUT", "solve - -o OUT < s.json",
        "solve s.json --method paper -o OUT", "batch s.json -o OUT", "batch s.json --fresh -o OUT",
        "study s.json --seeds 1 --penalties 1 --csv OUT", "profile s.json --repetitions 1 --trace OUT",
    ]

    @Test(arguments: commands) func theInputIsNotOverwritten(command: String) throws {
        let before = try folder.data(of: "s.json")
        for name in ["s.json", "./s.json", "d/../s.json", "soft.json", "hard.json", folder.path(of: "s.json")] {
            let outcome = try folder.shell("stepwell " + command.replacing("OUT", with: name))
            #expect(outcome.status == 64, "\(name): \(outcome.errors)")
            #expect(outcome.errors.contains("\(name) is both input and output"), "\(outcome.errors)")
            #expect(outcome.output.isEmpty)
        }
        #expect(try folder.data(of: "s.json") == before)
        #expect(folder.contents == ["d", "hard.json", "s.json", "soft.json"])
    }

    @Test func twoOutputsAreTwoFiles() throws {
        for exists in [false, true] {
            if exists { try folder.write("old", to: "p.json") }
            let outcome = try folder.stepwell("solve", "s.json", "-q", "-o", "p.json", "--log", "p.json")
            #expect(outcome.status == 64)
            #expect(outcome.errors.contains("p.json is the place of two outputs"))
            #expect(folder.contents.contains("p.json") == exists)
        }
        #expect(try folder.stepwell("solve", "s.json", "-q", "-o", "/dev/null", "--log", "/dev/null").status == 0)
    }
}

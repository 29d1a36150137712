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

    /// Every pair of outputs, under two spellings of a file that is there or not.
    @Test(
        arguments: [
            "solve s.json -q -o ONE --log TWO", "solve s.json -q -o TWO --log ONE",
            "solve s.json -o ONE --report TWO", "profile s.json --repetitions 1 --trace ONE --report TWO",
            "study s.json --seeds 1 --penalties 1 --csv ONE --report TWO",
            "sweep s.json --vary edge.stepBudget=9 --csv ONE --plot TWO",
            "sweep s.json --vary edge.stepBudget=9 --plot ONE --report TWO",
            "calibrate table.csv --into s.json -o ONE --plot TWO",
            "calibrate table.csv --plot ONE --residual-plot TWO",
        ], [false, true]) func twoSpellingsAreOneFile(command: String, exists: Bool) throws
    {
        try folder.write("steps,error\n1,0.7\n2,0.5\n3,0.4\n4,0.35\n5,0.3\n", to: "table.csv")
        try FileManager.default.createDirectory(atPath: folder.path(of: "d/e"), withIntermediateDirectories: false)
        #expect(symlink("..", folder.path(of: "d/up")) == 0)
        #expect(symlink("d/e", folder.path(of: "straight")) == 0)
        #expect(symlink("new.svg", folder.path(of: "dangling.svg")) == 0)
        if exists { try folder.write("old", to: "new.svg") }
        let before = folder.contents
        for (one, two) in [
            ("new.svg", "./new.svg"), ("new.svg", folder.path(of: "new.svg")), ("d/../new.svg", "new.svg"),
            ("d/up/new.svg", ".//new.svg"), ("straight/../up/new.svg", "new.svg"), ("dangling.svg", "new.svg"),
            ("d/e/fresh.svg", "straight/fresh.svg"), ("d/up/dangling.svg", "straight/../../new.svg"),
        ] {
            let line = command.replacing("ONE", with: one).replacing("TWO", with: two)
            let outcome = try folder.shell("stepwell " + line)
            #expect(outcome.status == 64, "\(line): \(outcome)")
            #expect(outcome.errors.contains("is the place of two outputs"), "\(line): \(outcome.errors)")
        }
        #expect(folder.contents == before)
        if exists { #expect(try folder.text(of: "new.svg") == "old") }
    }

    /// Random spellings of random places: either a usage error, or both outputs are there.
    @Test func twoOutputsAreRefusedOrBothThere() throws {
        try FileManager.default.createDirectory(atPath: folder.path(of: "d/e"), withIntermediateDirectories: false)
        #expect(symlink("..", folder.path(of: "d/up")) == 0)
        var generator = SeededGenerator(seed: 6)
        let steps = ["", "./", "d/../", "d/", "d/up/", "d/e/../", "d/e/", "d/up/d/e/", folder.path + "/", "d//"]
        var statuses: Set<Int32> = []
        for _ in 0..<Effort.rounds(60) {
            let files = ["a", "b", "d/a", "d/b", "d/e/a", "d/e/b"]
            for file in files { try? FileManager.default.removeItem(atPath: folder.path(of: file)) }
            for file in files where generator.chance(0.2) {
                _ = symlink(generator.chance(0.5) ? "a" : "b", folder.path(of: file))
            }
            let paths = (0..<2).map { _ in
                steps.randomElement(using: &generator)! + (generator.chance(0.5) ? "a" : "b")
            }
            let outcome = try folder.stepwell("solve", "s.json", "-q", "-o", paths[0], "--log", paths[1])
            statuses.insert(outcome.status)
            switch outcome.status {
            case 0:
                #expect(try folder.text(of: paths[0]).hasPrefix("{\"format\":\"stepwell-plan/1\""), "\(paths)")
                #expect(try folder.text(of: paths[1]).hasPrefix(" iter "), "\(paths)")
            case 64: #expect(outcome.errors.contains("two outputs"), "\(paths): \(outcome.errors)")
            // Links that lead in a circle.
            default: #expect(outcome.status == 74 && outcome.errors.contains("Too many levels"), "\(outcome)")
            }
        }
        #expect(statuses.isSuperset(of: [0, 64]))
    }

    /// Links in the folder of a figure make one file of two.
    @Test func figuresAreFilesOfTheirOwn() throws {
        try FileManager.default.createDirectory(atPath: folder.path(of: "out/fig2"), withIntermediateDirectories: true)
        #expect(symlink("fig2", folder.path(of: "out/gaps")) == 0)
        let all = try folder.stepwell("reproduce", "all", "-o", "out", "-q")
        #expect(all.status == 64 && all.errors.contains("is the place of two outputs"), "\(all)")
        #expect(symlink("fig2.csv", folder.path(of: "out/fig2/scenarios.jsonl")) == 0)
        let one = try folder.stepwell("reproduce", "fig2", "-o", "out", "-q", "--users", "5", "--budgets", "3")
        #expect(one.status == 64 && one.errors.contains("is the place of two outputs"), "\(one)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path(of: "out/fig2")) == ["scenarios.jsonl"])
    }
}

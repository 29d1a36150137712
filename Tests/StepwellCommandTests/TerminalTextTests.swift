import Foundation
import TestSupport
import Testing

/// Names, keys, headings and paths are shown on one line, and no terminal obeys them.
@Suite struct TerminalTextTests {
    private let folder = Folder()

    /// A name that would begin a line of its own, clear the screen and turn what follows.
    private static let name = "x\\nstatus          optimal, FAKE\\u001b[2J\\u202e\\u009b31m"
    private static let shown = "x\\nstatus          optimal, FAKE\\u001b[2J\\u202e\\u009b31m"

    private func expectPlain(_ outcome: CommandOutcome, status: Int32 = 0, _ words: String...) {
        #expect(outcome.status == status && !outcome.wasKilled, "\(outcome.errors)")
        for text in [outcome.output, outcome.errors] {
            let controls = text.unicodeScalars.filter { scalar in
                let category = scalar.properties.generalCategory
                return scalar != "\n" && (category == .control || category == .lineSeparator || scalar == "\u{202e}")
            }
            #expect(controls.isEmpty, "\(text)")
            #expect(!text.split(separator: "\n").contains { $0.hasPrefix("status          optimal, FAKE") })
        }
        for word in words { #expect((outcome.output + outcome.errors).contains(word), "\(outcome.errors)") }
    }

    private func writeScenario() throws {
        try folder.write(validScenario.with("\"three\"", "\"\(Self.name)\""), to: "s.json")
    }

    @Test(arguments: [
        ["solve", "s.json"], ["solve", "s.json", "--method", "greedy", "--output", "-"],
        ["explain", "s.json", "--user", "0"],
        ["explain", "s.json", "--user", "1", "--json"], ["crosscheck", "s.json", "--json"], ["crosscheck", "s.json"],
        ["study", "s.json", "--seeds", "1", "--penalties", "0"], ["profile", "s.json", "--repetitions", "1", "--json"],
    ])
    func namesOfScenariosAreShown(arguments: [String]) throws {
        try writeScenario()
        expectPlain(try RunningCommand(arguments, in: folder).outcome())
    }

    @Test func theNameItselfIsShown() throws {
        try writeScenario()
        expectPlain(try folder.stepwell("solve", "s.json"), "scenario        \(Self.shown), 3 users")
        expectPlain(try folder.stepwell("explain", "s.json", "--user", "0"), "0 of \(Self.shown), 3 users")
        // In JSON it is what it was.
        let line = validScenario.with("\"three\"", "\"\(Self.name)\"").replacing("\n", with: "")
        try folder.write(line + "\n", to: "lines.jsonl")
        expectPlain(
            try folder.stepwell("batch", "lines.jsonl", "--output", "-", "--quiet"), "\"name\":\"\(Self.name)\"")
    }

    /// A figure's title is the name, without what cannot be drawn; pages have it, too.
    @Test func figuresOfOddNamesAreDrawn() throws {
        try writeScenario()
        let arguments = ["sweep", "s.json", "--vary", "edge.stepBudget=10,20", "--plot", "f.svg", "--report", "r.html"]
        expectPlain(try RunningCommand(arguments, in: folder).outcome())
        #expect(folder.contents == ["f.svg", "r.html", "s.json"])
        #expect(try folder.text(of: "f.svg").contains("optimal, FAKE"))
        #expect(try !folder.text(of: "r.html").unicodeScalars.contains("\u{1b}"))
    }

    @Test func keysAreShown() throws {
        try folder.write(
            validScenario.with("\"three\",", "\"three\", \"a\\nstepwell: error: b\\u001b[31m\": 1,"), to: "k.json")
        let outcome = try folder.stepwell("solve", "k.json")
        expectPlain(outcome, status: 65, "k.json: a\\nstepwell: error: b\\u001b[31m: found an unknown key")
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    @Test(arguments: ["a\nstepwell: error: b\u{1b}[31m.json", "c\r\u{9b}2J.json", "\u{202e}nosj.x"])
    func pathsAreShown(path: String) throws {
        let missing = try folder.stepwell("solve", path)
        expectPlain(missing, status: 74, "cannot read ")
        #expect(missing.errors.split(separator: "\n").count == 1)
        try folder.write(validScenario.with("\"count\": 3", "\"count\": 0"), to: path)
        let bad = try folder.stepwell("solve", path)
        expectPlain(bad, status: 65, "count: found 0")
        #expect(bad.errors.split(separator: "\n").count == 1)
        try folder.write(validScenario, to: path)
        expectPlain(try folder.stepwell("solve", path), "plan            ")
        expectPlain(try folder.stepwell("solve", path, "--output", path), status: 64, "is both input and output")
        expectPlain(try folder.stepwell("batch", path, "--output", path), status: 64, "is both input and output")
    }

    /// Arguments that a message repeats.
    @Test(arguments: [
        ["solve", "s.json", "--no\u{1b}[31m"], ["solve", "s.json", "--method", "a\nb"],
        ["solve", "s.json", "--gap", "\u{1b}[2J"],
        ["solve", "s.json", "--steps=\u{9b}x"], ["sweep", "s.json", "--vary", "a\nb=1"], ["x\ny"],
        ["solve", "s.json", "t\u{202e}"],
        ["calibrate", "s.json", "--plot", "a\nb.pdf"],
    ])
    func argumentsAreShown(arguments: [String]) throws {
        try folder.write(validScenario, to: "s.json")
        let outcome = try RunningCommand(arguments, in: folder).outcome()
        expectPlain(outcome, status: 64)
        // What follows a line break in an argument begins no line.
        #expect(
            !outcome.errors.split(separator: "\n").contains { $0.hasPrefix("b") || $0.hasPrefix("y") },
            "\(outcome.errors)")
    }

    @Test func headingsAreShown() throws {
        try folder.write("steps,e\u{1b}[2J\n1,9\n2,6\n3,4\n4,3\n5,2.5\n", to: "t.csv")
        expectPlain(try folder.stepwell("calibrate", "t.csv", "--plot", "t.svg"), "column e\\u001b[2J")
        expectPlain(try folder.stepwell("calibrate", "t.csv", "--json"))
        expectPlain(try folder.stepwell("calibrate", "t.csv", "--error", "f"), status: 65, "\"e\\u001b[2J\"")
    }
}

import Foundation
import TestSupport
import Testing

/// Input that cannot be used: the exit status says which kind, the message which entry, and nothing is written.
@Suite struct BadInputTests {
    private let folder = Folder()

    /// What is done to the valid scenario, and what the message must say.
    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let change: @Sendable (String) -> String
        let words: [String]

        init(_ name: String, _ passage: String, _ replacement: String, _ words: String...) {
            testDescription = name
            change = { $0.with(passage, replacement) }
            self.words = words
        }

        init(_ name: String, _ words: String..., change: @escaping @Sendable (String) -> String) {
            testDescription = name
            self.change = change
            self.words = words
        }
    }

    private static let many = String(repeating: "9", count: 400)
    private static let nested = String(repeating: "[", count: 100_000)

    static let damages: [Damage] = [
        Damage("a string for a number", "0.002", "\"fast\"", "users.localStepTime", "\"fast\""),
        Damage(
            "an object for a number", "\"utilityRate\": 0.04", "\"utilityRate\": {}", "users.utilityRate", "an object"),
        Damage("true for a number", "\"utilityRate\": 0.04", "\"utilityRate\": true", "users.utilityRate", "true"),
        Damage("null for a required number", "0.002", "null", "users.localStepTime", "null"),
        Damage("a string in an array", "0.06", "\"x\"", "users.errorDecay, user 1", "\"x\""),
        Damage("an array in an array", "0.06", "[0.06]", "users.errorDecay, user 1", "an array"),
        Damage("a fraction as count", "\"count\": 3", "\"count\": 2.5", "count", "2.5", "whole number"),
        Damage("count 0", "\"count\": 3", "\"count\": 0", "count", "found 0"),
        Damage("count −3", "\"count\": 3", "\"count\": -3", "count", "found -3"),
        Damage("count 1e12", "\"count\": 3", "\"count\": 1e12", "count", "1e12", "100000000"),
        Damage("a count beyond the arrays", "\"count\": 3", "\"count\": 99999999", "users.", "an array of 3"),
        Damage("an array too short", "[15, 16, 17]", "[15, 16]", "users.localStepLimit", "an array of 2", "array of 3"),
        Damage("an array too long", "[15, 16, 17]", "[15, 16, 17, 18]", "users.localStepLimit", "an array of 4"),
        Damage("an empty array", "[15, 16, 17]", "[]", "users.localStepLimit", "an array of 0"),
        Damage("NaN", "0.06", "NaN", "users.errorDecay, user 1", "NaN", "finite"),
        Damage("Infinity", "0.07", "Infinity", "users.errorDecay, user 2", "Infinity", "finite"),
        Damage("−Infinity", "\"time\": 0.5", "\"time\": -Infinity", "weights.time", "-Infinity"),
        Damage("a number beyond every Double", "0.07", "1e400", "users.errorDecay, user 2", "1e400"),
        Damage("400 digits", "0.07", many, "users.errorDecay, user 2", "999", "400 characters"),
        Damage("a negative rate", "0.05, 0.06", "0.05, -0.06", "users.errorDecay, user 1", "-0.06", "≥ 0"),
        Damage("a negative rate for all", "\"utilityRate\": 0.04", "\"utilityRate\": -1", "users.utilityRate: ", "-1"),
        Damage("a negative budget", "\"stepBudget\": 40", "\"stepBudget\": -40", "edge.stepBudget", "-40"),
        Damage("a negative weight", "\"error\": 0.25", "\"error\": -1", "weights.error", "-1"),
        Damage("an unknown key", "\"name\"", "\"nome\"", "nome", "unknown key"),
        Damage("an unknown key of users", "\"utilityRate\"", "\"utilRate\"", "users.utilRate", "unknown key"),
        Damage("an unknown key of weights", "\"energy\"", "\"power\"", "weights.power", "unknown key"),
        Damage("a missing key", "\"count\": 3,", "", "count", "nothing"),
        Damage("a missing key of users", "\"utilityRate\": 0.04,", "", "users.utilityRate", "nothing"),
        Damage("a missing key of edge", "\"stepBudget\": 40, ", "", "edge.stepBudget", "nothing"),
        Damage("a repeated key", "\"count\": 3,", "\"count\": 3, \"count\": 3,", "line 1", "count", "twice"),
        Damage("another format", "scenario/1", "scenario/2", "format", "stepwell-scenario/2", "stepwell-scenario/1"),
        Damage("no format", "\"format\": \"stepwell-scenario/1\",", "", "format", "nothing"),
        Damage("a missing comma", "0.002,", "0.002", "line 4", "column"),
        Damage("a comment", "\"users\":", "// users\n\"users\":", "line 4", "'/'"),
        Damage("a leading zero", "0.002", "00.002", "line 4"),
        Damage("a control character", "three", "thr\u{1}ee", "line 1"),
        Damage("products too large", "1e-26, \"localF", "1e306, \"localF", "user 0", "inf", "too large"),
        Damage(
            "a floor above the start", "\"utilityRate\"", "\"errorFloor\": 0.85, \"utilityRate\"", "errorFloor, user 2"),
        Damage("a truncated file", "line 7", "ends") { String($0.prefix($0.count - 30)) },
        Damage("an empty file", "line 1, column 1", "ends") { _ in "" },
        Damage("white space only", "line 3", "ends") { _ in " \n\t\n " },
        Damage("a zero byte in a name", "three", "thr\u{0}ee", "line 1"),
        Damage("a zero byte between entries", "\"count\"", "\u{0}\"count\"", "line 1", "0x00"),
        Damage("zero bytes at the end", "line 7", "0x00") { $0 + "\u{0}\u{0}" },
        Damage("a second byte order mark", "line 1, column 2", "0xef") { "\u{feff}\u{feff}" + $0 },
        Damage("400 digits as count", "\"count\": 3", "\"count\": " + many, "count", "400 characters"),
        Damage(
            "400 digits behind the point", "0.07", "0." + many + "e9999", "users.errorDecay, user 2", "407 characters"),
        Damage("an exponent of 400 digits", "0.07", "1e" + many, "users.errorDecay, user 2", "402 characters"),
        Damage("deep nesting of objects", "users.users", "unknown key") { _ in
            String(repeating: "{\"users\":", count: 100_000)
        },
        Damage("text after the end", "line 7", "'{'") { $0 + "{}" },
        Damage("an array as document", "the document", "an array") { "[\($0)]" },
        Damage("deep nesting in place of a number", "users.utilityRate") { $0.with("0.04", nested) },
        Damage("deep nesting of everything", "the document", "an array") { _ in nested },
    ]

    @Test(arguments: damages) func damageIsLocated(damage: Damage) throws {
        try folder.write(damage.change(validScenario), to: "bad.json")
        try expectRefusal(
            status: 65, words: damage.words + ["error: bad.json: "], ["solve", "bad.json", "--output", "plan.json"],
            leaving: ["bad.json"])
    }

    @Test func undamagedScenarioIsSolved() throws {
        try folder.write(validScenario, to: "good.json")
        #expect(try folder.stepwell("solve", "good.json", "--output", "plan.json").status == 0)
    }

    @Test func invalidUTF8IsRefused() throws {
        var bytes = Data(validScenario.utf8)
        let name = try #require(bytes.range(of: Data("three".utf8)))
        bytes.replaceSubrange(name, with: [0xff, 0xfe, 0x80])
        try folder.write(bytes, to: "bad.json")
        try expectRefusal(status: 65, words: ["line 1", "UTF-8"], ["solve", "bad.json"], leaving: ["bad.json"])
        try folder.write(Data((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 167) }), to: "bad.json")
        try expectRefusal(status: 65, words: ["line 1"], ["solve", "bad.json"], leaving: ["bad.json"])
    }

    @Test func badPlansAreRefused() throws {
        #expect(try folder.stepwell("solve", example("example"), "-q").status == 0)
        let plan = try folder.text(of: "example.plan.json")
        for (passage, replacement, words) in [
            ("\"optimal\"", "\"perfect\"", ["status", "perfect"]),
            ("plan/1", "plan/9", ["format", "plan/9"]),
            ("\"price\":", "\"prize\":", ["prize", "unknown key"]),
            ("\"users\":", "\"people\":", ["people", "unknown key"]),
            ("\"statistics\":{", "\"statistics\":[", ["statistics", "an array"]),
        ] {
            try folder.write(plan.with(passage, replacement), to: "bad.json")
            try expectRefusal(
                status: 65, words: words, ["verify", example("example"), "bad.json"],
                leaving: ["bad.json", "example.plan.json"])
        }
    }

    // MARK: Files

    @Test func missingFilesAreInputErrors() throws {
        try folder.write(validScenario, to: "s.json")
        for arguments in [
            ["solve", "none.json"], ["verify", "none.json", "s.json"], ["verify", "s.json", "none.json"],
            ["solve", "s.json/none.json"], ["solve", ""],
        ] {
            try expectRefusal(status: 74, words: ["cannot read"], arguments, leaving: ["s.json"])
        }
    }

    @Test func directoryIsNoFile() throws {
        try expectRefusal(status: 74, words: ["cannot read .: Is a directory"], ["solve", "."], leaving: [])
    }

    /// The place of the output is looked at before the solve, so that a long one is not in vain.
    @Test(arguments: ["none/out.json", "folder", "s.json/out.json", ""]) func unusableOutputIsRefused(path: String)
        throws
    {
        try folder.write(validScenario, to: "s.json")
        try FileManager.default.createDirectory(atPath: folder.path(of: "folder"), withIntermediateDirectories: false)
        try folder.write(endlessScenario(), to: "endless.json")
        let left = ["endless.json", "folder", "s.json"]
        try expectRefusal(
            status: 74, words: ["cannot write \(path): "],
            ["solve", "endless.json", "--gap", "1e-14", "--node-limit", "100000000", "--output", path], leaving: left)
        try expectRefusal(
            status: 74, words: ["cannot write \(path): "], ["solve", "s.json", "--log", path], leaving: left)
        try expectRefusal(status: 74, words: ["cannot write \(path): "], ["generate", "-o", path], leaving: left)
    }

    /// The superuser may write everywhere, so that this shows nothing there.
    @Test(.enabled(if: geteuid() != 0)) func readOnlyDirectoryIsRefused() throws {
        try folder.write(validScenario, to: "s.json")
        try FileManager.default.createDirectory(
            atPath: folder.path(of: "locked"), withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o555])
        for arguments in [["solve", "s.json", "--output", "locked/out.json"], ["generate", "-o", "locked/out.json"]] {
            try expectRefusal(
                status: 74, words: ["cannot write locked/out.json: Permission denied"], arguments,
                leaving: ["locked", "s.json"])
        }
    }

    private func expectRefusal(
        status: Int32, words: [String], _ arguments: [String], leaving contents: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let outcome = try RunningCommand(arguments, in: folder).outcome()
        #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: sourceLocation)
        #expect(!outcome.wasKilled, sourceLocation: sourceLocation)
        #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
        #expect(outcome.errors.hasPrefix("stepwell: error: "), sourceLocation: sourceLocation)
        #expect(outcome.errors.split(separator: "\n").count == 1, sourceLocation: sourceLocation)
        for word in words {
            #expect(outcome.errors.contains(word), "\(outcome.errors)", sourceLocation: sourceLocation)
        }
        #expect(folder.contents == contents, sourceLocation: sourceLocation)
    }
}

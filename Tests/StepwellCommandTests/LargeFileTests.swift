import Foundation
import TestSupport
import Testing

/// Files too large to read at leisure: nonsense is refused by its beginning or its end, in little memory.
@Suite struct LargeFileTests {
    private let folder = Folder()

    /// Runs a line in half of the address space that reading a whole file would take.
    private func limited(_ line: String) throws -> CommandOutcome {
        try folder.shell(Effort.isSanitized ? line : "ulimit -v 1048576; \(line)")
    }

    @Test func nonsenseIsRefusedInLittleMemory() throws {
        #expect(try folder.stepwell("generate", "--users", "40000", "-o", "good.json").status == 0)
        #expect(try folder.stepwell("solve", "good.json", "-q", "-o", "plan.json").status == 0)
        for (name, head, word) in [
            ("zeros", "", "line 1, column 1"), ("brace", "{", "line 1, column 2"),
            ("format", "{\"format\": \"stepwell-scenario/1\",\n", "line 2, column 1"),
            ("words", String(repeating: "lorem ipsum ", count: 200_000), "line 1, column 1"),
            ("count", "{\"format\": \"stepwell-scenario/1\", \"count\": 1e12,", "1e12"),
        ] {
            try folder.write(head, to: name)
            #expect(truncate(folder.path(of: name), 2 << 30) == 0)
            for command in ["solve \(name)", "solve - < \(name)", "cat \(name) | stepwell solve -"] {
                let line = command.hasPrefix("cat") ? command : "stepwell \(command)"
                let outcome = try limited(line)
                #expect(outcome.status == 65 && !outcome.wasKilled, "\(line): \(outcome)")
                #expect(outcome.errors.contains(word), "\(line): \(outcome.errors)")
                #expect(outcome.errors.split(separator: "\n").count == 1)
            }
        }
        // A file that begins well and ends in nothing.
        for (name, arguments) in [("plan.json", "verify good.json plan.json"), ("good.json", "solve good.json")] {
            #expect(truncate(folder.path(of: name), 2 << 30) == 0)
            let outcome = try limited("stepwell \(arguments)")
            #expect(outcome.status == 65 && !outcome.wasKilled, "\(outcome)")
            #expect(outcome.errors.contains("\(name): the document: found a text of 2147483648 bytes"))
        }
    }

    @Test func noTableIsThatLarge() throws {
        for head in ["", "steps,error\n", "steps,error\n1,", String(repeating: "lorem ipsum ", count: 200_000)] {
            try folder.write(head, to: "table.csv")
            #expect(truncate(folder.path(of: "table.csv"), 2 << 30) == 0)
            for command in ["calibrate table.csv", "calibrate - < table.csv"] {
                let outcome = try limited("stepwell \(command)")
                #expect(outcome.status == 65 && !outcome.wasKilled, "\(command): \(outcome)")
                #expect(outcome.errors.contains("a table of at most 67108864 bytes"), "\(outcome.errors)")
            }
        }
    }

    /// A line of 1 GB is a bad line; those around it have their answers, and the batch is complete.
    @Test func aLineOfNonsenseIsABadLine() throws {
        let line = validScenario.replacing("\n", with: " ")
        try folder.write(line + "\n", to: "in.jsonl")
        #expect(truncate(folder.path(of: "in.jsonl"), 1 << 30) == 0)
        let end = try #require(FileHandle(forWritingAtPath: folder.path(of: "in.jsonl")))
        try end.seekToEnd()
        try end.write(contentsOf: Data("\n\(line)\n".utf8))
        try end.close()
        for resumed in [0, 3] {
            let outcome = try limited("stepwell batch in.jsonl -o out.jsonl --threads 1")
            #expect(outcome.status == 65 && !outcome.wasKilled, "\(outcome)")
            #expect(outcome.errors.hasPrefix("3 lines answered, \(resumed > 0 ? "3 of them before, " : "")1 bad"))
        }
        let answers = try folder.text(of: "out.jsonl").split(separator: "\n")
        #expect(answers.count == 3)
        #expect(answers[1].contains("\"error\":\"column 1: the byte 0x00 where a value is expected\""))
        #expect(answers[0].contains("\"status\":\"optimal\"") && answers[2].contains("\"status\":\"optimal\""))
    }

    /// What is looked at first does not keep a large file from being read.
    @Test func largeFilesThatAreGoodAreRead() throws {
        #expect(try folder.stepwell("generate", "--users", "40000", "-o", "good.json").status == 0)
        #expect(try folder.data(of: "good.json").count > 3 << 20)
        let direct = try folder.shell("stepwell solve good.json -o direct.json -q; cat good.json | stepwell solve - -q")
        #expect(direct.status == 0, "\(direct.errors)")
        #expect(try folder.claims(of: "direct.json") == folder.claims(of: "scenario.plan.json"))
        // An error far behind the beginning is found where it is.
        var bytes = try folder.data(of: "good.json")
        bytes[3_000_000] = UInt8(ascii: "x")
        try folder.write(bytes, to: "bad.json")
        let bad = try folder.stepwell("solve", "bad.json")
        #expect(bad.status == 65)
        #expect(bad.errors.contains("bad.json: "))
    }
}

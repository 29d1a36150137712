import Foundation
import TestSupport
import Testing

/// `/dev/stdout` and its like are streams that are open: they are written to and read from where they stand, as `-` is.
@Suite struct OutputStreamTests {
    private let folder = Folder()

    init() throws {
        try folder.write(validScenario, to: "s.json")
        try folder.write(validScenario.replacing("\n", with: " ") + "\n", to: "lines.jsonl")
        try folder.write(
            "steps,error\n" + (1...8).map { "\($0),\(exp(-0.3 * Double($0)))\n" }.joined(), to: "table.csv")
        #expect(symlink("/dev/stdout", folder.path(of: "link")) == 0)
    }

    static let names = ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/dev/../dev/stdout", "link", "-"]

    /// Commands that send a result to a file, and how what they send begins and ends.
    static let commands: [(line: String, beginning: String, ending: String)] = [
        ("solve s.json -o OUT", "{\"format\":\"stepwell-plan/1\"", "}\n"),
        ("solve s.json -o p.json --log OUT", " iter ", "\n"),
        ("generate --users 5 -o OUT", "{\"format\":\"stepwell-scenario/1\"", "}\n"),
        ("batch lines.jsonl -o OUT", "{\"format\":\"stepwell-plan/1\"", "}\n"),
        ("study s.json --seeds 1 --penalties 1 --csv OUT", "start,", "\n"),
        ("sweep s.json --vary edge.stepBudget=10,20 --csv OUT", "edge.stepBudget,", "\n"),
        ("profile s.json --repetitions 1 --trace OUT", "{", "}"),
        ("calibrate table.csv --into s.json -o OUT", "{\n", "}\n"),
    ]

    /// What others write before and after stays, and nothing but the result stands between.
    @Test(arguments: 0..<8) func whatIsInTheStreamStays(number: Int) throws {
        let (line, beginning, ending) = Self.commands[number]
        // A profile takes seconds; the table of iterations goes elsewhere under that name.
        let names = line.contains("profile") ? ["/dev/stdout", "-"] : Self.names
        for name in names where name != "-" || !line.contains("--log") {
            let command = "stepwell " + line.replacing("OUT", with: name)
            try folder.write("old\n", to: "all.txt")
            let outcome = try folder.shell("(echo before; \(command); echo after $?) >> all.txt")
            let text = try folder.text(of: "all.txt")
            #expect(text.hasPrefix("old\nbefore\n" + beginning), "\(command): \(text.prefix(200))")
            #expect(text.hasSuffix(ending + "after 0\n"), "\(command): \(text.suffix(200)) \(outcome.errors)")
            #expect(!text.contains("objective  ") && !text.contains("status  "), "\(command)")
        }
    }

    @Test(arguments: names) func aPlanCanBePipedOn(name: String) throws {
        let outcome = try folder.shell("stepwell solve s.json -o \(name) | stepwell verify s.json /dev/stdin")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("\nobjective "))
        #expect(folder.contents == ["lines.jsonl", "link", "s.json", "table.csv"])
    }

    @Test func otherStreamsAreWrittenToAsWell() throws {
        let errors = try folder.shell(
            "(echo before >&2; stepwell solve s.json -q -o p.json --log /dev/stderr) 2>> e.txt")
        #expect(errors.status == 0)
        #expect(try folder.text(of: "e.txt").hasPrefix("before\n iter "))
        let third = try folder.shell("(echo before >&3; stepwell solve s.json -o /dev/fd/3; echo after >&3) 3> t.txt")
        #expect(third.output.contains("\nobjective ") && third.output.contains("plan            /dev/fd/3"))
        let text = try folder.text(of: "t.txt")
        #expect(text.hasPrefix("before\n{\"format\":") && text.hasSuffix("}\nafter\n"))
        // A copy of standard output is standard output.
        let copy = try folder.shell("stepwell solve s.json -o /dev/fd/3 3>&1 | stepwell verify s.json -")
        #expect(copy.status == 0, "\(copy.errors)")
    }

    /// The stream of another process leads to a file that others write to, too.
    @Test func streamsOfOtherProcessesAreNotReplaced() throws {
        try folder.write("old\n", to: "all.txt")
        let outcome = try folder.shell(
            "exec 3>> all.txt; stepwell solve s.json -q -o /proc/$$/fd/3; echo status $? >&3")
        let text = try folder.text(of: "all.txt")
        #expect(text.hasPrefix("old\n{\"format\":") && text.hasSuffix("}\nstatus 0\n"), "\(text) \(outcome.errors)")
    }

    @Test func aStreamThatIsNotOpenIsAnError() throws {
        for line in [
            "solve s.json -o /dev/fd/9", "generate -o /dev/fd/9", "batch lines.jsonl -o /dev/fd/9 -q",
            "solve s.json -o /dev/fd/9 9< s.json",
        ] {
            let outcome = try folder.shell("stepwell \(line)")
            #expect(outcome.status == 74 && outcome.output.isEmpty)
            #expect(outcome.errors == "stepwell: error: cannot write /dev/fd/9: Bad file descriptor\n")
        }
        #expect(try folder.text(of: "s.json") == validScenario)
    }

    /// Two results in one stream, or a file under a stream, are refused before anything is lost.
    @Test(
        arguments: [
            "solve s.json -o - --log /dev/stdout", "solve s.json -o /dev/fd/3 --log /proc/self/fd/3 3> x",
            "solve s.json -o /dev/fd/3 --log /dev/fd/4 3> x 4> x", "solve s.json -o /dev/stderr --log -",
            "solve s.json -o x > x", "solve s.json -q -o - --log x > x", "solve s.json -q -o x 2> x",
            "batch lines.jsonl -o x 2> x", "batch lines.jsonl -o x > x", "solve s.json -o /dev/stdout --report -",
            "profile s.json --json --trace /dev/stdout", "profile s.json --json --trace -",
            "study s.json --csv /dev/stdout --report /dev/fd/1",
        ]) func oneStreamTakesOneResult(line: String) throws
    {
        let outcome = try folder.shell("stepwell " + line)
        #expect(outcome.status == 64, "\(outcome)")
    }

    @Test(
        arguments: [
            "solve s.json -o - >> s.json", "solve s.json >> s.json", "batch lines.jsonl -o - >> lines.jsonl",
            "batch - -o - < lines.jsonl >> lines.jsonl", "verify s.json p.json >> p.json",
            "explain s.json --user 0 >> s.json", "solve s.json -q -o /dev/fd/3 3>> s.json",
        ]) func aStreamDoesNotLeadIntoTheInput(line: String) throws
    {
        #expect(try folder.stepwell("solve", "s.json", "-q", "-o", "p.json").status == 0)
        let names = ["s.json", "lines.jsonl", "p.json"]
        let before = try names.map { try folder.data(of: $0) }
        let outcome = try folder.shell("stepwell " + line)
        #expect(outcome.status == 64 && outcome.errors.contains("both input and output"), "\(outcome)")
        #expect(try names.map { try folder.data(of: $0) } == before)
    }

    // MARK: Inputs

    @Test func anInputCanBeAStream() throws {
        for (line, plan) in [
            ("cat s.json | stepwell solve /dev/stdin", "scenario.plan.json"),
            ("stepwell solve /dev/fd/3 3< s.json", "scenario.plan.json"),
            ("bash -c 'stepwell solve <(cat s.json)'", "scenario.plan.json"),
            ("(read line; stepwell solve /dev/stdin) < two.txt", "scenario.plan.json"),
            ("cat lines.jsonl | stepwell batch /dev/fd/0 -o plans.jsonl", "plans.jsonl"),
            ("(read line; stepwell batch /dev/stdin -o plans.jsonl) < two.jsonl", "plans.jsonl"),
        ] {
            try folder.write("no scenario\n" + validScenario, to: "two.txt")
            try folder.write("no scenario\n" + validScenario.replacing("\n", with: " "), to: "two.jsonl")
            let outcome = try folder.shell(line)
            #expect(outcome.status == 0, "\(line): \(outcome.errors)")
            #expect(folder.contents.filter { $0.contains("plan") } == [plan], "\(line)")
            try FileManager.default.removeItem(atPath: folder.path(of: plan))
        }
    }

    @Test func oneStreamIsReadOnce() throws {
        for line in [
            "verify - /dev/stdin", "verify /dev/fd/0 /dev/stdin", "explain - --user 0 --plan /dev/stdin",
            "calibrate - --into /dev/stdin -o x",
        ] {
            let outcome = try folder.shell("stepwell \(line) < s.json")
            #expect(outcome.status == 64 && outcome.errors.contains("only one of"), "\(outcome)")
        }
    }
}

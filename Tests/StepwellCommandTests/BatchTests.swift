import Foundation
import TestSupport
import Testing

/// Files with one scenario a line, through kills and bad lines.
@Suite struct BatchTests {
    private let folder = Folder()

    /// Reference scenarios on one line each, again and again.
    private func lines(_ count: Int) throws -> [String] {
        let texts = try ["hetero-n30-t30", "infeasible-budget-n60", "twins-n30", "hetero-n12-t70"].map { name in
            try String(contentsOfFile: reference(name), encoding: .utf8).replacing("\n", with: " ")
        }
        return (0..<count).map { texts[$0 % texts.count] }
    }

    private func write(_ lines: [String]) throws {
        try folder.write(lines.joined(separator: "\n") + "\n", to: "in.jsonl")
    }

    @Test func aKillAtAnyMomentLosesAndRepeatsNothing() throws {
        var texts = try lines(Effort.rounds(20_000))
        texts[7] = "no scenario"
        try write(texts)
        let whole = try folder.stepwell("batch", "in.jsonl", "-o", "whole.jsonl")
        #expect(whole.status == 65)
        var generator = SeededGenerator(seed: 3)
        var kills = 0
        for round in 0..<25 {
            let threads = "\(1 + round % 3)"
            let run = try RunningCommand(["batch", "in.jsonl", "-o", "out.jsonl", "--threads", threads], in: folder)
            usleep(UInt32.random(in: 0...300_000, using: &generator))
            run.send(SIGKILL)
            kills += try run.outcome().wasKilled ? 1 : 0
            let part = (try? folder.data(of: "out.jsonl")) ?? Data()
            #expect(try folder.data(of: "whole.jsonl").starts(with: part))
        }
        #expect(kills > 0)
        #expect(try folder.stepwell("batch", "in.jsonl", "-o", "out.jsonl").status == 65)
        #expect(try folder.data(of: "out.jsonl") == folder.data(of: "whole.jsonl"))
    }

    @Test(arguments: [SIGINT, SIGTERM]) func aSignalEndsTheRunBetweenLines(signal: Int32) throws {
        let texts = try lines(Effort.rounds(40_000))
        try write(texts)
        let run = try RunningCommand(["batch", "in.jsonl", "-o", "out.jsonl"], in: folder)
        #expect(run.wait { ((try? folder.data(of: "out.jsonl").count) ?? 0) > 0 })
        run.send(signal)
        let outcome = try run.outcome()
        #expect(outcome.status == 2 || outcome.status == 0, "\(outcome)")
        #expect(try folder.data(of: "out.jsonl").last == UInt8(ascii: "\n"))
        let rest = try folder.stepwell("batch", "in.jsonl", "-o", "out.jsonl", "--threads", "1")
        #expect(rest.status == 0)
        #expect(try folder.text(of: "out.jsonl").split(separator: "\n").count == texts.count)
    }

    @Test func aLineThatIsNeverSolvedDoesNotHoldUpASignal() throws {
        try write(try lines(3) + [endlessScenario().replacing("\n", with: " ")] + lines(3))
        let run = try RunningCommand(["batch", "in.jsonl", "-o", "out.jsonl", "--gap", "1e-14"], in: folder)
        usleep(500_000)
        run.send(SIGTERM)
        let outcome = try run.outcome()
        #expect(outcome.status == 2 && !outcome.wasKilled)
        #expect(try folder.text(of: "out.jsonl").split(separator: "\n").count == 3 || !outcome.errors.isEmpty)
    }

    @Test func everyPlanOfABatchCanBeVerified() throws {
        let texts = try lines(4)
        try write(texts)
        #expect(try folder.stepwell("batch", "in.jsonl", "-o", "out.jsonl", "--steps", "integer").status == 0)
        let answers = try folder.text(of: "out.jsonl").split(separator: "\n")
        for (text, answer) in zip(texts, answers) {
            try folder.write(text, to: "scenario.json")
            try folder.write(String(answer), to: "plan.json")
            #expect(try folder.stepwell("verify", "scenario.json", "plan.json").status == 0)
        }
    }

    @Test func standardStreamsWork() throws {
        let text = try lines(6).joined(separator: "\n")
        let run = try folder.stepwell("batch", "-", "-o", "-", "--quiet", input: text)
        #expect(run.status == 0)
        #expect(run.errors.isEmpty)
        #expect(run.output.split(separator: "\n").count == 6)
    }

    @Test func exitStatusesTellWhatHappened() throws {
        try write(try lines(2) + ["{}"] + lines(2))
        #expect(try folder.stepwell("batch", "in.jsonl", "-o", "out.jsonl").status == 65)
        let strict = try folder.stepwell("batch", "in.jsonl", "-o", "strict.jsonl", "--strict")
        #expect(strict.status == 65)
        #expect(strict.errors.contains("line 3: "))
        #expect(try folder.text(of: "strict.jsonl").split(separator: "\n").count == 2)
        let foreign = try folder.stepwell("batch", "in.jsonl", "-o", "out.jsonl", "--gap", "1e-6")
        #expect(foreign.status == 65)
        #expect(foreign.errors.contains("--fresh"))
        #expect(try folder.stepwell("batch", "in.jsonl", "-o", "out.jsonl", "--gap", "1e-6", "--fresh").status == 65)
        #expect(try folder.stepwell("batch", "nothing.jsonl", "-o", "x.jsonl").status == 74)
        #expect(try folder.stepwell("batch", "in.jsonl", "-o", "no/x.jsonl").status == 74)
        #expect(try folder.stepwell("batch", "in.jsonl").status == 64)
        #expect(try folder.stepwell("batch", "in.jsonl", "-o", "x.jsonl", "--threads", "0").status == 64)
        #expect(try folder.shell("stepwell batch in.jsonl -o /dev/full").status == 74)
    }
}

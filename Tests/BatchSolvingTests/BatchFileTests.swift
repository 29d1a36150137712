import BatchSolving
import CertifiedSolving
import Foundation
import OffloadModel
import ScenarioFiles
import TestSupport
import Testing

/// Files of scenarios, their answers, and the continuation of both.
@Suite final class BatchFileTests {
    private let folder: URL
    private var input: String { folder.appendingPathComponent("in.jsonl").path }
    private var output: String { folder.appendingPathComponent("out.jsonl").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("batch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    /// Reference scenarios, feasible and not, again and again under different names and budgets.
    private func scenarios(_ count: Int) throws -> [String] {
        let names = ["hetero-n5-t30", "hetero-n12-t70", "infeasible-budget-n60", "twins-n30", "zero-budget-n40"]
        let texts = try names.map { name in
            try String(contentsOf: ReferenceInstances.url(of: name), encoding: .utf8).replacing("\n", with: " ")
        }
        return (0..<count).map { texts[$0 % texts.count].replacing("\"name\"", with: "\"name\" ", maxReplacements: 1) }
    }

    private func write(_ lines: [String], to path: String, ending: String = "\n") throws {
        try Data((lines.joined(separator: "\n") + (lines.isEmpty ? "" : ending)).utf8).write(
            to: URL(fileURLWithPath: path))
    }

    private func lines() throws -> [String] {
        try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
            .dropLast().map(String.init)
    }

    private func batch(threads: Int = 2, isStrict: Bool = false, gap: Double = 1e-9) throws -> BatchFile {
        var batch = BatchFile(try BatchSolver(threads: threads, settings: .init(relativeGap: gap)))
        batch.isStrict = isStrict
        return batch
    }

    @discardableResult
    private func run(_ batch: BatchFile, isFresh: Bool = false) throws -> BatchFile.Summary {
        try batch.run(input: input, output: output, isFresh: isFresh)
    }

    /// What the output holds. Not through Data(contentsOf:), which leaks a page for an empty file.
    private func contents() throws -> Data {
        try FileHandle(forReadingFrom: URL(fileURLWithPath: output)).readToEnd() ?? Data()
    }

    @Test func everyThreadCountGivesTheSameBytes() throws {
        try write(scenarios(200), to: input)
        var files: [Data] = []
        for threads in 1...3 {
            let summary = try run(batch(threads: threads), isFresh: true)
            #expect(summary == BatchFile.Summary(lines: 200))
            files.append(try contents())
        }
        #expect(files[0] == files[1])
        #expect(files[0] == files[2])
    }

    @Test func everyLineIsAnsweredByThePlanOfItsScenario() throws {
        let texts = try scenarios(10)
        try write(texts, to: input, ending: "")
        try run(batch())
        let answers = try lines()
        #expect(answers.count == 10)
        for (index, (text, answer)) in zip(texts, answers).enumerated() {
            #expect(answer.hasPrefix("{\"format\":\"stepwell-plan/1\",\"line\":\(index + 1),\"checksum\":\""))
            let scenario = try Scenario(json: Array(text.utf8))
            #expect(answer.contains("\"name\":\"\(scenario.name)\""))
            let expected = try CertifiedSolver().solve(OffloadProblem(scenario))
            #expect(answer.contains("\"status\":\"\(expected.status.name)\""))
            guard let objective = expected.objective else { continue }
            #expect(answer.contains("\"objective\":\(objective),"))
        }
    }

    @Test func badLinesHaveTheirOwnRecords() throws {
        var texts = try scenarios(6)
        texts[1] = "{\"format\": oops}"
        texts[2] = ""
        texts[3] = texts[3].replacing("\"stepBudget\": ", with: "\"stepBudget\": -", maxReplacements: 1)
        texts[4] = "\u{0}\u{1}"
        try write(texts, to: input)
        let summary = try run(batch())
        #expect(summary == BatchFile.Summary(lines: 6, badLines: 4))
        let answers = try lines()
        for index in 1...4 {
            #expect(answers[index].hasPrefix("{\"format\":\"stepwell-error/1\",\"line\":\(index + 1),\"checksum\":"))
        }
        #expect(answers[1].contains("\"error\":\"column 12: "))
        #expect(answers[3].contains("\"field\":\"edge.stepBudget\",\"user\":null}"))
        #expect(answers[5].contains("\"format\":\"stepwell-plan/1\""))
        #expect(try run(batch()) == BatchFile.Summary(resumed: 6, lines: 6, badLines: 4))
    }

    @Test func aStrictBatchEndsBeforeTheFirstBadLineAndGoesOnWhenItIsMended() throws {
        var texts = try scenarios(100)
        let good = texts[40]
        texts[40] = "[]"
        try write(texts, to: input)
        do {
            try run(batch(isStrict: true))
            Issue.record("a bad line went through")
        } catch BatchError.badLine(let number, _) {
            #expect(number == 41)
        }
        #expect(try lines().count == 40)
        texts[40] = good
        try write(texts, to: input)
        #expect(try run(batch(isStrict: true)) == BatchFile.Summary(resumed: 40, lines: 100))
    }

    @Test func whateverIsLeftOfTheOutputIsContinuedToTheSameBytes() throws {
        try write(scenarios(30), to: input)
        try run(batch())
        let whole = try contents()
        var generator = SeededGenerator(seed: 9)
        for round in 0..<Effort.rounds(40) {
            let cut = round == 0 ? 0 : round == 1 ? whole.count : Int.random(in: 0...whole.count, using: &generator)
            try whole.prefix(cut).write(to: URL(fileURLWithPath: output))
            let kept = whole.prefix(cut).reduce(into: 0) { $0 += $1 == UInt8(ascii: "\n") ? 1 : 0 }
            #expect(try run(batch()) == BatchFile.Summary(resumed: kept, lines: 30))
            #expect(try contents() == whole)
        }
    }

    @Test func anOutputThatBelongsToSomethingElseIsLeftAlone() throws {
        let texts = try scenarios(10)
        try write(texts, to: input)
        try run(batch())
        let whole = try contents()
        func expectForeign(line: Int, _ batch: BatchFile) throws {
            let before = try contents()
            do {
                try run(batch)
                Issue.record("a foreign output was continued")
            } catch BatchError.foreignOutput(_, let found, _) {
                #expect(found == line)
            }
            #expect(try contents() == before)
        }
        try expectForeign(line: 1, batch(gap: 1e-8))
        try write(Array(texts.prefix(4)), to: input)
        try expectForeign(line: 5, batch())
        var changed = texts
        changed[6] += " "
        try write(changed, to: input)
        try expectForeign(line: 7, batch())
        try write(texts, to: input)
        try (Data("hello\n".utf8) + whole).write(to: URL(fileURLWithPath: output))
        try expectForeign(line: 1, batch())
        // A line that ends before its answer does was not cut short by us, and what follows it cannot be trusted.
        var answers = String(decoding: whole, as: UTF8.self).split(separator: "\n").map(String.init)
        answers[3] = String(answers[3].dropLast(20))
        try write(answers, to: output)
        try expectForeign(line: 4, batch())
        try run(batch(), isFresh: true)
        #expect(try contents() == whole)
        #expect(throws: BatchError.sameFile(path: input)) { try batch().run(input: input, output: input) }
    }

    @Test func anEmptyInputHasAnEmptyOutput() throws {
        try write([], to: input)
        #expect(try run(batch()) == BatchFile.Summary())
        #expect(try contents().isEmpty)
        #expect(throws: FileError.self) { try batch().run(input: folder.path, output: output) }
    }

    @Test func aHugeLineIsALine() throws {
        let count = Effort.isOptimised ? 100_000 : 10_000
        let text = try String(contentsOf: ReferenceInstances.url(of: "hetero-n5-t30"), encoding: .utf8)
        let scenario = try Scenario(json: Array(text.utf8))
        var users = UserColumns()
        for field in UserField.allCases {
            guard let column = scenario.users[field] else { continue }
            users[field] = .perUser((0..<count).map { column[$0 % 5] })
        }
        let huge = try Scenario(
            name: "huge", count: count, weights: scenario.weights, edge: scenario.edge, users: users)
        let line = String(decoding: try huge.json(), as: UTF8.self)
        let small = text.replacing("\n", with: " ")
        try write([small, line, small], to: input)
        #expect(try run(batch()).lines == 3)
        let answers = try lines()
        #expect(answers[1].contains("\"status\":\"optimal\""))
        #expect(answers[1].utf8.count > count)
    }

    /// A process that another thread is just starting holds copies of all descriptors, and with them the output's lock, until
    /// it begins. A copy taken here stands for it: once the batch has ended, the lock must be free all the same.
    @Test func theLockEndsWithTheBatch() throws {
        try write(scenarios(20), to: input)
        var copies: [Int32] = []
        defer { for copy in copies { close(copy) } }
        let folder = "/proc/self/fd"
        let output = URL(fileURLWithPath: output).resolvingSymlinksInPath().path
        func copyLocks() {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
                let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(name)")
                if target == output, let descriptor = Int32(name) { copies.append(dup(descriptor)) }
            }
        }
        _ = try batch().run(input: input, output: output, onProgress: { _ in copyLocks() })
        try #require(!copies.isEmpty && !copies.contains(-1))
        #expect(try run(batch()) == BatchFile.Summary(resumed: 20, lines: 20))
    }

    @Test func aStoppedRunIsContinued() throws {
        let count = Effort.isOptimised ? 2000 : 200
        try write(scenarios(count), to: input)
        let stops = StopAfter(calls: 7 * count / 20)
        let summary = try batch().run(input: input, output: output, isStopped: { stops.isDue })
        #expect(summary.isInterrupted)
        #expect(summary.lines < count)
        #expect(try lines().count == summary.lines)
        let rest = try run(batch())
        #expect(rest == BatchFile.Summary(resumed: summary.lines, lines: count))
        let resumed = try contents()
        try run(batch(), isFresh: true)
        #expect(try contents() == resumed)
    }

    /// A task that is cancelled stops a run like its caller's question.
    @Test(arguments: [1, 2]) func aCancelledTaskStopsARun(threads: Int) async throws {
        try write(scenarios(200), to: input)
        let solver = try BatchSolver(threads: threads)
        let (input, output) = (input, output)
        let summary = try await Task {
            var asked = 0
            return try BatchFile(solver).run(
                input: input, output: output,
                onProgress: { _ in
                    asked += 1
                    if threads == 1, asked == 1 { withUnsafeCurrentTask { $0?.cancel() } }
                })
        }.value
        // With more threads the task itself may be delivering or not; there it is cancelled from the start.
        #expect(threads > 1 || summary.isInterrupted || summary.lines == 200)
        let late = try await Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try BatchFile(solver).run(input: input, output: output, isFresh: true)
        }.value
        #expect(late.isInterrupted && late.lines == 0)
        #expect(try run(batch()) == BatchFile.Summary(resumed: 0, lines: 200))
    }
}

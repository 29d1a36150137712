import BatchSolving
import CertifiedSolving
import Foundation
import ScenarioFiles
import TestSupport
import Testing

/// A batch continues what is a beginning of its output, at whatever byte it ends, and leaves everything else alone.
@Suite final class BatchResumptionTests {
    private let folder: URL
    private var input: String { folder.appendingPathComponent("in.jsonl").path }
    private var output: String { folder.appendingPathComponent("out.jsonl").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("resumption-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // A plan, a line that is no scenario, a blank one, no plan, and a plan of whole numbers of users alike.
        let texts = try ["hetero-n5-t30", "infeasible-budget-n60", "twins-n30"].map { name in
            try String(contentsOf: ReferenceInstances.url(of: name), encoding: .utf8).replacing("\n", with: " ")
        }
        let lines = [texts[0], "{\"format\": oops}", "", texts[1], texts[2]]
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: input))
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    @discardableResult
    private func run(timeLimit: Double? = nil, isFresh: Bool = false) throws -> BatchFile.Summary {
        var batch = BatchFile(try BatchSolver(threads: 2, settings: .init(timeLimit: timeLimit)))
        batch.version = "test"
        return try batch.run(input: input, output: output, isFresh: isFresh)
    }

    private func set(_ bytes: [UInt8]) throws {
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: bytes)
        try handle.close()
    }

    private func contents() throws -> [UInt8] { try InputFile.bytes(path: output) }

    /// Continues what is there; the reason if it is refused.
    private func refusal(timeLimit: Double? = nil) throws -> BatchError? {
        do {
            try run(timeLimit: timeLimit)
            return nil
        } catch let error as BatchError {
            return error
        }
    }

    private func lineCount(_ bytes: [UInt8]) -> Int { bytes.count { $0 == UInt8(ascii: "\n") } }

    @Test func everyBeginningIsContinuedToTheSameBytes() throws {
        try run()
        let whole = try contents()
        let cuts = Effort.isOptimised ? Array(0...whole.count) : Array(stride(from: 0, through: whole.count, by: 211))
        for cut in cuts {
            try set(Array(whole.prefix(cut)))
            let summary = try run()
            #expect(summary.resumed == lineCount(Array(whole.prefix(cut))) && summary.lines == 5, "cut at \(cut)")
            #expect(try contents() == whole, "cut at \(cut)")
        }
    }

    /// One of the ways to damage a file.
    private func damaged(_ whole: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = Array(whole.prefix(Int.random(in: 1...whole.count, using: &generator)))
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<7, using: &generator) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes[place] = UInt8(ascii: "\n")
        case 2: bytes.insert(contentsOf: Array("0\n}x".utf8).prefix(place % 4 + 1), at: place)
        case 3: bytes.removeSubrange(place..<min(place + 1 + place % 30, bytes.count))
        case 4: bytes += Array(["\n", "}", " ", "\r\n", "{\"format\":\"stepwell-plan/1\","][place % 5].utf8)
        case 5:
            var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            lines.shuffle(using: &generator)
            bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
        default:
            // A digit becomes another: what a hand or an editor changes.
            guard let digit = bytes[place...].firstIndex(where: { (0x30...0x39).contains($0) }) else { break }
            bytes[digit] = 0x30 + (bytes[digit] - 0x30 + 3) % 10
        }
        return bytes
    }

    @Test func whatIsNoBeginningIsRefusedAndKept() throws {
        try run()
        let whole = try contents()
        var generator = SeededGenerator(seed: 12)
        var (refused, continued) = (0, 0)
        for _ in 0..<(Effort.isOptimised ? 4000 : 30) {
            let bytes = damaged(whole, &generator)
            try set(bytes)
            let reason = try refusal()
            if whole.starts(with: bytes) {
                continued += 1
                #expect(reason == nil)
                #expect(try contents() == whole)
            } else {
                refused += 1
                guard case .foreignOutput = reason else {
                    Issue.record("continued: \(String(decoding: bytes.suffix(200), as: UTF8.self))")
                    continue
                }
                #expect(try contents() == bytes)
            }
        }
        #expect(refused > continued)
    }

    /// Other files, which mostly have no end of line at their end.
    @Test func anotherFileIsRefusedAndKept() throws {
        try run()
        let whole = try contents()
        let plan = Array(whole.prefix { $0 != UInt8(ascii: "\n") })
        let text = String(decoding: plan, as: UTF8.self)
        let planFile = text.replacing(/"line":1,"checksum":"[^"]*","recordChecksum":"[^"]*","name":"[^"]*",/, with: "")
        #expect(planFile != text)
        for other in [
            "[1, 2, 3]", "{\"a\": 1}", "hello", "\0", "\n", " ", planFile, planFile + "\n", text + "\n" + "hello",
            text + " ", text + "\n" + text, String(repeating: "x", count: 3_000_000),
            "{\"format\":\"stepwell-plan/1\"," + String(repeating: " ", count: 3_000_000),
            "{\"format\":\"stepwell-plan/1\",\"line\":2,", "{\"format\":\"stepwell-error/1\",",
        ] {
            try set(Array(other.utf8))
            guard case .foreignOutput = try refusal() else {
                Issue.record("continued: \(other.prefix(300))")
                continue
            }
            #expect(try contents() == Array(other.utf8))
        }
        try set(whole + [UInt8(ascii: "{")])
        #expect(try refusal() == .foreignOutput(path: output, line: 6, reason: "has no counterpart in the input"))
    }

    /// Outputs of versions whose records had no checksum of their own are continued with records that have one.
    @Test func anOlderOutputIsContinued() throws {
        try run()
        let whole = String(decoding: try contents(), as: UTF8.self)
        let lines = whole.split(separator: "\n").map(String.init)
        let older = lines.map { $0.replacing(/"recordChecksum":"[0-9a-f]{16}",/, with: "") }
        #expect(zip(lines, older).allSatisfy { $0.count == $1.count + 36 })
        for kept in 0...5 {
            let rest = kept < 5 ? older[kept] : ""
            for part in [0, 20, 70, 90, 120, rest.count].filter({ $0 <= rest.count }) {
                let beginning = older.prefix(kept).map { $0 + "\n" }.joined()
                try set(Array((beginning + rest.prefix(part)).utf8))
                #expect(try run().resumed == kept)
                let expected = beginning + lines.dropFirst(kept).map { $0 + "\n" }.joined()
                #expect(String(decoding: try contents(), as: UTF8.self) == expected, "\(kept) and \(part)")
            }
        }
        // A record that lost its checksum behind others that have theirs was changed.
        let mixed = Array((lines[0] + "\n" + older[1] + "\n").utf8)
        try set(mixed)
        #expect(try refusal() == .foreignOutput(path: output, line: 2, reason: "was changed after it was written"))
        #expect(try contents() == mixed)
    }

    /// Under a time limit the same line can have another answer, so that a part of it is told by its line alone.
    @Test func aTimedAnswerNeedNotComeAgain() throws {
        try run(timeLimit: 1000)
        let whole = try contents()
        let head = try #require(String(decoding: whole, as: UTF8.self).firstMatch(of: /.*?"recordChecksum":"/)).output
        let other = Array((head + "0123456789abcdef\",\"name\":\"x\",\"status\":\"timeLimit\"").utf8)
        try set(other)
        #expect(
            "\(try #require(try refusal()))".contains("its line 1 has no end and does not begin the answer to line 1"))
        #expect(try contents() == other)
        #expect(try run(timeLimit: 1000).resumed == 0)
        #expect(try contents() == whole)
        try set(Array("{\"format\":\"stepwell-plan/1\",\"line\":1,\"checksum\":\"x".utf8))
        #expect(try refusal(timeLimit: 1000) != nil)
    }

    /// A stop while the last answer is found anew leaves the output as it is.
    @Test func aStopBeforeTheLastAnswerIsFoundAnewKeepsItsPart() throws {
        try run()
        let whole = try contents()
        let part = Array(whole.prefix(100))
        try set(part)
        var batch = BatchFile(try BatchSolver())
        batch.version = "test"
        let summary = try batch.run(input: input, output: output, isStopped: { true })
        #expect(summary.isInterrupted && summary.lines == 0)
        #expect(try contents() == part)
        // Each call a little later: the input is read, then the solve begins.
        for calls in 1...12 {
            try set(part)
            let stops = StopAfter(calls: calls)
            let summary = try batch.run(input: input, output: output, isStopped: { stops.isDue })
            #expect(summary.isInterrupted)
            let left = try contents()
            #expect(left == part || whole.starts(with: left) && left.last == UInt8(ascii: "\n"), "\(calls)")
        }
    }
}

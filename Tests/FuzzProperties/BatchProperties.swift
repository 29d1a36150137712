import BatchSolving
import CertifiedSolving
import Foundation
import ScenarioFiles

extension FuzzProperty {
    /// Any bytes are a batch: every line is answered by one record, itself JSON, and a run that continues another's output
    /// ends with the same bytes, however short that output was cut.
    ///
    /// The last byte says where it is cut.
    public static let batch = FuzzProperty("batch") { bytes in
        // Tests check several inputs at the same time, each on a thread of its own.
        let name = "batch-\(getpid())-\(pthread_self())"
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (input, output) = ("\(folder)/in.jsonl", "\(folder)/out.jsonl")
        try Data(bytes).write(to: URL(fileURLWithPath: input))
        // Large scenarios are the business of other tests; here one would take the time of a thousand inputs.
        guard !bytes.split(separator: UInt8(ascii: "\n")).contains(where: isLarge) else { return }
        var batch = BatchFile(try BatchSolver(settings: .init(relativeGap: 1e-6, nodeLimit: 3)))
        batch.version = "fuzz"
        let summary = try batch.run(input: input, output: output, isFresh: true)
        let answers = try InputFile.bytes(path: output)
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        let records = answers.split(separator: UInt8(ascii: "\n"))
        try require(records.count == lines.count, "\(records.count) records answer \(lines.count) lines")
        try require(summary.lines == lines.count, "\(summary.lines) lines are counted of \(lines.count)")
        try require(summary.failed == 0, "\(summary.failed) lines failed numerically")
        try require(answers.isEmpty || answers.last == UInt8(ascii: "\n"), "the output does not end with a line break")
        for (record, line) in zip(records, lines) {
            let isScenario = (try? Scenario(json: Array(line))) != nil
            if let plan = try? PlanDocument(json: Array(record)) {
                let scenario = try Scenario(json: Array(line))
                let findings = try plan.verify(against: scenario)
                try require(findings.holds, "\(findings.failures)")
            } else {
                let text = String(decoding: record, as: UTF8.self)
                try require(text.hasPrefix(#"{"format":"stepwell-error/1","line":"#), "a record of no kind: \(text)")
                let isJSON = (try? JSONSerialization.jsonObject(with: Data(record))) != nil
                try require(isJSON, "a record that is not JSON: \(text)")
                try require(!isScenario || text.contains("too large"), "a scenario is refused: \(text)")
            }
        }
        guard let last = bytes.last else { return }
        try Data(answers.prefix(answers.count * Int(last) / 256)).write(to: URL(fileURLWithPath: output))
        let resumed = try batch.run(input: input, output: output)
        let again = try InputFile.bytes(path: output)
        try require(again == answers, "continued from \(resumed.resumed) lines, the output differs")
    }

    private static func isLarge(_ line: ArraySlice<UInt8>) -> Bool {
        guard let scenario = try? Scenario(json: Array(line)) else { return false }
        return scenario.count > 64
    }
}

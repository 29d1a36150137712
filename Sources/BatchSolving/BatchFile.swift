import CertifiedSolving
import OffloadModel
import ScenarioFiles

/// Solves a file of scenarios, one a line, and writes their plans, one a line.
///
/// Line n of the output answers line n of the input: with a plan, or with an error record if the line is not a
/// scenario; a blank line is not one. The output only ever holds whole answers, so a run that was ended at any moment
/// is continued by the next one, after checking that what is there answers this input under these settings. Memory does
/// not depend on the number of lines.
public struct BatchFile: Sendable {
    /// How lines are solved.
    public let solver: BatchSolver
    /// True to end at the first line that is not a scenario. Its record is not written, so that the batch can be
    /// continued once the line is mended.
    public var isStrict = false
    /// The version of the software, for the records.
    public var version = ""

    /// What a run did.
    public struct Summary: Sendable, Equatable {
        /// Lines that the output held already.
        public var resumed = 0
        /// Lines answered in all.
        public var lines = 0
        /// Of these, lines that are not scenarios.
        public var badLines = 0
        /// Scenarios solved in this run that a limit stopped early, or whose gap rounding kept open.
        public var stoppedEarly = 0
        /// Scenarios solved in this run where rounding kept the solver from a verdict.
        public var failed = 0
        /// True if the run was stopped before the end of the input.
        public var isInterrupted = false

        package init(resumed: Int = 0, lines: Int = 0, badLines: Int = 0) {
            self.resumed = resumed
            self.lines = lines
            self.badLines = badLines
        }

        mutating func count(_ record: BatchRecord) {
            lines += 1
            badLines += record.fault == nil ? 0 : 1
            switch record.status {
            case .feasible, .timeLimit, .nodeLimit, .roundingLimit: stoppedEarly += 1
            case .numericalFailure: failed += 1
            case .optimal, .infeasible, .stopped, nil: break
            }
        }
    }

    /// How far a run is.
    public struct Progress: Sendable {
        /// Lines answered so far.
        public var lines: Int
        /// Bytes of the input passed so far.
        public var bytes: Int
        /// The size of the input, nil if it is not known.
        public var totalBytes: Int?
    }

    /// A batch with a solver's settings.
    public init(_ solver: BatchSolver) {
        self.solver = solver
    }

    /// Answers every line of the input that the output does not answer yet.
    ///
    /// - Parameters:
    ///   - input: the path of the input, `-` for standard input.
    ///   - output: the path of the output, `-` for standard output. Only a regular file can be continued.
    ///   - isFresh: true to drop what the output holds.
    ///   - isStopped: asked again and again; once true, the lines under way are given up and the run ends. So it is in a task
    ///     that is cancelled.
    ///   - onProgress: called now and then, on the caller's thread.
    /// - Throws: `FileError`, or ``BatchError``.
    public func run(
        input: String, output: String, isFresh: Bool = false, isStopped: @escaping @Sendable () -> Bool = { false },
        onProgress: (Progress) -> Void = { _ in }
    ) throws -> Summary {
        try StopRequest.watching(while: { !isStopped() }) { stop in
            try run(input: input, output: output, isFresh: isFresh, stop: stop, onProgress: onProgress)
        }
    }

    private func run(
        input: String, output: String, isFresh: Bool, stop: StopRequest?, onProgress: (Progress) -> Void
    ) throws -> Summary {
        let isStopped: @Sendable () -> Bool = { stop?.isMade ?? false }
        let reader = try LineReader(
            path: input, isStopped: isStopped,
            isWorthReading: { (try? TextHead.check($0) { _ = try Scenario(json: $0) }) != nil })
        let file = try AppendedFile(path: output)
        guard !file.identity.isRegular || file.identity != reader.identity else {
            throw BatchError.sameFile(path: output)
        }
        var summary = Summary()
        if file.isContinuable {
            if isFresh {
                try file.dropPartialLine(after: 0)
            } else {
                try resume(file, output: output, from: reader, stop: stop, &summary)
                guard !summary.isInterrupted else { return summary }
            }
        }
        // A pipe or a terminal: somebody may wait for one answer before asking for the next, so every answer is a group of its own.
        let pipeline =
            reader.isSlow
            ? OrderedPipeline(threads: solver.threads, groupSize: 1, window: 32 * solver.threads)
            : OrderedPipeline(threads: solver.threads, groupSize: 1 << 18)
        do {
            try pipeline.run(
                weight: { $0.bytes.count + 1024 }, isReady: { try reader.isReady() }, take: { try reader.next() },
                room: { SolveWorkspace() }, work: { answer($0, in: &$1, stop: stop) },
                deliver: { records in
                    try append(records, to: file, &summary)
                    onProgress(
                        Progress(lines: summary.lines, bytes: reader.bytesPassed, totalBytes: reader.size))
                })
        } catch is Interruption {
            // The answer that was not finished, and those after it, are found by the next run.
            summary.isInterrupted = true
        } catch {
            try? file.flush()
            throw error
        }
        try file.flush()
        if isStopped(), !reader.isOver { summary.isInterrupted = true }
        return summary
    }

    // MARK: Answers

    var checksum: Checksum {
        let settings = solver.settings
        return Checksum("\(settings.stepRule) \(settings.relativeGap) \(settings.nodeLimit)\n")
    }

    /// Parses, solves and writes one line.
    func answer(
        _ line: NumberedLine, in workspace: inout SolveWorkspace, stop: StopRequest?
    ) -> BatchRecord {
        let checksum = checksum.followed(by: line.bytes[...])
        do {
            guard line.missingMemory == nil else { throw line.tooLong }
            let scenario = try Scenario(json: line.bytes)
            guard LargeScenario.isLarge(scenario) else {
                return try answer(line, checksum, scenario, in: &workspace, stop: stop)
            }
            return try LargeScenario.turn.withLock { _ in
                try scenario.expectMemory(for: .batch)
                defer { workspace = SolveWorkspace() }
                return try answer(line, checksum, scenario, in: &workspace, stop: stop)
            }
        } catch {
            return BatchRecord(line: line, checksum: checksum, error: error)
        }
    }

    /// Solves and writes one scenario.
    private func answer(
        _ line: NumberedLine, _ checksum: Checksum, _ scenario: Scenario, in workspace: inout SolveWorkspace,
        stop: StopRequest?
    ) throws -> BatchRecord {
        let problem = try OffloadProblem(scenario)
        let result = solver.solve(problem, using: &workspace, stop: stop)
        let statistics = PlanStatistics(
            nodes: result.statistics.nodes, passes: result.statistics.evaluations,
            instructionSet: result.statistics.instructionSet.rawValue, version: version)
        let document = try PlanDocument(
            status: result.status, method: "certified", stepRule: solver.settings.stepRule,
            askedGap: solver.settings.relativeGap, plan: result.plan, objective: result.objective,
            lowerBound: result.lowerBound, price: result.price,
            priceBelow: result.price.map { _ in PriceBelow(result.priceBelow) }, certificate: result.boundProof,
            statistics: statistics, scenario: scenario)
        // A solve that was stopped may have a proven plan all the same, but not the one that it would have ended with.
        let status = stop?.isMade ?? false ? .stopped : result.status
        return try BatchRecord(
            line: line, checksum: checksum, document: document, name: scenario.name, status: status)
    }

    /// A solve was stopped, so that its answer is not the final one.
    struct Interruption: Error {}

    /// Appends a group of records, up to the first whose solve was stopped and, in a strict batch, the first bad line.
    func append(_ records: [BatchRecord], to file: AppendedFile, _ summary: inout Summary) throws {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(records.reduce(0) { $0 + $1.bytes.count + 1 })
        var end: (any Error)?
        for record in records {
            if record.status == .stopped {
                end = Interruption()
            } else if let reason = record.fault, isStrict {
                end = BatchError.badLine(number: record.line, reason: reason)
            }
            guard end == nil else { break }
            summary.count(record)
            bytes.append(contentsOf: record.bytes)
            bytes.append(UInt8(ascii: "\n"))
        }
        try file.append(bytes)
        if let end { throw end }
    }
}

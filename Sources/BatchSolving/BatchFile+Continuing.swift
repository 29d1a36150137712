import CertifiedSolving
import OffloadModel
import ScenarioFiles

extension BatchFile {
    /// Passes over the input lines that the output answers, after checking that it does, and finishes an answer that was
    /// cut short.
    ///
    /// The output must be a beginning of what this input gives; otherwise it is left as it is.
    func resume(
        _ file: AppendedFile, output: String, from reader: LineReader, stop: StopRequest?,
        _ summary: inout Summary
    ) throws {
        let isForeign = Guarded(false)
        let answers = try LineReader(
            path: output, isStopped: { isForeign.withLock { $0 } },
            isWorthReading: { beginning in
                // Another file can be one long line.
                let isAnswer = BatchRecord.formats.contains {
                    beginning.starts(with: BatchRecordHead.opening(format: $0))
                }
                if !isAnswer { isForeign.withLock { $0 = true } }
                return isAnswer
            })
        var size = 0
        var hasOwnChecksums = false
        func foreign(_ number: Int, _ reason: String) -> BatchError {
            BatchError.foreignOutput(path: output, line: number, reason: reason)
        }
        while let answer = try answers.next() {
            // Only the last line can lack its newline.
            let isWhole = answers.bytesPassed - size > answer.bytes.count
            guard let line = try reader.next() else {
                guard !reader.isOver else { throw foreign(answer.number, "has no counterpart in the input") }
                summary.isInterrupted = true
                return
            }
            let checksum = checksum.followed(by: line.bytes[...])
            guard isWhole else {
                summary.resumed = summary.lines
                guard try finish(answer, of: line, checksum, in: file, after: size, stop: stop, &summary)
                else {
                    throw foreign(
                        answer.number,
                        "has no end and does not begin the answer to line \(line.number) of this input; remove it if "
                            + "another machine or version wrote it")
                }
                return
            }
            let matches = BatchRecord.formats.map {
                BatchRecordHead(format: $0, line: line.number, checksum: checksum).match(answer.bytes)
            }
            switch matches.first(where: { $0 != .foreign }) {
            case .whole: hasOwnChecksums = true
            case .older where !hasOwnChecksums: break
            case .altered, .older: throw foreign(answer.number, "was changed after it was written")
            case .foreign, nil:
                throw foreign(
                    answer.number, "does not answer line \(line.number) of this input under these settings")
            }
            let isError = matches[0] == .foreign
            if isError, isStrict {
                throw BatchError.badLine(number: line.number, reason: "an earlier run found it bad")
            }
            summary.badLines += isError ? 1 : 0
            summary.lines += 1
            size = answers.bytesPassed
        }
        if isForeign.withLock({ $0 }) { throw foreign(summary.lines + 1, "is no answer of a batch") }
        summary.resumed = summary.lines
    }

    /// Answers a line anew whose answer lacks its end, and puts the whole one in its place.
    ///
    /// - Returns: False if what is there is no beginning of the answer.
    private func finish(
        _ part: NumberedLine, of line: NumberedLine, _ checksum: Checksum, in file: AppendedFile, after size: Int,
        stop: StopRequest?, _ summary: inout Summary
    ) throws -> Bool {
        var workspace = SolveWorkspace()
        let record = answer(line, in: &workspace, stop: stop)
        guard record.status != .stopped else {
            summary.isInterrupted = true
            return true
        }
        let isTimed = solver.settings.timeLimit != nil
        guard record.isBegun(by: part.bytes, checksum: checksum, isTimed: isTimed) else { return false }
        try file.dropPartialLine(after: size)
        try append([record], to: file, &summary)
        return true
    }
}

import Experiments
import Foundation
import OffloadModel
import SuccessiveConvex
import Testing

/// Spreads, penalties as text, and the two ways rows are written.
@Suite struct FormatTests {
    @Test func spreadsHaveTheMiddle() {
        #expect(Spread([]) == nil)
        for (numbers, least, median, largest) in [
            ([3.0], 3.0, 3.0, 3.0), ([4, 1], 1, 2.5, 4), ([9, -1, 2], -1, 2, 9), ([1, 8, 2, 5], 1, 3.5, 8),
        ] {
            let spread = Spread(numbers)
            #expect(spread?.least == least && spread?.median == median && spread?.largest == largest)
        }
    }

    @Test func penaltiesAreReadAndWritten() throws {
        for (text, first, growth, last) in [
            ("0", 0.0, 1.0, 0.0), ("1e5", 1e5, 1, 1e5), ("0.001:2:1", 0.001, 2, 1), ("3:1:3", 3, 1, 3),
        ] {
            let penalty = try PenaltySchedule(text)
            #expect(penalty.first == first && penalty.growth == growth && penalty.last == last)
            #expect(try PenaltySchedule(penalty.description) == penalty)
        }
        for text in ["", "x", "-1", "nan", "inf", "1e13", "1:2", "1:2:3:4", "0:2:1", "2:2:1", "1:1:2", "1:0.5:2", "::"]
        {
            #expect(throws: SettingError.self, "\(text)") { try PenaltySchedule(text) }
        }
    }

    @Test func entriesAreQuotedWhereNeeded() throws {
        var table = CSVTable(columns: ["plain", "a,b"])
        try table.append(["say \"it\"", "two\nlines"])
        try table.append(["", "1e-09"])
        #expect(table.text == "plain,\"a,b\"\n\"say \"\"it\"\"\",\"two\nlines\"\n,1e-09\n")
    }

    @Test func rowsAreWrittenInFull() throws {
        let runs = [2.0, -1.5].enumerated().map { index, objective in
            StartPointRun(
                seed: UInt64(index + 1), objective: objective, gap: 0.125 * Double(index), movedDecisions: index,
                iterations: 10 * index + 1, hasConverged: index == 0)
        }
        let penalty = try PenaltySchedule("0.5:2:8")
        let row = try #require(StartPointRow(start: .random, penalty: penalty, users: 7, runs: runs))
        var result = StartPointResult(status: .optimal, optimum: -2, lowerBound: -2)
        result.rows = [row]
        #expect(
            result.csv.rows == [
                [
                    "random", "0.5:2:8", "7", "2", "1", "-1.5", "0.25", "2.0", "0.0", "0.0625", "0.125", "0.0", "0.5",
                    "1.0", "1.0", "6.0", "11.0",
                ]
            ])
        #expect(
            result.csv.columns == [
                "start", "penalty", "users", "runs", "convergedRuns", "leastObjective", "medianObjective",
                "largestObjective", "leastGap", "medianGap", "largestGap", "leastMoved", "medianMoved", "mostMoved",
                "leastIterations", "medianIterations", "mostIterations",
            ])
        let table = StartPointTable()
        #expect(table.row(row).count == table.header.count)
        let cells = ["random", "0.5:2:8", "2", "-1.5", "0.25", "2", "0", "6.25", "12.5", "0.5", "6"]
        #expect(table.row(row).split(separator: " ").map(String.init) == cells)
        #expect(StartPointRow(start: .half, penalty: penalty, users: 1, runs: []) == nil)
    }

    @Test func fileAppearsInOnePiece() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).csv").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try CSVTable(columns: ["a"]).write(path: path)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "a\n")
        #expect(throws: (any Error).self) { try CSVTable(columns: ["a"]).write(path: "\(path)/b") }
    }
}

import Experiments
import Foundation
import TestSupport
import Testing

/// Reading of comma-separated values: what is written comes back, and what is wrong is located.
@Suite struct CSVDocumentTests {
    private func read(_ text: String) throws -> CSVDocument { try CSVDocument(csv: Array(text.utf8)) }

    @Test func plainTextIsRead() throws {
        let document = try read("steps,error\n1,2.5\n2, 1 \n")
        #expect(document.table.columns == ["steps", "error"])
        #expect(document.table.rows == [["1", "2.5"], ["2", " 1 "]])
        #expect(document.lines == [2, 3])
    }

    /// Byte order mark, carriage returns, quotes, empty lines, and no line break at the end.
    @Test func everyFormOfTheFormatIsRead() throws {
        let document = try read(
            "\u{feff}\r\n\"a\",\"b \"\"x\"\"\"\r\n\r\n\"1,5\",\"two\r\nlines\"\r\n,\"\"\r\n\r\n3,4")
        #expect(document.table.columns == ["a", "b \"x\""])
        #expect(document.table.rows == [["1,5", "two\r\nlines"], ["", ""], ["3", "4"]])
        #expect(document.lines == [4, 6, 8])
    }

    @Test func oneColumnKeepsEmptyEntries() throws {
        let document = try read("a\n1\n\n2\n")
        #expect(document.table.rows == [["1"], [""], ["2"]])
        #expect(document.lines == [2, 3, 4])
    }

    /// Random tables of awkward entries come back from what the writer makes of them.
    @Test func writtenTablesComeBack() throws {
        var random = SeededGenerator(seed: 1)
        let pieces = ["", "a", "\"", ",", "\n", "\r\n", "\r", " ", "é", "😀", "1e-3", "\u{2028}", "\"\"", "\u{301}"]
        for _ in 0..<Effort.rounds(300) {
            let width = Int.random(in: 1...4, using: &random)
            func entry() -> String {
                (0..<Int.random(in: 0...4, using: &random)).map { _ in pieces.randomElement(using: &random)! }.joined()
            }
            var table = CSVTable(columns: (0..<width).map { "\($0)" + entry() })
            for _ in 0..<Int.random(in: 0...5, using: &random) { try table.append((0..<width).map { _ in entry() }) }
            #expect(try read(table.text).table == table)
        }
    }

    @Test func anEmptyHeadingAloneComesBack() throws {
        var table = CSVTable(columns: [""])
        #expect(try read(table.text).table == table)
        for entry in ["", "1", ""] { try table.append([entry]) }
        #expect(try read(table.text).table == table)
    }

    /// A mark at the beginning of a heading is part of it, not of the file.
    @Test func aByteOrderMarkInAHeadingComesBack() throws {
        for heading in ["\u{feff}", "\u{feff}steps", "\u{feff}\"\u{301}"] {
            var table = CSVTable(columns: [heading, "b"])
            try table.append([",\u{301}", heading])
            let bytes = Array(table.text.utf8)
            let again = try CSVDocument(csv: bytes).table
            #expect(again == table && Array(again.text.utf8) == bytes)
        }
    }

    @Test(arguments: [
        ("", nil, "nothing"), ("\n\r\n", nil, "nothing"), ("\u{feff}", nil, "nothing"),
        ("a,b\n1\n", 2, "1 entry"), ("a,b\n1,2\n\n1,2,3\n", 4, "3 entries"), ("a,a\n", 1, "twice"),
        ("a,b\n1,\"2\n3\n", 2, "never closed"), ("a\n\"1\"2\n", 2, "text after a closing quote"),
        ("a\n1\"2\n", 2, "a quote within an entry"), ("a\r1\r2", 1, "carriage return"),
        ("a\n\"\n\n\"x\n", 4, "text after a closing quote"),
        ("\"a\";\"b\"\n\"1\";\"2\"\n", 1, "a semicolon after a closing quote, allowed is a comma"),
        ("\"a\"\t\"b\"\n", 1, "a tab after a closing quote"),
        ("a;b\n1,2\n", 1, "columns with a semicolon between them"),
        (
            "a,b\n1;2\n", 2,
            "1 entry, allowed is 2 entries, one for each heading, with a comma between them and not a semicolon"
        ),
        ("a,b\n0,5,1,5\n", 2, "4 entries, allowed is 2 entries, one for each heading; decimal numbers have a point"),
    ])
    func damageIsLocated(text: String, line: Int?, words: String) throws {
        let error = #expect(throws: TableError.self) { try read(text) }
        #expect(error?.line == line)
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    /// A column whose heading has a semicolon is a column.
    @Test func oneColumnMayHaveSemicolons() throws {
        let table = try read("a;b\n1;2\n").table
        #expect(table.columns == ["a;b"] && table.rows == [["1;2"]])
    }

    @Test func bytesThatAreNoTextAreLocated() throws {
        let error = #expect(throws: TableError.self) {
            try CSVDocument(csv: Array("a,b\n1,2\n3,".utf8) + [0xff, 0xfe])
        }
        #expect(error?.line == 3 && error?.value == "bytes that are not UTF-8")
        let wide = #expect(throws: TableError.self) {
            try CSVDocument(csv: [0xff, 0xfe] + "steps,error\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
        }
        #expect(wide?.description == "line 1: found text in UTF-16, allowed is text in UTF-8")
    }

    /// No bytes, however wild, do anything but throw.
    @Test func anyBytesAreReadOrRefused() throws {
        var random = SeededGenerator(seed: 2)
        let alphabet = Array("a,\"\n\r1 ".utf8) + [0, 0xc3, 0xff]
        var refused = 0
        for _ in 0..<Effort.rounds(2000) {
            let bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ in alphabet.randomElement(using: &random)!
            }
            guard let document = try? CSVDocument(csv: bytes) else {
                refused += 1
                continue
            }
            let width = document.table.columns.count
            #expect(document.table.rows.allSatisfy { $0.count == width })
            #expect(document.lines.count == document.table.rows.count)
        }
        #expect(refused > 0)
    }

    @Test func filesAreRead() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).csv").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        var table = CSVTable(columns: ["steps", "error"])
        try table.append(["1", "2"])
        try table.write(path: path)
        #expect(try CSVDocument(path: path).table == table)
        #expect(throws: (any Error).self) { try CSVDocument(path: path + ".none") }
    }
}

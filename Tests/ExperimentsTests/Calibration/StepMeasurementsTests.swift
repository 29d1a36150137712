import Experiments
import Testing

/// Measurements from tables: which columns are taken, and what is refused.
@Suite struct StepMeasurementsTests {
    private func read(
        _ text: String, of quantity: MeasuredQuantity = .error, _ columns: MeasurementColumns = .init()
    ) throws -> StepMeasurements {
        try StepMeasurements(CSVDocument(csv: Array(text.utf8)), of: quantity, columns: columns)
    }

    @Test func columnsAreFound() throws {
        let text = "error,steps,utility,fid,sd\n1,2,3,4,5\n"
        #expect(try read(text).values == [1])
        #expect(try read(text, of: .utility).values == [3])
        let named = try read(text, .init(steps: "error", values: "fid", deviations: "sd"))
        #expect(named.steps == [1] && named.values == [4] && named.deviations == [5] && named.name == "fid")
        // The only column beside the steps needs no name.
        #expect(try read("fid,steps\n7,2\n").values == [7])
        #expect(try read("fid,steps,sd\n7,2,1\n", .init(deviations: "sd")).values == [7])
    }

    @Test func numbersAreDecimal() throws {
        let points = try read("steps,error\n 1 ,\t1e-3\n+2,-.5\n3.,5E2\n\"4\",\"6\"\n")
        #expect(points.steps == [1, 2, 3, 4] && points.values == [1e-3, -0.5, 500, 6])
    }

    @Test(arguments: [
        ("steps,error\n1,2\n2,abc\n", 3, "error", "\"abc\""), ("steps,error\n1,\n", 2, "error", "a blank entry"),
        ("steps,error\n  ,1\n", 2, "steps", "a blank entry"), ("steps,error\n1,nan\n", 2, "error", "nan"),
        ("steps,error\n1,inf\n", 2, "error", "inf"), ("steps,error\n1,1e999\n", 2, "error", "1e999"),
        ("steps,error\n1,0x10\n", 2, "error", "0x10"), ("steps,error\n1,1 2\n", 2, "error", "1 2"),
        ("steps,error\n1,1\n-2,1\n", 3, "steps", "-2"), ("steps,error\n1,\"1,5\"\n", 2, "error", "1,5"),
        ("steps,error\n1,1e\n", 2, "error", "1e"), ("steps,error\n1,−3\n", 2, "error", "−3"),
    ])
    func badEntriesAreLocated(text: String, line: Int, column: String, words: String) throws {
        let error = #expect(throws: TableError.self) { try read(text) }
        #expect(error?.line == line && error?.column == column)
        #expect(error?.value.contains(words) == true && error?.allowed.contains("finite") == true)
    }

    @Test func missingHeadingsAreNamed() throws {
        let error = #expect(throws: TableError.self) { try read("a,b,c\n1,2,3\n") }
        #expect(error?.column == "steps" && error?.allowed == "one of \"a\", \"b\", \"c\"")
        let values = #expect(throws: TableError.self) { try read("steps,b,c\n1,2,3\n") }
        #expect(values?.column == "error" && values?.allowed == "one of \"steps\", \"b\", \"c\"")
        let deviations = #expect(throws: TableError.self) {
            try read("steps,error,sd\n1,2,0\n", .init(deviations: "sd"))
        }
        #expect(deviations?.line == 2 && deviations?.column == "sd" && deviations?.allowed == "a finite number > 0")
    }

    /// A table that something else than commas separates, as spreadsheets of other countries write it.
    @Test(arguments: [
        ("steps;error\n1;0.5\n", "a semicolon"), ("steps;error\n1;0,5\n", "a semicolon"),
        ("steps\terror\n1\t0.5\n", "a tab"),
        ("steps|error\n1|0.5\n", "a vertical bar"), ("steps error\n1 0.5\n", "a space"),
        ("sep=;\nsteps;error\n1;2\n", "a semicolon"),
        ("sep=;\nsteps;error\n1;0,5\n", "a semicolon"), ("steps;fid;error\r\n1;2;3\r\n", "a semicolon"),
        ("Schritte;error\n1;2\n", "a semicolon"), ("steps\terror\n1\t0,5\n", "a tab"),
    ])
    func separatorsAreNamed(text: String, name: String) {
        let error = #expect(throws: TableError.self) { try read(text) }
        #expect(error?.value == "columns with \(name) between them")
        #expect(error?.allowed == "a comma between columns, and a point, no comma, in decimal numbers")
    }

    @Test(arguments: [
        (" steps , error \n1,2\n", "one of \" steps \", \" error \"; \" steps \" may be meant"),
        ("Steps,error\n1,2\n", "one of \"Steps\", \"error\"; \"Steps\" may be meant"),
        ("\u{a0}STEPS,error\n1,2\n", "one of \"\u{a0}STEPS\", \"error\"; \"\u{a0}STEPS\" may be meant"),
        ("my steps,error\n1,2\n", "one of \"my steps\", \"error\""), ("my count\n1\n", "one of \"my count\""),
        ("a\u{1b}[2J,b\n1,2\n", "one of \"a\\u001b[2J\", \"b\""),
    ])
    func headingsAreQuotedAndOffered(text: String, allowed: String) {
        let error = #expect(throws: TableError.self) { try read(text) }
        #expect(error?.column == "steps" && error?.value == "no such heading" && error?.allowed == allowed)
    }

    @Test func decimalCommasAreSeen() {
        let error = #expect(throws: TableError.self) { try read("steps,error\n1,\"0,95\"\n") }
        #expect(
            error?.description
                == "line 2, column error: found \"0,95\", allowed is a finite decimal number, with a point where this has a comma"
        )
        let row = #expect(throws: TableError.self) { try read("steps,error\n1,0,95\n") }
        #expect(
            row?.description
                == "line 2: found 3 entries, allowed is 2 entries, one for each heading; decimal numbers have a "
                + "point, no comma")
        let spaced = #expect(throws: TableError.self) { try read("steps,\" error\"\n1,x\n", .init(values: " error")) }
        #expect(spaced?.description == "line 2, column \" error\": found \"x\", allowed is a finite decimal number")
    }

    @Test func listsAreChecked() throws {
        #expect(throws: TableError.self) { try StepMeasurements(name: "x", steps: [1, 2], values: [1]) }
        #expect(throws: TableError.self) { try StepMeasurements(name: "x", steps: [1], values: [.nan]) }
        #expect(throws: TableError.self) { try StepMeasurements(name: "x", steps: [-1], values: [1]) }
        #expect(throws: TableError.self) {
            try StepMeasurements(name: "x", steps: [1], values: [1], deviations: [-1])
        }
        #expect(try StepMeasurements(name: "x", steps: [], values: []).count == 0)
        let points = try StepMeasurements(name: "x", steps: [3, 1, 2], values: [30, 10, 20], deviations: [3, 1, 2])
        let part = points.within(2...3)
        #expect(part.steps == [3, 2] && part.values == [30, 20] && part.deviations == [3, 2] && part.name == "x")
    }
}

import Foundation
import Testing

/// `stepwell calibrate`: summary, JSON, the scenario it writes, and what it refuses.
@Suite struct CalibrateTests {
    private let folder = Folder()

    private func table(_ name: String) -> String {
        packageFolder.appendingPathComponent("Examples/quality/\(name).csv").path
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func summaryAndJSONTellTheSame() throws {
        let summary = try folder.stepwell("calibrate", table("cifar10"), "--error", "euler")
        #expect(summary.status == 0 && summary.errors.isEmpty, "\(summary.errors)")
        let rows = Dictionary(
            uniqueKeysWithValues: summary.output.split(separator: "\n").filter { !$0.hasPrefix(" ") }.map { line in
                (String(line.prefix { $0 != " " }), line.split(separator: " ").map(String.init))
            })
        let json = try object(try folder.stepwell("calibrate", table("cifar10"), "--column", "euler", "--json").output)
        let fit = try #require(json["exponential"] as? [String: Any])
        for (row, key) in [("C1", "rate"), ("A", "amplitude"), ("floor", "floor")] {
            let cells = try #require(rows[row])
            let value = try #require(fit[key] as? Double)
            let error = try #require(fit[key + "StandardError"] as? Double)
            #expect(abs(try #require(Double(cells[1])) / value - 1) <= 1e-4)
            let shown = try #require(Double(cells[3]))
            #expect(cells[2] == "±" && abs(shown / error - 1) <= 0.051)
        }
        #expect(json["quantity"] as? String == "error" && json["points"] as? Int == 8)
        #expect((json["warnings"] as? [String])?.isEmpty == true)
        let data = try #require(json["data"] as? [String: [Double]])
        let residuals = try #require(data["residuals"])
        let rss = residuals.reduce(0) { $0 + $1 * $1 }
        #expect(abs(rss / (try #require(fit["weightedSquares"] as? Double)) - 1) <= 1e-12)
        #expect(summary.output.contains("no reason to doubt the shape"))
        #expect(folder.contents.isEmpty)
    }

    @Test func wrongShapeIsAWarning() throws {
        let outcome = try folder.stepwell("calibrate", table("ddim-cifar10"))
        #expect(outcome.status == 0)
        #expect(
            outcome.errors.hasPrefix("stepwell: warning: an exponential is the wrong shape: a power law has R² 0.9999"))
        #expect(outcome.output.contains("1 warning") && outcome.output.contains("R²"))
        let json = try object(try folder.stepwell("calibrate", table("ddim-cifar10"), "--json").output)
        #expect((json["warnings"] as? [String])?.count == 1)
        #expect(try #require(json["powerLawEvidence"] as? Double) > 10)
        let part = try folder.stepwell("calibrate", table("ddim-cifar10"), "--from", "20")
        #expect(part.status == 0 && part.errors.isEmpty && part.output.contains("4 points from 20 to 1000 steps"))
    }

    /// The scenario with the measured curve is valid, solved and verified.
    @Test func scenarioIsWrittenAndSolved() throws {
        for arguments in [[], ["--sites", "edge"], ["--sites", "local", "--scale", "1000"]] {
            let outcome = try RunningCommand(
                [
                    "calibrate", table("ffhq64"), "--error", "unipc-3", "--into", example("few-step"), "-o", "new.json",
                ] + arguments, in: folder
            ).outcome()
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.output.contains("scenario        new.json"))
            #expect(try folder.stepwell("solve", "new.json", "-o", "new.plan.json", "-q").status == 0)
            #expect(try folder.stepwell("verify", "new.json", "new.plan.json", "-q").status == 0)
        }
        let document = try object(try folder.text(of: "new.json"))
        let users = try #require(document["users"] as? [String: Any])
        #expect(abs(try #require(users["errorDecay"] as? Double) - 0.72585) <= 1e-5)
        #expect(users["edgeErrorDecay"] is [Double])
    }

    /// With the scenario on standard output the summary moves aside; both inputs can be piped.
    @Test func streamsArePiped() throws {
        let piped = try folder.shell(
            "stepwell calibrate '\(table("cifar10"))' --error euler --into '\(example("example"))' -o - "
                + "| stepwell solve - -o piped.plan.json --quiet")
        #expect(piped.status == 0)
        let data = try String(contentsOfFile: table("cifar10"), encoding: .utf8)
        let read = try folder.stepwell("calibrate", "-", "--error", "euler", input: data)
        #expect(read.status == 0 && read.output.contains("-, column euler, 8 points"))
        let scenario = try folder.stepwell(
            "calibrate", table("cifar10"), "--error", "euler", "--into", example("example"), "-o", "-")
        #expect(scenario.output.hasPrefix("{") && scenario.errors.contains("C1"))
    }

    @Test func utilityIsFitted() throws {
        let rows = [0.0, 1, 2, 5, 10, 20, 40].map { "\($0),\(1 - exp(-0.1 * $0))" }.joined(separator: "\r\n")
        try folder.write("\u{feff}\"steps\",\"utility\"\r\n" + rows + "\r\n", to: "u.csv")
        let outcome = try folder.stepwell(
            "calibrate", "u.csv", "--utility", "--into", example("example"), "-o", "u.json")
        #expect(outcome.status == 0 && outcome.output.contains("C2              0.1 ±"), "\(outcome.errors)")
        #expect(outcome.output.contains("not compared") && outcome.output.contains("utilityRate 0.1"))
        #expect(try folder.stepwell("solve", "u.json", "-q").status == 0)
    }

    /// Pictures are whole, the same each time, and draw what was fitted.
    @Test func figuresAreDrawn() throws {
        let arguments = ["--error", "dpm++3m", "--plot", "fit.svg", "--residual-plot", "residuals.png"]
        #expect(try RunningCommand(["calibrate", table("cifar10")] + arguments, in: folder).outcome().status == 0)
        #expect(folder.contents == ["fit.svg", "residuals.png"])
        let picture = try folder.text(of: "fit.svg")
        for word in ["measured", "exponential", "power law", "steps", "dpm++3m"] {
            #expect(picture.contains(">\(word)<") || picture.contains(word), "\(word)")
        }
        #expect(try folder.data(of: "residuals.png").starts(with: [0x89, 0x50, 0x4e, 0x47]))
        #expect(try RunningCommand(["calibrate", table("cifar10")] + arguments, in: folder).outcome().status == 0)
        #expect(try folder.text(of: "fit.svg") == picture)
        // Utilities that begin at 0 steps, and a range of decades.
        try folder.write("steps,utility\n0,0\n1,0.5\n2,0.7\n3,0.9\n", to: "u.csv")
        #expect(try folder.stepwell("calibrate", "u.csv", "--utility", "--plot", "u.svg").status == 0)
        #expect(try folder.stepwell("calibrate", table("ddim-cifar10"), "--plot", "d.svg").status == 0)
    }

    @Test(arguments: [
        ("steps,error\n1,5\n2,3\n3,2\n", "bad.csv: column error: found 3 points, allowed is at least 4"),
        ("steps,error\n1,5\n2,\n3,2\n4,1\n", "line 3, column error: found a blank entry"),
        ("steps,error\n1,5\n2,nan\n3,2\n4,1\n", "line 3, column error: found \"nan\""),
        ("steps,error\n1,5\n2,3,4\n", "line 3: found 3 entries, allowed is 2 entries"),
        ("steps,error\n-1,5\n2,3\n3,2\n4,1\n", "line 2, column steps: found -1, allowed is a finite number ≥ 0"),
        ("steps,fid,sd\n1,5,1\n", "column error: found no such heading, allowed is one of \"steps\", \"fid\", \"sd\""),
        ("steps,error\n1,1\n2,2\n3,3\n4,4\n", "found values that do not fall"), ("", "found nothing"),
        ("steps,error\n1,\"5\n", "line 2: found a quote that is never closed"),
        ("steps;error\n3;93,36\n4;66,76\n", "line 1: found columns with a semicolon between them, allowed is a comma"),
        ("steps\terror\n3\t93.36\n4\t66.76\n", "the table: found columns with a tab between them, allowed is a comma"),
        (
            " steps , error \n3,93.36\n",
            "column steps: found no such heading, allowed is one of \" steps \", \" error \""
        ),
        ("Steps,error\n3,93.36\n", "allowed is one of \"Steps\", \"error\"; \"Steps\" may be meant"),
    ])
    func badTablesAreRefused(text: String, words: String) throws {
        try folder.write(text, to: "bad.csv")
        let outcome = try folder.stepwell(
            "calibrate", "bad.csv", "--into", example("example"), "--output", "out.json")
        #expect(outcome.status == 65 && outcome.output.isEmpty)
        #expect(
            outcome.errors.contains(words) && outcome.errors.hasPrefix("stepwell: error: bad.csv: "),
            "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(folder.contents == ["bad.csv"])
    }

    @Test(arguments: [
        (["--into", "x.json"], 64), (["-o", "x.json"], 64), (["--scale", "10"], 64), (["--sites", "edge"], 64),
        (["--from", "-1"], 64), (["--from", "5", "--to", "4"], 64), (["--floor", "low"], 64), (["--to", "nan"], 64),
        (["--plot", "fit.pdf"], 64), (["--residual-plot", "svg"], 64), (["--plot", "none/fit.svg"], 74),
        (["--utility", "--floor", "zero"], 64), (["--from", "9"], 65), (["--error", "none"], 65),
        (["--into", "none.json", "-o", "y.json"], 74), (["--into", "none.json", "-o", "none/y.json"], 74),
    ])
    func misuseIsRefused(arguments: [String], status: Int) throws {
        let column = arguments.contains("--error") ? [] : ["--error", "euler"]
        let outcome = try RunningCommand(["calibrate", table("cifar10")] + column + arguments, in: folder).outcome()
        #expect(Int(outcome.status) == status, "\(outcome.errors)")
        #expect(outcome.output.isEmpty && folder.contents.isEmpty)
    }

    /// A scale below the curve's start would make errors above 1.
    @Test func smallScaleIsRefused() throws {
        let outcome = try folder.stepwell(
            "calibrate", table("cifar10"), "--error", "euler", "--into", example("example"), "-o", "out.json",
            "--scale", "100")
        #expect(outcome.status == 64 && outcome.errors.contains("--scale is 100, allowed is a number from 27"))
        #expect(folder.contents.isEmpty)
    }

    @Test func missingTableIsAnInputError() throws {
        let outcome = try folder.stepwell("calibrate", "none.csv")
        #expect(
            outcome.status == 74
                && outcome.errors == "stepwell: error: cannot read none.csv: No such file or directory\n")
        #expect(try folder.stepwell("calibrate", ".").status == 74)
    }
}

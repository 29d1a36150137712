import Foundation
import Testing

/// `stepwell reproduce`: files, exit status, interruption.
@Suite struct ReproduceTests {
    private let folder = Folder()
    private static let small = [
        ("--users", "5", ["fig1", "fig2", "gaps"]), ("--budgets", "3", ["fig1", "fig2"]),
        ("--seeds", "2", ["fig1", "gaps"]),
        ("--largest-users", "30", ["scaling"]), ("--repetitions", "1", ["scaling"]),
    ]

    /// A small reproduction, with the options that the figure has a use for.
    private func reproduce(_ figure: String, _ arguments: String...) throws -> CommandOutcome {
        let options = Self.small.filter { figure == "all" || $0.2.contains(figure) }.flatMap {
            [$0.0, $0.1]
        }
        return try RunningCommand(["reproduce", figure] + arguments + options, in: folder).outcome()
    }

    private func names(in path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path(of: path)).sorted()
    }

    @Test func everyFigureHasItsFolder() throws {
        let run = try reproduce("all", "--output", "out/")
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        #expect(try names(in: "out") == ["fig1", "fig2", "gaps", "scaling"])
        #expect(
            try names(in: "out/fig2") == [
                "fig2-objective.png", "fig2-objective.svg", "fig2.csv", "manifest.json", "scenarios.jsonl",
            ])
        #expect(try names(in: "out/fig1").count == 11)
        // What is printed is what is there.
        let printed = run.output.split(separator: "\n").map(String.init)
        let present = try ["fig1", "fig2", "gaps", "scaling"].flatMap { figure in
            try names(in: "out/\(figure)").map { "out/\(figure)/\($0)" }
        }
        #expect(printed.sorted() == present.sorted())
    }

    /// Byte for byte, whatever the number of threads; but not with another seed.
    @Test(arguments: ["fig1", "fig2", "gaps"]) func sameSeedGivesTheSameFiles(figure: String) throws {
        var runs: [[String: Data]] = []
        for seed in ["7", "7", "8"] {
            #expect(try reproduce(figure, "-o", "out", "--seed", seed, "--quiet").status == 0)
            runs.append(
                Dictionary(
                    uniqueKeysWithValues: try names(in: "out/\(figure)").map {
                        ($0, try folder.data(of: "out/\(figure)/\($0)"))
                    }))
        }
        #expect(runs[0] == runs[1])
        #expect(runs[0]["scenarios.jsonl"] != runs[2]["scenarios.jsonl"])
        #expect(runs[0]["\(figure).csv"] != runs[2]["\(figure).csv"])
    }

    /// The scenarios can be solved anew, and give the objectives of the table.
    @Test func batchSolvesTheScenariosAnew() throws {
        #expect(try reproduce("fig2", "-o", "out", "-q").output.isEmpty)
        #expect(
            try folder.stepwell("batch", "out/fig2/scenarios.jsonl", "-o", "plans.jsonl").status == 0)
        let plans = try folder.text(of: "plans.jsonl").split(separator: "\n")
        let rows = try folder.text(of: "out/fig2/fig2.csv").split(separator: "\n").dropFirst()
            .map { $0.split(separator: ",").map(String.init) }.filter { $0[3] == "certified" }
        #expect(plans.count == 9 && rows.count == 9)
        for (plan, row) in zip(plans, rows) {
            #expect(plan.contains("\"objective\":\(row[7]),"), "\(row) \(plan)")
        }
    }

    @Test(arguments: [
        ["fig3", "-o", "out"], ["fig1"], ["fig1", "-o", ""], ["fig1", "-o", "out", "--budgets", "2"],
        ["fig1", "-o", "out", "--users", "0"], ["scaling", "-o", "out", "--largest-users", "1"],
        ["fig1", "-o", "out", "--repetitions", "3"], ["scaling", "-o", "out", "--users", "30"],
        ["fig2", "-o", "out", "--seeds", "3"], ["gaps", "-o", "out", "--theme", "sepia"],
        ["gaps", "-o", "out", "--seed", "-1"],
    ])
    func usageErrors(arguments: [String]) throws {
        let run = try RunningCommand(["reproduce"] + arguments, in: folder).outcome()
        #expect(run.status == 64 && run.output.isEmpty && !run.errors.isEmpty)
        #expect(folder.contents.isEmpty)
    }

    @Test func folderInTheWayIsFoundFirst() throws {
        try folder.write("in the way", to: "out")
        let run = try folder.stepwell("reproduce", "all", "--output", "out")
        #expect(run.status == 74)
        #expect(run.errors == "stepwell: error: cannot write out/fig1: Not a directory\n")
        #expect(try folder.text(of: "out") == "in the way")
    }

    @Test func missingGnuplotIsSaidFirst() throws {
        let run = try folder.shell("PATH=/nowhere '\(Command.path)' reproduce all --output out")
        #expect(run.status == 74 && run.output.isEmpty)
        #expect(
            run.errors.contains("there is no gnuplot")
                && run.errors.contains("apt-get install gnuplot-nox"))
        #expect(folder.contents.isEmpty)
    }

    /// A signal ends a long computation, and nothing is left behind. The shell waits until the command listens for SIGTERM, to
    /// which the shell itself does not listen: it does to SIGINT.
    @Test(arguments: ["INT", "TERM"]) func signalLeavesNothingBehind(signal: String) throws {
        let run = try folder.shell(
            """
            stepwell reproduce fig1 --users 10000 --budgets 1000 --output out &
            p=$!
            until [ $((0x$(sed -n 's/^SigCgt:.*\\(........\\)$/\\1/p' /proc/$p/status) & 0x4000)) -ne 0 ]; do sleep 0.02; done
            kill -\(signal) $p
            wait $p
            """)
        #expect(run.status == 2 && !run.wasKilled)
        #expect(run.errors == "interrupted, fig1 is not written\n")
        #expect(folder.contents.isEmpty)
    }

    @Test func darkThemeIsDark() throws {
        #expect(try reproduce("gaps", "-o", "light", "-q").status == 0)
        #expect(try reproduce("gaps", "-o", "dark", "-q", "--theme", "dark").status == 0)
        #expect(try folder.text(of: "light/gaps/gaps.svg").contains("fill=\"#ffffff\""))
        #expect(try folder.text(of: "dark/gaps/gaps.svg").contains("fill=\"#14171c\""))
        #expect(try folder.data(of: "light/gaps/gaps.csv") == folder.data(of: "dark/gaps/gaps.csv"))
    }
}

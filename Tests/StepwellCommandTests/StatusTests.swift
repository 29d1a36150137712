import Foundation
import ScenarioFiles
import TestSupport
import Testing

/// Every status that a solve can end with, by the command, with its exit status; `verify` accepts each.
@Suite struct StatusTests {
    private let folder = Folder()

    init() throws {
        try folder.write(validScenario, to: "s.json")
        try folder.write(endlessScenario(), to: "endless.json")
    }

    private static let hard = ["endless.json", "--gap", "1e-14", "--node-limit", "100000000"]

    static let statuses: [([String], PlanStatus, Int32)] = [
        (["s.json"], .optimal, 0),
        (["s.json", "--steps", "integer"], .optimal, 0),
        (["s.json", "--method", "greedy"], .feasible, 0),
        (["s.json", "--method", "paper"], .feasible, 0),
        (["s.json", "--gap", "1e-300"], .roundingLimit, 2),
        (["s.json", "--gap", "1e-300", "--method", "greedy"], .feasible, 0),
        (["infeasible.json"], .infeasible, 3),
        (["infeasible.json", "--method", "paper"], .infeasible, 3),
        (["infeasible.json", "--method", "local"], .infeasible, 3),
        (hard + ["--time-limit", "0.05"], .timeLimit, 2),
        (hard + ["--time-limit", "0.05", "--method", "edge"], .timeLimit, 2),
        (["endless.json", "--gap", "1e-14", "--node-limit", "3"], .nodeLimit, 2),
        (["endless.json", "--gap", "1e-14", "--node-limit", "3", "--method", "paper"], .nodeLimit, 2),
    ]

    @Test(arguments: statuses) func statusAndExitStatusAgree(arguments: [String], status: PlanStatus, code: Int32)
        throws
    {
        try folder.write(
            validScenario.with("\"utilityRate\"", "\"minimumSteps\": 70, \"utilityRate\""), to: "infeasible.json")
        let outcome = try RunningCommand(["solve"] + arguments + ["-q", "-o", "plan.json"], in: folder).outcome()
        #expect(outcome.status == code, "\(outcome.errors)")
        let plan = try PlanDocument(path: folder.path(of: "plan.json"))
        #expect(plan.status == status)
        #expect((plan.outcome == nil) == (status == .infeasible))
        let verify = try folder.stepwell("verify", arguments[0], "plan.json")
        #expect(verify.status == 0, "\(verify.errors)")
    }

    /// A limit too short for any plan: the file says so, the exit status is that of an early end, and nothing is claimed
    /// that does not hold.
    @Test(arguments: ["certified", "paper", "paper --start certified", "greedy"])
    func aLimitTooShortForAPlan(method: String) throws {
        let users = Effort.sizes([100_000, 2_000_000], debugLimit: 100_000).max()!
        #expect(try folder.stepwell("generate", "--users", "\(users)", "-o", "large.json").status == 0)
        let options = ["--method"] + method.split(separator: " ").map(String.init) + ["--time-limit", "1e-9"]
        let solve = try RunningCommand(["solve", "large.json"] + options, in: folder).outcome()
        let plan = try PlanDocument(path: folder.path(of: "large.plan.json"))
        #expect(solve.status == 2, "\(solve.errors)")
        #expect(plan.status == .timeLimit)
        #expect(solve.output.contains("status          stopped by the time limit\n"))
        if plan.outcome == nil { #expect(!solve.output.contains("objective") && plan.relativeGap == nil) }
        let verify = try folder.stepwell("verify", "large.json", "large.plan.json")
        #expect(verify.status == 0, "\(verify.errors)")
    }

    @Test(arguments: [SIGINT, SIGTERM], ["certified", "paper"]) func stopped(signal: Int32, method: String) throws {
        let solve = try RunningCommand(
            ["solve"] + Self.hard + ["--method", method, "-q", "-o", "plan.json"], in: folder)
        usleep(400_000)
        solve.send(signal)
        let outcome = try solve.outcome()
        #expect(outcome.status == 2 && !outcome.wasKilled, "\(outcome)")
        #expect(try PlanDocument(path: folder.path(of: "plan.json")).status == .stopped)
        #expect(try folder.stepwell("verify", "endless.json", "plan.json").status == 0)
    }

    /// At a price whose product with the budget exceeds every number nothing is proven. Where there is no time for another
    /// one, nothing is claimed, and the exit status is that of a numerical failure.
    @Test func numericalFailure() throws {
        try folder.write(validScenario.with("\"stepBudget\": 40", "\"stepBudget\": 1e300"), to: "vast.json")
        let start = ["solve", "vast.json", "--start-price", "1e100", "-o", "plan.json"]
        let solve = try RunningCommand(start + ["--time-limit", "1e-9"], in: folder).outcome()
        #expect(solve.status == 70, "\(solve.output)\(solve.errors)")
        #expect(solve.output.contains("status          numerical failure\n"), "\(solve.output)")
        let plan = try PlanDocument(path: folder.path(of: "plan.json"))
        #expect(plan.status == .numericalFailure && plan.outcome == nil && plan.lowerBound == nil)
        #expect(try folder.stepwell("verify", "vast.json", "plan.json").status == 0)
        #expect(try RunningCommand(start, in: folder).outcome().status == 0)
    }

    /// A signal while the plan is being written lets it be written to its end: the solve is over and its answer stands.
    @Test(arguments: [SIGINT, SIGTERM]) func aSignalWhileWriting(signal: Int32) throws {
        #expect(try folder.stepwell("generate", "--users", "20000", "-o", "large.json").status == 0)
        #expect(mkfifo(folder.path(of: "pipe"), 0o600) == 0)
        let solve = try RunningCommand(["solve", "large.json", "-q", "-o", "pipe"], in: folder)
        let reader = try #require(FileHandle(forReadingAtPath: folder.path(of: "pipe")))
        var plan = try #require(try reader.read(upToCount: 1000))
        // More than a pipe holds is still to come, so that the command is in the middle of it.
        #expect(solve.isRunning)
        solve.send(signal)
        usleep(100_000)
        #expect(solve.isRunning)
        plan += try #require(try reader.readToEnd())
        #expect(try solve.outcome().status == 0)
        try folder.write(plan, to: "plan.json")
        #expect(try folder.stepwell("verify", "large.json", "plan.json").status == 0)
    }

    @Test(arguments: [SIGINT, SIGTERM]) func aSignalWhileReading(signal: Int32) throws {
        for arguments in [["solve", "-"], ["verify", "-", "s.json"], ["study", "-"], ["crosscheck", "-"]] {
            let input = Pipe()
            let run = try RunningCommand(arguments, in: folder, inputPipe: input)
            usleep(150_000)
            #expect(run.isRunning)
            run.send(signal)
            let outcome = try run.outcome()
            #expect(outcome.wasKilled && outcome.status == signal)
            try input.fileHandleForWriting.close()
        }
        #expect(folder.contents == ["endless.json", "s.json"])
    }
}

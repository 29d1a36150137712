import Foundation
import OffloadModel
import ScenarioFiles
import TestSupport
import Testing

/// A solve that is stopped early still writes a feasible plan with a true bound.
@Suite struct InterruptionTests {
    private let folder = Folder()

    /// Arguments of a solve that does not end by itself, and shows its iterations on standard error.
    private static let endless = [
        "solve", "endless.json", "--gap", "1e-14", "--node-limit", "100000000", "--quiet", "--log", "-",
    ]

    init() throws {
        try folder.write(endlessScenario(), to: "endless.json")
    }

    @Test func timeLimitEndsALargeSolve() throws {
        let users = Effort.sizes([10_000, 1_000_000], debugLimit: 10_000).max()!
        #expect(try folder.stepwell("generate", "--users", "\(users)", "--output", "large.json").status == 0)
        let solve = try folder.stepwell("solve", "large.json", "--time-limit", "0.001")
        let plan = try PlanDocument(path: folder.path(of: "large.plan.json"))
        #expect(solve.status == (plan.status == .optimal ? 0 : 2))
        #expect(plan.status == .optimal || plan.status == .timeLimit)
        #expect(plan.statistics.seconds.total < 30)
        // The time may have been too short for a plan of so many users; what is claimed holds in any case.
        #expect(try folder.stepwell("verify", "large.json", "large.plan.json").status == 0)
    }

    @Test(arguments: ["0.001", "0.2"]) func timeLimitEndsBranchAndBound(limit: String) throws {
        let solve = try RunningCommand(Self.endless + ["--time-limit", limit], in: folder).outcome()
        #expect(solve.status == 2)
        #expect(try plan().status == .timeLimit)
        #expect(try plan().statistics.seconds.total < 30)
        try expectVerified("endless.json", "endless.plan.json")
    }

    @Test(arguments: ["0", "1", "100"]) func nodeLimitEndsBranchAndBound(limit: String) throws {
        let solve = try folder.stepwell("solve", "endless.json", "--gap", "1e-14", "--node-limit", limit)
        #expect(solve.status == 2)
        #expect(solve.output.contains("\nstatus          stopped by the node limit\n"))
        #expect(try plan().status == .nodeLimit)
        #expect(try plan().statistics.nodes == Int(limit))
        try expectVerified("endless.json", "endless.plan.json")
    }

    @Test(arguments: [SIGINT, SIGTERM]) func signalEndsTheSolveWithAPlan(signal: Int32) throws {
        let solve = try RunningCommand(Self.endless, in: folder)
        #expect(solve.wait { solve.errorsSoFar.count > 10_000 })
        solve.send(signal)
        let outcome = try solve.outcome()
        #expect(outcome.status == 2 && !outcome.wasKilled)
        #expect(try plan().status == .stopped)
        #expect(folder.contents == ["endless.json", "endless.plan.json"])
        try expectVerified("endless.json", "endless.plan.json")
    }

    /// The plan goes to a named pipe that nobody reads, so that the command hangs there after the first signal.
    @Test(arguments: [SIGINT, SIGTERM]) func secondSignalEndsAtOnce(signal: Int32) throws {
        #expect(mkfifo(folder.path(of: "pipe"), 0o600) == 0)
        let solve = try RunningCommand(Self.endless + ["--output", "pipe"], in: folder)
        #expect(solve.wait { solve.errorsSoFar.count > 10_000 })
        solve.send(signal)
        usleep(300_000)
        #expect(solve.isRunning)
        solve.send(signal)
        let outcome = try solve.outcome()
        #expect(outcome.status == 128 + signal && !outcome.wasKilled)
        #expect(folder.contents == ["endless.json", "pipe"])
    }

    /// While the scenario is still being read there is no plan to save, and one signal is enough.
    @Test func signalWhileReadingEndsAtOnce() throws {
        let input = Pipe()
        let solve = try RunningCommand(["solve", "-"], in: folder, inputPipe: input)
        usleep(300_000)
        #expect(solve.isRunning)
        solve.send(SIGINT)
        let outcome = try solve.outcome()
        #expect(outcome.wasKilled && outcome.status == SIGINT)
        #expect(folder.contents == ["endless.json"])
        try input.fileHandleForWriting.close()
    }

    /// A reader that has gone away is an error of output, 74, where results are lost, and never a signal.
    @Test(
        arguments: [
            (["solve", "s.json"], [74]), (["solve", "s.json", "--output", "-"], [74]),
            (["verify", "s.json", "s.plan.json"], [74]),
            (["generate", "--output", "-"], [74]), (["info"], [74]), (["--help"], [0]), (["solve", "--help"], [0]),
            (["solve", "s.json", "--quiet"], [0]),
        ] as [([String], [Int32])])
    func closedPipeIsNoCrash(arguments: [String], statuses: [Int32]) throws {
        try folder.write(validScenario, to: "s.json")
        #expect(try folder.stepwell("solve", "s.json").status == 0)
        let output = Pipe()
        try output.fileHandleForReading.close()
        let outcome = try RunningCommand(arguments, in: folder, output: output).outcome()
        #expect(!outcome.wasKilled)
        #expect(statuses.contains(outcome.status), "\(outcome.status)")
        if outcome.status == 74 { #expect(outcome.errors.hasSuffix("cannot write -: Broken pipe\n")) }
        try expectVerified("s.json", "s.plan.json")
    }

    private func plan() throws -> PlanDocument { try PlanDocument(path: folder.path(of: "endless.plan.json")) }

    /// The verifier agrees, and the gap on record is that of objective and bound.
    private func expectVerified(
        _ scenario: String, _ plan: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let verify = try folder.stepwell("verify", scenario, plan)
        #expect(verify.status == 0, "\(verify.errors)", sourceLocation: sourceLocation)
        let document = try PlanDocument(path: folder.path(of: plan))
        let outcome = try #require(document.outcome, sourceLocation: sourceLocation)
        let bound = try #require(document.lowerBound, sourceLocation: sourceLocation)
        #expect(bound <= outcome.objective, sourceLocation: sourceLocation)
        #expect(
            document.relativeGap == PlanCertificate.relativeGap(objective: outcome.objective, lowerBound: bound),
            sourceLocation: sourceLocation)
    }
}

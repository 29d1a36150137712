import Foundation
import OffloadModel
import ScenarioFiles
import TestSupport
import Testing

/// `stepwell solve --method`: every method's plan is feasible, carries the certified bound, and is verified.
@Suite struct MethodTests {
    private let folder = Folder()

    static let methods = ["paper", "random", "local", "edge", "greedy"]
    /// Mandatory offloading, floors, no budget, no local steps, one user, and more.
    static let scenarios = [
        "hetero-n1-t30", "hetero-n2-t70", "hetero-n30-t30", "floors-n80", "zero-budget-n40", "no-local-steps-n40",
        "twins-n30", "slack-budget-n40", "edge-cap-below-local-n40", "deadline-n80", "everything-n200",
    ]

    @Test(arguments: methods, StepRule.allCases)
    func plansAreVerifiedAndHeldAgainstTheOptimum(method: String, rule: StepRule) throws {
        for name in Self.scenarios {
            let known = try #require(ReferenceInstances.optima.first { $0.name == name })
            let solve = try folder.stepwell(
                "solve", reference(name), "--method", method, "--steps", rule.rawValue, "-o", "plan.json")
            #expect(solve.status == 0, "\(name): \(solve.errors)")
            #expect(solve.output.contains("\nstatus          feasible\nmethod          \(method)\n"))
            #expect(solve.output.contains("\nabove the bound "))
            #expect(solve.output.contains("\ncertificate     verified from the scenario alone"))
            let plan = try PlanDocument(path: folder.path(of: "plan.json"))
            #expect(plan.method == method && plan.status == .feasible && plan.stepRule == rule)
            let objective = try #require(plan.outcome).objective
            let bound = try #require(plan.lowerBound)
            if let optimum = rule == .integer ? known.integerObjective : known.objective {
                #expect(abs(bound - optimum) <= 2e-9 * abs(optimum), "\(name): \(bound), not \(optimum)")
                #expect(objective >= optimum - 1e-9 * abs(optimum), "\(name)")
            }
            #expect(plan.relativeGap == PlanCertificate.relativeGap(objective: objective, lowerBound: bound))
            #expect(plan.price != nil && plan.certificate != nil)
            let verify = try folder.stepwell("verify", reference(name), "plan.json")
            #expect(verify.status == 0, "\(name): \(verify.errors)")
        }
    }

    @Test(arguments: methods) func infeasibleScenariosSayWhy(method: String) throws {
        for name in ["infeasible-user-n200", "infeasible-budget-n60"] {
            let solve = try folder.stepwell("solve", reference(name), "--method", method, "-o", "plan.json")
            #expect(solve.status == 3)
            #expect(solve.output.contains("\nstatus          infeasible: "))
            let plan = try PlanDocument(path: folder.path(of: "plan.json"))
            #expect(plan.method == method && plan.infeasibility != nil && plan.lowerBound == nil)
            #expect(try folder.stepwell("verify", reference(name), "plan.json").status == 0)
        }
    }

    /// With the paper's penalty the plan that it starts from is the plan that it ends with.
    @Test func startsAreTold() throws {
        func objective(_ arguments: String...) throws -> Double {
            let all = ["solve", example("example"), "-q", "-o", "plan.json"] + arguments
            let solve = try RunningCommand(all, in: folder).outcome()
            #expect(solve.status == 0, "\(solve.errors)")
            #expect(try folder.stepwell("verify", example("example"), "plan.json").status == 0)
            return JSONText(try folder.text(of: "plan.json")).number("objective")
        }
        for name in ["certified", "local", "edge", "greedy"] {
            let kept = try objective("--method", "paper", "--start", name)
            #expect(abs(kept - (try objective("--method", name))) <= 1e-8)
        }
        let half = try objective("--method", "paper")
        #expect(try objective("--method", "paper", "--start", "half", "--penalty", "1e5") == half)
        #expect(try objective("--method", "paper", "--start", "random", "--seed", "1") != half)
        #expect(
            try objective("--method", "paper", "--start", "random", "--seed", "2")
                != objective("--method", "paper", "--start", "random", "--seed", "3"))
        #expect(try objective("--method", "random", "--seed", "2") != objective("--method", "random"))
        #expect(try objective("--method", "paper", "--no-polish") >= half)
        _ = try objective(
            "--method", "paper", "--penalty", "0.01:10:1", "--interior-margin", "0.001", "--inner-tolerance", "1e-4",
            "--outer-tolerance", "1e-3")
    }

    /// One row for every P2 under a header; the iterations asked for are the most there are.
    @Test func iterationsAreLogged() throws {
        let solve = try folder.stepwell(
            "solve", example("example"), "--method", "paper", "--penalty", "0.01:10:1", "--inner-iterations", "3",
            "--outer-iterations", "4", "--log", "rows.txt", "-o", "plan.json")
        #expect(solve.status == 0)
        let rows = try folder.text(of: "rows.txt").split(separator: "\n")
        let columns = "sub iter penalty penalised surrogate undecided delta tries change".split(separator: " ")
        #expect(rows[0].split(separator: " ") == columns)
        let cells = rows.dropFirst().map { $0.split(separator: " ").map(String.init) }
        #expect(cells.map { "\($0[0]).\($0[1])" } == (1...4).flatMap { i in (1...3).map { "\(i).\($0)" } })
        #expect(cells.map { $0[2] } == ["0.01", "0.1", "1", "1"].flatMap { [$0, $0, $0] })
        #expect(rows.allSatisfy { $0.count == rows[0].count })
        for (before, after) in zip(cells, cells.dropFirst()) where before[0] == after[0] {
            // Majorisation, to the digits shown.
            #expect(try #require(Double(after[3])) <= (try #require(Double(before[3]))) + 1e-9)
            #expect(try #require(Double(after[4])) <= (try #require(Double(before[3]))) + 1e-9)
        }
        let baseline = try folder.stepwell(
            "solve", example("example"), "--method", "greedy", "--log", "none.txt", "-o", "plan.json")
        #expect(baseline.status == 0)
        #expect(try folder.text(of: "none.txt").split(separator: "\n").count == 1)
    }

    /// The bound of this scenario takes for ever; the method's plan is written nevertheless.
    @Test(arguments: [["paper"], ["greedy"], ["paper", "--start", "certified"]])
    func timeLimitAndSignalsLeaveAPlan(method: [String]) throws {
        try folder.write(endlessScenario(), to: "endless.json")
        let arguments = ["solve", "endless.json", "--gap", "1e-14", "--node-limit", "100000000", "--method"] + method
        let late = try RunningCommand(arguments + ["--time-limit", "0.3"], in: folder).outcome()
        #expect(late.status == 2, "\(late.errors)")
        try expectPlan(.timeLimit)
        let limited = try RunningCommand(
            ["solve", "endless.json", "--gap", "1e-14", "--node-limit", "5", "--method"] + method, in: folder
        ).outcome()
        #expect(limited.status == 2)
        try expectPlan(.nodeLimit)
        let stopped = try RunningCommand(arguments, in: folder)
        usleep(1_000_000)
        #expect(stopped.isRunning)
        stopped.send(SIGINT)
        let outcome = try stopped.outcome()
        #expect(outcome.status == 2 && !outcome.wasKilled)
        try expectPlan(.stopped)
    }

    /// A limit that is too short even for the plan to start from is a limit, not a numerical failure.
    @Test(arguments: ["edge", "greedy", "certified"]) func aLimitDuringTheStartIsOne(start: String) throws {
        #expect(try folder.stepwell("generate", "--users", "100000", "--seed", "1", "-o", "large.json").status == 0)
        let late = try folder.stepwell(
            "solve", "large.json", "--method", "paper", "--start", start, "--time-limit", "1e-4", "-o", "plan.json")
        #expect(late.status == 2, "\(late.errors)")
        #expect(try PlanDocument(path: folder.path(of: "plan.json")).status == .timeLimit)
    }

    private func expectPlan(_ status: PlanStatus) throws {
        let plan = try PlanDocument(path: folder.path(of: "endless.plan.json"))
        #expect(plan.status == status)
        #expect(plan.outcome != nil && plan.lowerBound != nil)
        let verify = try folder.stepwell("verify", "endless.json", "endless.plan.json")
        #expect(verify.status == 0, "\(verify.errors)")
    }
}

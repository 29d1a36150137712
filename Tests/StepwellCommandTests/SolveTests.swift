import Foundation
import OffloadModel
import ScenarioFiles
import TestSupport
import Testing

/// `stepwell solve` and `verify` in normal use.
@Suite struct SolveTests {
    private let folder = Folder()

    /// The reference scenarios that have an optimum, up to 200 users.
    static let solvable = ReferenceInstances.optima.filter { $0.status == "optimal" && !$0.name.contains("n1000") }

    /// Solve, exit 0, the optimum that independent solvers found, and a file that `verify` accepts.
    @Test(arguments: StepRule.allCases) func referenceOptimaAreFoundAndVerified(rule: StepRule) throws {
        for optimum in Self.solvable {
            let solve = try folder.stepwell("solve", reference(optimum.name), "--steps", rule.rawValue)
            #expect(solve.status == 0, "\(optimum.name): \(solve.errors)")
            // The one thing to say beside the result is that nobody can gain; then nobody offloads.
            let isWarned = solve.errors.hasPrefix("stepwell: warning: nobody gains")
            #expect(solve.errors.isEmpty || (isWarned && solve.output.contains("\noffloaded       0 of")))
            #expect(solve.output.contains("\nstatus          optimal, proven to a relative gap of 1e-09\n"))
            #expect(solve.output.contains("\ncertificate     verified from the scenario alone"))
            #expect(solve.output.hasSuffix("\nplan            \(optimum.name).plan.json\n"))

            let plan = try PlanDocument(path: folder.path(of: "\(optimum.name).plan.json"))
            if let expected = rule == .integer ? optimum.integerObjective : optimum.objective {
                let found = try #require(plan.outcome).objective
                #expect(abs(found - expected) <= 2e-9 * abs(expected), "\(optimum.name): \(found), not \(expected)")
            }
            #expect(plan.status == .optimal)
            #expect(plan.stepRule == rule)

            let verify = try folder.stepwell("verify", reference(optimum.name), "\(optimum.name).plan.json")
            #expect(verify.status == 0, "\(optimum.name): \(verify.errors)")
            #expect(verify.output.hasPrefix("status          optimal\n"))
            #expect(verify.output.hasSuffix("\nverdict         every claim holds\n"))
        }
    }

    /// A gap below the rounding of objective and bound is met as well as can be, and `verify` agrees. That is not the gap that was
    /// asked for, and neither status nor exit status says that it were.
    @Test(arguments: ["1e-16", "1e-300"]) func smallestGapIsVerified(gap: String) throws {
        for optimum in Self.solvable {
            let path = reference(optimum.name)
            let solve = try folder.stepwell("solve", path, "--gap", gap, "-o", "plan.json")
            let plan = try PlanDocument(path: folder.path(of: "plan.json"))
            #expect(plan.status == .roundingLimit && solve.status == 2, "\(optimum.name): \(plan.status)")
            #expect(!solve.output.contains("proven to a relative gap"))
            let found = DecimalText.significant(try #require(plan.relativeGap), digits: 3)
            #expect(
                solve.output.contains(
                    "\nstatus          as near the optimum as rounding allows, a relative gap of \(found) where "
                        + "\(gap) was asked\n"), "\(solve.output)")
            #expect(solve.output.contains("\nrounding        up to "))
            let verify = try folder.stepwell("verify", path, "plan.json")
            #expect(verify.status == 0, "\(optimum.name): \(verify.errors)")
            #expect(verify.output.hasPrefix("status          roundingLimit\n"))
        }
    }

    /// A utility that never comes has no weight, however large the weight is: the plan is that of the weight 0, to the bit.
    @Test(arguments: ["1", "1e12", "1e15"]) func aUtilityThatNeverComesDoesNotMatter(weight: String) throws {
        let text = try String(contentsOfFile: example("example"), encoding: .utf8)
        let rate = try #require(text.range(of: #""utilityRate": *(\[[^\]]*\]|[^,\[]*),"#, options: .regularExpression))
        let weights = try #require(text.range(of: #""utility": *[^,}]*"#, options: .regularExpression))
        func scenario(_ weight: String) -> String {
            text.replacingCharacters(in: rate, with: "\"utilityRate\": 0,")
                .replacingCharacters(in: weights, with: "\"utility\": \(weight)")
        }
        for (name, weight) in [("without", "0"), ("with", weight)] {
            try folder.write(scenario(weight), to: "\(name).json")
            let solve = try folder.stepwell("solve", "\(name).json", "-o", "\(name).plan.json")
            #expect(solve.status == 0, "\(solve.output)\(solve.errors)")
            #expect(solve.output.contains("\nstatus          optimal, proven to a relative gap of 1e-09\n"))
        }
        let plans = try ["without", "with"].map { try PlanDocument(path: folder.path(of: "\($0).plan.json")) }
        #expect(plans[0].outcome == plans[1].outcome && plans[0].lowerBound == plans[1].lowerBound)
        #expect(try #require(plans[1].relativeGap) <= 1e-9)
        #expect(try folder.stepwell("verify", "with.json", "with.plan.json").status == 0)
    }

    /// Costs that cancel to exactly 0, or to a billionth, are proven to do so: the gap is measured on the scale of what is left.
    @Test(arguments: ["0", "1e-9", "1e-12"]) func costsThatNearlyCancelAreProven(error: String) throws {
        // 2 ms at 1000 per second cost what 100 % of the utility brings in 15 steps.
        try folder.write(
            """
            {"format":"stepwell-scenario/1","name":"zero","count":2,
            "weights":{"time":1000,"error":\(error),"energy":1,"cost":0.5,"utility":0.5},
            "edge":{"stepBudget":60,"powerCoefficient":1e-26},
            "users":{"localStepTime":0.002,"edgeStepTime":0.001,"localPowerCoefficient":1e-26,"localFrequency":1500000000,
            "edgeFrequency":10000000000,"initialError":1,"errorDecay":0.05,"utilityRate":0.04,"localStepLimit":15,
            "edgeStepLimit":60}}
            """, to: "zero.json")
        let solve = try folder.stepwell("solve", "zero.json")
        let plan = try PlanDocument(path: folder.path(of: "zero.plan.json"))
        let gap = try #require(plan.relativeGap)
        #expect(plan.status == .optimal && gap <= 1e-9, "\(plan.status) with \(gap)")
        #expect(solve.status == 0)
        #expect(try folder.stepwell("verify", "zero.json", "zero.plan.json").status == 0)
    }

    /// No number of steps is shown as −0, and none that is not 0 is taken for 0.
    @Test func tinyBudgets() throws {
        try folder.write(validScenario.with("\"stepBudget\": 40", "\"stepBudget\": -0"), to: "minus.json")
        let solve = try folder.stepwell("solve", "minus.json")
        #expect(solve.status == 0 && solve.output.contains(", budget 0 edge steps\n"), "\(solve.output)")
        try folder.write(validScenario.with("\"stepBudget\": 40", "\"stepBudget\": 1e-400"), to: "tiny.json")
        let refused = try folder.stepwell("solve", "tiny.json")
        #expect(refused.status == 65)
        #expect(
            refused.errors.hasPrefix("stepwell: error: tiny.json: edge.stepBudget: found 1e-400, allowed is "),
            "\(refused.errors)")
    }

    @Test(arguments: Preset.allCases) func examplesAreSolved(preset: Preset) throws {
        let name = preset.rawValue
        #expect(try folder.stepwell("solve", example(name)).status == 0)
        #expect(folder.contents == ["\(name).plan.json"])
        #expect(try folder.stepwell("verify", example(name), "\(name).plan.json").status == 0)
    }

    /// Without edge steps to spare a user can be impossible: exit 3, the reason, and a file that `verify` accepts.
    @Test func infeasibleScenariosSayWhy() throws {
        for (name, reason, claim) in [
            (
                "infeasible-user-n200",
                "user 0 can run at neither site: it needs at least 17 steps; its device does at most 5; the edge does none by "
                    + "the deadline of 0.03411386264316405 s, for sending takes 0.10309535163600303 s",
                Infeasibility.user(0)
            ),
            (
                "infeasible-budget-n60",
                "the users who must offload need 186 edge steps, the budget is 3: 183 too few",
                .budget(required: 186, available: 3)
            ),
        ] {
            let solve = try folder.stepwell("solve", reference(name))
            #expect(solve.status == 3)
            #expect(solve.output.contains("\nstatus          infeasible: \(reason)\n"))
            let plan = try PlanDocument(path: folder.path(of: "\(name).plan.json"))
            #expect(plan.status == .infeasible)
            #expect(plan.infeasibility == claim)
            #expect(plan.outcome == nil)
            let verify = try folder.stepwell("verify", reference(name), "\(name).plan.json")
            #expect(verify.status == 0)
            #expect(
                verify.output
                    == "status          infeasible\ninfeasible      \(reason)\nverdict         every claim holds\n")
        }
    }

    @Test func planGoesToStandardOutput() throws {
        let solve = try folder.stepwell("solve", example("example"), "--output", "-")
        #expect(solve.status == 0)
        #expect(try PlanDocument(json: Array(solve.output.utf8)).status == .optimal)
        #expect(solve.errors.hasPrefix("scenario        example, 30 users, budget 500 edge steps\n"))
        #expect(!solve.errors.contains("\nplan  "))
        #expect(folder.contents.isEmpty)
    }

    @Test func scenarioAndPlanComeFromStandardInput() throws {
        let text = try String(contentsOfFile: example("example"), encoding: .utf8)
        #expect(try folder.stepwell("solve", "-", "--quiet", input: text).status == 0)
        #expect(folder.contents == ["scenario.plan.json"])
        #expect(try folder.stepwell("verify", "-", "scenario.plan.json", input: text).status == 0)
        let plan = try folder.text(of: "scenario.plan.json")
        #expect(try folder.stepwell("verify", example("example"), "-", input: plan).status == 0)
    }

    @Test func quietPrintsNothing() throws {
        let solve = try folder.stepwell("solve", example("example"), "--quiet")
        #expect(solve.output.isEmpty && solve.errors.isEmpty)
        let verify = try folder.stepwell("verify", example("example"), "example.plan.json", "-q")
        #expect(verify.output.isEmpty && verify.errors.isEmpty)
    }

    /// One row per evaluation under a header, in a file or on standard error.
    @Test func iterationsAreLogged() throws {
        let toFile = try folder.stepwell("solve", example("example"), "--log", "rows.txt")
        #expect(toFile.status == 0)
        #expect(folder.contents == ["example.plan.json", "rows.txt"])
        let rows = try folder.text(of: "rows.txt").split(separator: "\n")
        let columns = "iter primal dual gap price passes seconds".split(separator: " ")
        #expect(rows[0].split(separator: " ") == columns)
        #expect(rows.count > 2)
        for (index, row) in rows.dropFirst().enumerated() {
            #expect(row.split(separator: " ").first == "\(index + 1)")
            #expect(row.count == rows[0].count)
        }
        let toErrors = try folder.stepwell("solve", example("example"), "--log", "-", "--quiet")
        #expect(toErrors.output.isEmpty)
        #expect(toErrors.errors.split(separator: "\n").count == rows.count)
    }

    /// Twelve thousand users are solved by threads over blocks; the number of threads must not be seen in the plan.
    @Test func threadsGiveTheSameBits() throws {
        #expect(try folder.stepwell("generate", "--users", "12000", "--output", "many.json").status == 0)
        let plans = try ["1", "2", "7"].map { threads in
            #expect(try folder.stepwell("solve", "many.json", "--threads", threads, "-o", "plan.json").status == 0)
            var plan = JSONText(try folder.text(of: "plan.json"))
            #expect(plan["statistics.threads"] == threads)
            plan["statistics"] = "{}"
            return plan.text
        }
        #expect(plans[0] == plans[1])
        #expect(plans[0] == plans[2])
    }

    @Test func everyInstructionSetIsVerified() throws {
        let info = try folder.stepwell("info")
        for set in ["baseline", "avx2", "avx512"] {
            let solve = try folder.stepwell("solve", example("paper"), "--instruction-set", set, "-o", "\(set).json")
            guard info.output.contains(set) else {
                #expect(solve.status == 64)
                continue
            }
            #expect(solve.status == 0)
            #expect(JSONText(try folder.text(of: "\(set).json"))["statistics.instructionSet"] == "\"\(set)\"")
            #expect(try folder.stepwell("verify", example("paper"), "\(set).json").status == 0)
        }
    }

    /// Any price to start from leads to an optimum.
    @Test(arguments: ["0", "0.0038", "1e-300", "1e300"]) func startPricesLeadToTheOptimum(price: String) throws {
        let solve = try folder.stepwell("solve", example("example"), "--start-price", price, "-o", "plan.json")
        #expect(solve.status == 0)
        let found = JSONText(try folder.text(of: "plan.json")).number("objective")
        #expect(abs(found + 7.1923238551864) <= 2e-9 * 7.2)
        #expect(try folder.stepwell("verify", example("example"), "plan.json").status == 0)
    }

    /// An old file of that name gives way to the new plan; what stood there does not matter.
    @Test func oldFileIsReplaced() throws {
        try folder.write("not a plan", to: "example.plan.json")
        #expect(try folder.stepwell("solve", example("example")).status == 0)
        #expect(folder.contents == ["example.plan.json"])
        #expect(try folder.stepwell("verify", example("example"), "example.plan.json").status == 0)
    }

    /// Rates that no user has push the arithmetic to its limits; up to those limits success is what `verify` accepts, and
    /// beyond them the scenario is refused.
    @Test(arguments: ["7", "1e15", "1e100", "1e307"]) func successIsWhatIsVerified(rate: String) throws {
        for (passage, replacement, field) in [
            ("\"utilityRate\": 0.04", "\"utilityRate\": \(rate)", "users.utilityRate"),
            ("[0.05, 0.06, 0.07]", rate, "users.errorDecay"),
            (
                "\"edgeStepLimit\": 60", "\"edgeStepLimit\": 60, \"edgeUtilityRate\": \(rate)",
                "users.edgeUtilityRate"
            ),
        ] {
            for rule in StepRule.allCases {
                try folder.write(validScenario.with(passage, replacement), to: "s.json")
                let solve = try folder.stepwell("solve", "s.json", "--steps", rule.rawValue)
                if rate.count > 4 {
                    #expect(solve.status == 65)
                    #expect(solve.errors.contains("\(field): found 1e+"), "\(solve.errors)")
                } else {
                    #expect(solve.status == 0, "\(solve.output)\(solve.errors)")
                    #expect(try folder.stepwell("verify", "s.json", "s.plan.json").status == 0)
                }
            }
        }
    }

    /// Two scenarios of one name in two folders: the second one's plan takes the place of the first one's, and says so.
    @Test func anotherPlanIsNotReplacedInSilence() throws {
        for (name, text) in [
            ("a", validScenario), ("b", validScenario.with("\"stepBudget\": 40", "\"stepBudget\": 30")),
        ] {
            try FileManager.default.createDirectory(
                atPath: folder.path(of: name), withIntermediateDirectories: false)
            try folder.write(text, to: "\(name)/s.json")
        }
        let warning =
            "stepwell: warning: s.plan.json held something else, which this plan replaces; --output names another place\n"
        #expect(try folder.stepwell("solve", "a/s.json").errors.isEmpty)
        #expect(try folder.stepwell("solve", "a/s.json", "--threads", "1").errors.isEmpty)
        #expect(try folder.stepwell("solve", "b/s.json").errors == warning)
        #expect(try folder.stepwell("verify", "b/s.json", "s.plan.json").status == 0)
        #expect(try folder.stepwell("solve", "a/s.json", "-q").errors == warning)
        #expect(try folder.stepwell("solve", "a/s.json", "-q", "--steps", "integer").errors == warning)
        // A place that was named is one that was meant.
        #expect(try folder.stepwell("solve", "b/s.json", "-o", "s.plan.json").errors.isEmpty)
        try folder.write("no plan", to: "s.plan.json")
        #expect(try folder.stepwell("solve", "b/s.json").errors == warning)
    }
}

import Foundation
import OffloadModel
import ScenarioFiles
import Testing

/// One claim of a true plan file is made false, and `verify` says so: exit 70 where a claim does not hold, 65 where
/// the file contradicts itself in shape.
@Suite struct TamperingTests {
    /// What is done to a plan file, with which status it ends, and what the message says.
    struct Tampering: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let status: Int32
        let word: String
        let change: @Sendable (inout JSONText) -> Void

        init(
            _ name: String, _ word: String, status: Int32 = 70, change: @escaping @Sendable (inout JSONText) -> Void
        ) {
            testDescription = name
            self.status = status
            self.word = word
            self.change = change
        }
    }

    /// The plan of `example` sends user 4 to the edge and keeps user 0 on its device, and its bound takes a split.
    private let folder = Folder()

    private static func scale(_ path: String, _ factor: Double) -> @Sendable (inout JSONText) -> Void {
        { plan in plan.change(path) { $0 * factor } }
    }

    private static func set(_ path: String, _ value: String) -> @Sendable (inout JSONText) -> Void {
        { plan in plan[path] = value }
    }

    static let claims: [Tampering] = [
        Tampering("objective up", "objective", change: scale("objective", 1 - 1e-9)),
        Tampering("objective down", "objective", change: scale("objective", 1 + 1e-9)),
        Tampering("bound above what is proven", "lower bound") { plan in
            plan.change("lowerBound") { $0 + 1e-9 }
            plan["relativeGap"] = "0"
        },
        Tampering("bound equal to the objective", "lower bound") { plan in
            plan["lowerBound"] = "-7.19"
            plan["relativeGap"] = "0"
        },
        Tampering("gap made small", "relativeGap", change: set("relativeGap", "0")),
        Tampering("gap made large", "relativeGap", change: scale("relativeGap", 2)),
        Tampering("optimal with a wide gap", "called optimal") { plan in
            let objective = plan.number("objective")
            plan.change("lowerBound") { $0 - 1e-3 }
            plan["relativeGap"] =
                "\(PlanCertificate.relativeGap(objective: objective, lowerBound: plan.number("lowerBound")))"
        },
        Tampering("a wide gap put down to rounding", "rounding is said") { plan in
            let objective = plan.number("objective")
            plan.change("lowerBound") { $0 - 1e-3 }
            plan["relativeGap"] =
                "\(PlanCertificate.relativeGap(objective: objective, lowerBound: plan.number("lowerBound")))"
            plan["status"] = "\"roundingLimit\""
        },
        Tampering("optimal within any gap", "askedGap", status: 65, change: set("askedGap", "2")),
        Tampering("price up", "price", change: scale("price", 1.01)),
        Tampering("price down", "price", change: scale("price", 0.99)),
        Tampering("price 0", "price", change: set("price", "0")),
        Tampering("price enormous", "price", change: set("price", "1e300")),
        Tampering("price negative", "price", status: 65, change: scale("price", -1)),
        Tampering("price NaN", "price", status: 65, change: set("price", "NaN")),
        Tampering("price below up", "priceBelow", change: scale("priceBelow", 1.01)),
        Tampering("price below down", "priceBelow", change: scale("priceBelow", 0.99)),
        Tampering("price below 0", "priceBelow", change: set("priceBelow", "0")),
        Tampering("price below infeasible", "priceBelow", change: set("priceBelow", "null")),
        Tampering("price below negative", "priceBelow", status: 65, change: scale("priceBelow", -1)),
        Tampering("edge steps used up", "edgeStepsUsed", change: scale("edgeStepsUsed", 1 + 1e-15)),
        Tampering("edge steps used down", "edgeStepsUsed", change: scale("edgeStepsUsed", 0.5)),
        Tampering(
            "one more offloaded", "offloadedCount is claimed to be 16, it is 15", change: set("offloadedCount", "16")),
        Tampering("more offloaded than there are", "offloadedCount", status: 65, change: set("offloadedCount", "31")),
        Tampering("total time", "totals.time", change: scale("totals.time", 1 + 1e-9)),
        Tampering("total error", "totals.error", change: scale("totals.error", 1 - 1e-9)),
        Tampering("total energy", "totals.energy", change: scale("totals.energy", 1 + 1e-9)),
        Tampering("total utility", "totals.utility", change: scale("totals.utility", 1 - 1e-9)),
        Tampering("method claims more", "unknown key", status: 65) { plan in
            plan["method"] = "\"certified\",\"proof\":true"
        },
        Tampering("whole steps promised", "whole", change: set("steps", "\"integer\"")),
    ]

    static let decisions: [Tampering] = [
        Tampering("a local user's steps", "objective", change: set("users.steps.0", "18")),
        Tampering("an edge user's steps", "objective", change: scale("users.steps.4", 0.99)),
        Tampering("steps beyond the local limit", "user 0 has", change: set("users.steps.0", "19.000000000000004")),
        Tampering("steps beyond the edge limit", "user 4 has", change: set("users.steps.4", "101")),
        Tampering("negative steps", "users.steps, user 0", status: 65, change: set("users.steps.0", "-1")),
        Tampering("an edge user called home", "user 4 has", change: set("users.offloaded.4", "0")),
        Tampering("a local user sent to the edge", "budget", change: set("users.offloaded.0", "1")),
        Tampering(
            "a decision by halves", "users.offloaded, user 0", status: 65, change: set("users.offloaded.0", "0.5")),
        Tampering("the budget exceeded by one unit in the last place", "the budget is 500") { plan in
            // Small enough that objective and bound are still right within rounding.
            while Self.edgeSteps(plan) <= 500 { plan.change("users.steps.4") { $0 + $0.ulp } }
            plan["edgeStepsUsed"] = "\(Self.edgeSteps(plan))"
        },
        Tampering("two users exchanged", "objective") { plan in
            let steps = (plan["users.steps.4"], plan["users.steps.5"])
            (plan["users.steps.4"], plan["users.steps.5"]) = (steps.1, steps.0)
        },
        Tampering("a user left out of both arrays", "29 users") { plan in
            for column in ["offloaded", "steps"] {
                plan["users.\(column)"] =
                    "[" + plan.entries("users.\(column)").dropLast().joined(separator: ",") + "]"
            }
        },
        Tampering("a user left out of one array", "users.steps", status: 65) { plan in
            plan["users.steps"] = "[" + plan.entries("users.steps").dropLast().joined(separator: ",") + "]"
        },
        Tampering("no users at all", "users", status: 65, change: set("users", "{\"offloaded\":[],\"steps\":[]}")),
    ]

    static let proofs: [Tampering] = [
        Tampering("certificate removed", "lower bound") { $0.remove("certificate") },
        Tampering("certificate null", "lower bound", change: set("certificate", "null")),
        Tampering("certificate emptied", "ends too early", change: set("certificate", "[]")),
        Tampering("certificate cut short", "ends too early") { plan in
            plan["certificate"] = "[" + plan.entries("certificate").dropLast().joined(separator: ",") + "]"
        },
        Tampering("steps after its end", "1 steps follow") { plan in
            plan["certificate"] =
                "[" + (plan.entries("certificate") + ["{\"price\":0.003}"]).joined(separator: ",") + "]"
        },
        Tampering("a leaf's price changed", "lower bound", change: set("certificate.3.price", "0.0037")),
        Tampering("a leaf's price negative", "certificate[3]", status: 65, change: set("certificate.3.price", "-0.1")),
        Tampering("a leaf's price infinite", "certificate[3]", status: 65, change: set("certificate.3.price", "1e999")),
        Tampering("another split", "lower bound", change: set("certificate.1.count", "20")),
        Tampering("a split beyond all users", "limit 30", change: set("certificate.1.count", "30")),
        Tampering("a split of no user", "no user 30", change: set("certificate.1", "{\"twins\":[30,0]}")),
        Tampering("a split of one user into two", "limit 1", change: set("certificate.1", "{\"twins\":[0,1]}")),
        Tampering("another kind of step", "unknown key", status: 65, change: set("certificate.1", "{\"trust\":1}")),
        Tampering("an infeasible claim", "a plan exists") { plan in
            plan = JSONText(
                """
                {"format":"stepwell-plan/1","status":"infeasible","method":"certified","steps":"continuous",\
                "infeasibility":{"kind":"user","user":0}}
                """)
        },
        Tampering(
            "infeasible and a plan at once", "infeasibility", status: 65, change: set("status", "\"infeasible\"")),
    ]

    private static func edgeSteps(_ plan: JSONText) -> Double {
        Plan(
            sites: plan.entries("users.offloaded").map { $0 == "1" },
            steps: plan.entries("users.steps").map { Double($0)! }
        ).edgeStepsUsed
    }

    @Test(arguments: claims) func falseClaimIsFound(tampering: Tampering) throws { try expectFound(tampering) }

    @Test(arguments: decisions) func falseDecisionIsFound(tampering: Tampering) throws { try expectFound(tampering) }

    @Test(arguments: proofs) func falseProofIsFound(tampering: Tampering) throws { try expectFound(tampering) }

    private func expectFound(_ tampering: Tampering) throws {
        #expect(try folder.stepwell("solve", example("example"), "-q", "-o", "plan.json").status == 0)
        var plan = JSONText(try folder.text(of: "plan.json"))
        let shape = ["fixing", "count", "price", "price"]
        try #require(plan.entries("certificate").map { $0.split(separator: "\"")[1] } == shape.map { $0[...] })
        try #require(plan["users.offloaded.0"] == "0" && plan["users.offloaded.4"] == "1")
        #expect(try folder.stepwell("verify", example("example"), "plan.json").status == 0)

        tampering.change(&plan)
        try folder.write(plan.text, to: "plan.json")
        let verify = try folder.stepwell("verify", example("example"), "plan.json")
        #expect(verify.status == tampering.status, "\(verify.output)\(verify.errors)")
        #expect(verify.errors.contains(tampering.word), "\(verify.errors)")
        #expect(!verify.output.contains("every claim holds"))
    }

    /// What is weaker than the truth is still true: `verify` asks for nothing more.
    @Test func weakerClaimsHold() throws {
        #expect(try folder.stepwell("solve", example("example"), "-q", "-o", "plan.json").status == 0)
        var plan = JSONText(try folder.text(of: "plan.json"))
        plan["status"] = "\"feasible\""
        plan["price"] = "null"
        plan.change("lowerBound") { $0 - 1e-3 }
        plan["relativeGap"] =
            "\(PlanCertificate.relativeGap(objective: plan.number("objective"), lowerBound: plan.number("lowerBound")))"
        try folder.write(plan.text, to: "plan.json")
        let verify = try folder.stepwell("verify", example("example"), "plan.json")
        #expect(verify.status == 0, "\(verify.errors)")
    }

    /// Whole steps are held to whole steps, and their bound, which real steps can beat, to whole steps as well.
    @Test func integerPlansAreHeldToTheirRule() throws {
        let scenario = example("paper")
        let solve = try folder.stepwell("solve", scenario, "--steps", "integer", "-q", "-o", "true.json")
        #expect(solve.status == 0)
        let truth = JSONText(try folder.text(of: "true.json"))
        let user = try #require(truth.entries("users.offloaded").firstIndex(of: "1"))
        var halved = truth
        halved.change("users.steps.\(user)") { $0 - 0.5 }
        var real = truth
        real["steps"] = "\"continuous\""
        for (plan, word) in [(halved, "not a whole number"), (real, "lower bound")] {
            try folder.write(plan.text, to: "plan.json")
            let verify = try folder.stepwell("verify", scenario, "plan.json")
            #expect(verify.status == 70)
            #expect(verify.errors.contains(word), "\(verify.errors)")
        }
    }

    @Test func planOfAnotherScenarioIsFound() throws {
        for name in ["example", "few-step"] {
            #expect(try folder.stepwell("solve", example(name), "-q", "-o", "plan.json").status == 0)
            #expect(try folder.stepwell("verify", example("paper"), "plan.json").status == 70)
        }
        let verify = try folder.stepwell("verify", reference("hetero-n12-t30"), "plan.json")
        #expect(verify.status == 70)
        #expect(verify.errors.contains("the plan has 30 users, the scenario 12"))
    }

    /// The reason for infeasibility is a claim like any other.
    @Test func falseReasonIsFound() throws {
        for (name, path, value) in [
            ("infeasible-user-n200", "infeasibility.user", "1"),
            ("infeasible-budget-n60", "infeasibility.required", "187"),
            ("infeasible-budget-n60", "infeasibility.available", "4"),
        ] {
            #expect(try folder.stepwell("solve", reference(name), "-q", "-o", "plan.json").status == 3)
            var plan = JSONText(try folder.text(of: "plan.json"))
            plan[path] = value
            try folder.write(plan.text, to: "plan.json")
            #expect(try folder.stepwell("verify", reference(name), "plan.json").status == 70)
        }
    }

    /// Costs beyond every `Double` would leave nothing to compare: the scenario is refused before anything is claimed of it.
    @Test func overflowProvesNothing() throws {
        let scenario = """
            {"format": "stepwell-scenario/1", "name": "overflow", "count": 1,
             "weights": {"time": 1, "error": 0, "energy": 0, "cost": 1, "utility": 0},
             "edge": {"stepBudget": 1e200, "powerCoefficient": 0},
             "users": {"localStepTime": 1e200, "edgeStepTime": 1e200, "localPowerCoefficient": 0, "localFrequency": 0,
              "edgeFrequency": 0, "initialError": 0, "errorDecay": 0, "utilityRate": 0,
              "localStepLimit": 1e200, "edgeStepLimit": 1e200, "minimumSteps": 1e200}}
            """
        try folder.write(scenario, to: "overflow.json")
        try folder.write(
            """
            {"format":"stepwell-plan/1","status":"optimal","method":"certified","steps":"continuous","objective":1,\
            "lowerBound":1,"relativeGap":0,"edgeStepsUsed":0,"offloadedCount":0,\
            "totals":{"time":1,"error":0,"energy":0,"utility":0},"users":{"offloaded":[0],"steps":[1e200]}}
            """, to: "plan.json")
        let verify = try folder.stepwell("verify", "overflow.json", "plan.json")
        let solve = try folder.stepwell("solve", "overflow.json")
        for outcome in [verify, solve] {
            #expect(outcome.status == 65)
            #expect(outcome.errors.contains("users.localStepLimit: found 1e+200, allowed is"))
        }
    }
}
